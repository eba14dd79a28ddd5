import { C as CannotMeasure } from "./dump.js";
import { D as readMachineFile, d as publish } from "./shared.js";
import { s as Report } from "./schema.js";
import { r as exitStatus } from "./front.js";
import { p as assertWritable, u as assertApart } from "./report.js";
// src/report/joined-evidence.ts
/** Each class as where it grows most. */
function joinedClasses(parts) {
	const fastest = /* @__PURE__ */ new Map();
	const rows = parts.flatMap(({ classes }) => classes).sort(byGrowth);
	for (const row of rows) {
		const key = `${row.internal} ${row.name}`;
		if (!fastest.has(key)) fastest.set(key, row);
	}
	return [...fastest.values()];
}
const byGrowth = (a, b) => Number(b.over) - Number(a.over) || b.headPer1000 - a.headPer1000;
/** What hides growth in one shard is not made up for by another: the worst of each counts. */
function joinedNoise(parts) {
	const noises = parts.map(({ noise }) => noise);
	const detectable = noises.map(({ smallestDetectable }) => smallestDetectable);
	const noisiest = [...Map.groupBy(noises.flatMap(({ classes }) => classes), ({ name }) => name).values()].flatMap((alike) => alike.toSorted((a, b) => b.smallestDetectable - a.smallestDetectable)[0] ?? []);
	return {
		objectsPer1000Requests: Math.max(...noises.map((noise) => noise.objectsPer1000Requests)),
		smallestDetectable: detectable.includes(0) ? 0 : Math.max(...detectable),
		classes: noisiest.sort((a, b) => b.smallestDetectable - a.smallestDetectable)
	};
}
/** What all shards sent at one of the two commits. */
function joinedSide(sides) {
	const [first = {
		sha: "",
		ref: ""
	}] = sides;
	return {
		sha: first.sha,
		ref: first.ref,
		processes: sides.flatMap(({ processes }) => processes),
		kinds: sides.flatMap(({ kinds }) => kinds)
	};
}
/** The time of all machines together. */
function joinedTimings(parts) {
	const total = (part) => sum(parts.map(({ timings }) => timings[part]));
	return {
		totalMs: total("totalMs"),
		setupMs: total("setupMs"),
		bootMs: total("bootMs"),
		replayMs: total("replayMs"),
		gcMs: total("gcMs"),
		dumpMs: total("dumpMs"),
		ownMs: total("ownMs")
	};
}
const sum = (numbers) => numbers.reduce((total, each) => total + each, 0);
// src/report/joined-report.ts
const severity = {
	regression: 0,
	inconclusive: 1,
	pass: 2
};
const gravity = {
	new: 0,
	worsened: 1,
	existing: 2,
	gone: 3
};
const mostClasses = 60;
/** One report of all shards of a check, in their order: what is wrong in one of them is wrong. */
function joinedReport(shards) {
	const [first] = shards;
	if (!first) throw new RangeError("there is no shard to join");
	const parts = withOwnNames(shards);
	const { shard, ...rest } = first;
	const verdict = parts.map((part) => part.verdict).sort((a, b) => severity[a] - severity[b])[0];
	const classes = joinedClasses(parts);
	const moreClasses = Math.max(...parts.map((part) => part.moreClasses));
	const bisect = parts.flatMap((part) => part.bisect ?? [])[0];
	return {
		...rest,
		verdict: verdict ?? first.verdict,
		reasons: reasonsFor(verdict ?? first.verdict, parts),
		scenarios: parts.flatMap(({ scenarios }) => scenarios),
		notices: [...new Set(parts.flatMap(({ notices }) => notices)), noticeOf(shards.length)],
		changes: [...new Set(parts.flatMap(({ changes }) => changes))],
		timings: joinedTimings(parts),
		noise: joinedNoise(parts),
		classes: classes.slice(0, mostClasses),
		moreClasses: moreClasses + Math.max(0, classes.length - mostClasses),
		findings: joinedFindings(parts),
		base: joinedSide(parts.map(({ base }) => base)),
		head: joinedSide(parts.map(({ head }) => head)),
		...bisect ? { bisect } : {}
	};
}
const noticeOf = (shards) => `joined from ${shards} shards: scenarios of different shards never met in one process, and times are added up`;
/** Processes counted on from shard to shard, and kinds named as where all scenarios are replayed together. */
function withOwnNames(shards) {
	let workers = 0;
	return shards.map((shard) => {
		const before = workers;
		const { base, head, findings, classes, scenarios } = shard;
		workers += 1 + Math.max(-1, ...[base, head].flatMap((side) => side.processes.map(({ index }) => index)));
		const [only = ""] = scenarios;
		const prefix = scenarios.length === 1 && shards.length > 1 ? `${only}/` : "";
		const sideOf = (side) => ({
			...side,
			processes: side.processes.map((each) => ({
				...each,
				index: each.index + before
			})),
			kinds: side.kinds.map((kind) => ({
				...kind,
				id: `${prefix}${kind.id}`
			}))
		});
		const renamed = (process) => process.replace(/^worker (\d+)$/, (_, index) => `worker ${Number(index) + before}`);
		return {
			...shard,
			base: sideOf(base),
			head: sideOf(head),
			findings: findings.map((finding) => ({
				...finding,
				processes: finding.processes.map(renamed)
			})),
			classes: classes.map((row) => ({
				...row,
				process: renamed(row.process)
			}))
		};
	});
}
/** Of those shards that decided it; where they are doubts, of which shard. */
function reasonsFor(verdict, parts) {
	const told = parts.filter((part) => part.verdict === verdict).flatMap(({ reasons, shard: { number, of } }) => verdict === "inconclusive" ? reasons.map((reason) => `shard ${number} of ${of}: ${reason}`) : reasons);
	return [...new Set(told)];
}
/** The same leak in several shards is one finding, told as where it is worst. */
function joinedFindings(parts) {
	return [...Map.groupBy(parts.flatMap(({ findings }) => findings), ({ id }) => id).values()].flatMap(joinedFinding).sort(byGravity);
}
function joinedFinding(alike) {
	const ordered = alike.toSorted(byGravity);
	const [worst] = ordered;
	if (!worst) return [];
	const trigger = ordered.flatMap((finding) => finding.trigger ?? [])[0];
	const culprit = ordered.flatMap((finding) => finding.culprit ?? [])[0];
	const restarts = ordered.flatMap((finding) => finding.restarts ?? []);
	return [{
		...worst,
		processes: [...new Set(alike.flatMap(({ processes }) => processes))],
		...restarts.length > 0 ? { restarts: restarts.reduce((total, each) => total + each, 0) } : {},
		...trigger ? { trigger } : {},
		...culprit ? { culprit } : {}
	}];
}
const byGravity = (a, b) => gravity[a.status] - gravity[b.status] || b.objectsPer1000 - a.objectsPer1000;
// src/merge.ts
/** Joins what the shards of one check found. Throws `CannotMeasure` where one is missing, given twice or of another check. */
async function mergeShards(files) {
	const shards = [];
	for (const file of files) shards.push({
		file,
		report: await readShard(file)
	});
	const [first] = shards;
	if (!first) throw new CannotMeasure("there is nothing to join: name the JSON of each shard");
	for (const shard of shards) assertSameCheck(shard, first);
	return joinedReport(inOrder(shards, first.report.shard.of));
}
async function readShard(file) {
	const report = await readMachineFile(file, Report, "the report of a check");
	const { shard } = report;
	if (!shard) throw new CannotMeasure(`${file} is of a whole check, not of a shard: write it with check --shard`);
	return {
		...report,
		shard
	};
}
/** What all shards of one check have in common, and what to call it. */
const common = [
	["base commit", ({ base }) => base.sha],
	["head commit", ({ head }) => head.sha],
	["number of shards", ({ shard }) => shard.of],
	["configuration", ({ shard }) => shard.config],
	["threshold", ({ threshold }) => threshold],
	["seed", ({ seed }) => seed],
	["name", ({ name }) => name]
];
function assertSameCheck({ file, report }, first) {
	const other = common.find(([, of]) => of(report) !== of(first.report));
	if (other) throw new CannotMeasure(`${file} has another ${other[0]} than ${first.file}: join the shards of one check`);
}
function inOrder(shards, count) {
	const byNumber = /* @__PURE__ */ new Map();
	for (const shard of shards) {
		const { number } = shard.report.shard;
		if (number > count) throw new CannotMeasure(`${shard.file} is past the last shard, ${count} of ${count}: join the shards of one check`);
		const twin = byNumber.get(number);
		if (twin) throw new CannotMeasure(`${twin.file} and ${shard.file} are both shard ${number} of ${count}: give each once`);
		byNumber.set(number, shard);
	}
	const ordered = [];
	for (let number = 1; number <= count; number++) {
		const shard = byNumber.get(number);
		if (!shard) throw new CannotMeasure(`shard ${number} of ${count} is missing: give the JSON of every shard`);
		ordered.push(shard.report);
	}
	return ordered;
}
// src/cli/merge-command.ts
/** `heapgate merge`. Answers the exit status of the verdict that the shards come to together. */
async function mergeCommand(files, options) {
	assertApart({ shard: files }, options.json, options.html, options.markdown);
	await assertWritable(options.json, options.html, options.markdown);
	const report = await mergeShards(files);
	await publish(report, options);
	return exitStatus[report.verdict];
}
export { mergeCommand };
