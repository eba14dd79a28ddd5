import { H as dependencySearch, St as execa, bt as git, d as publish, gt as appEnvironment, k as check, m as againstItself, mt as privateTemporaryDirectory } from "./shared.js";
import { C as CannotMeasure, S as _usingCtx } from "./dump.js";
import { r as exitStatus } from "./front.js";
import { _ as progressing, g as printResult, p as assertWritable } from "./report.js";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { join } from "node:path";
// src/demo.ts
/** What the demo app's dependencies looked like at different times; `demo/README.md` says what each does. */
const demoStates = [
	"dated",
	"good",
	"bad",
	"fixed",
	"rails71"
];
/** What checking one state against another must find. */
function expectedOutcome(base, head) {
	if (base === "bad") return {
		verdict: "pass",
		findings: head === "bad" ? "existing" : "gone"
	};
	return head === "bad" ? {
		verdict: "regression",
		findings: "new"
	} : {
		verdict: "pass",
		findings: "none"
	};
}
/** The upgrade whose many changes hide the one that leaks, and what bisecting it must name. */
const demoBisect = {
	base: "dated",
	head: "bad",
	culprit: {
		name: "bugsnag",
		from: "6.26.0",
		to: "6.26.1",
		fixedIn: "6.26.2"
	}
};
/** Makes a git repository of the demo app, with `base` on branch `main` and `head`, checked out, on `upgrade`. */
async function buildDemoRepository(request) {
	const repository = join(request.root, "tea-shop");
	await mkdir(repository);
	await demoGit(repository, [
		"init",
		"--quiet",
		"--template=",
		"--initial-branch=main"
	]);
	await commitState(repository, request.base, "Open the tea shop", request.gemSource);
	await demoGit(repository, [
		"checkout",
		"--quiet",
		"-b",
		"upgrade"
	]);
	await commitState(repository, request.head, upgradeMessage(request.head), request.gemSource);
	return { repository };
}
/** The URL that this machine's Ruby gets its gems from. Throws `CannotMeasure` where the demo app could not run. */
async function gemSource() {
	const version = await firstLineOf("ruby", ["-e", "puts RUBY_VERSION"]);
	if (version === void 0) throw new CannotMeasure(`${need}, but \`ruby\` does not run here: ${remedy}`);
	if (!/^3\.[1-3]\./.test(version)) throw new CannotMeasure(`${need}, and \`ruby\` is ${version} here: ${remedy}`);
	if (await firstLineOf("bundle", ["--version"]) === void 0) throw new CannotMeasure(`${need}, but \`bundle\` does not run here: gem install bundler`);
	const source = await firstLineOf("ruby", ["-e", "puts Gem.sources.first&.uri"]);
	if (!source) throw new CannotMeasure("RubyGems has no source to install gems from: gem sources --add URL");
	return source.endsWith("/") ? source : `${source}/`;
}
const need = "the demo is a Rails app that needs Ruby 3.1, 3.2 or 3.3 with Bundler";
const remedy = "install one of them (Debian and Ubuntu: apt-get install ruby-full build-essential)";
/** The first line a command prints, or `undefined` when it fails; it sees what the app will see. */
async function firstLineOf(command, args) {
	const env = appEnvironment(process.env, {});
	const { failed, stdout } = await execa(command, args, {
		env,
		extendEnv: false,
		reject: false
	});
	return failed ? void 0 : stdout.split("\n", 1)[0];
}
/** Commits `state` over what is checked out, even where nothing differs: base and head may be the same state. */
async function commitState(repository, state, message, source) {
	await copyDemo("app", repository);
	await copyDemo(`states/${state}`, repository);
	const lockfile = join(repository, "Gemfile.lock");
	const template = await readFile(lockfile, "utf8");
	await writeFile(lockfile, template.replaceAll("{{gem-source}}", () => source));
	await demoGit(repository, ["add", "--all"]);
	await demoGit(repository, [
		"commit",
		"--quiet",
		"--allow-empty",
		"-m",
		message
	]);
}
/** `demo/` lies beside `src/`, which this file runs from, and beside `dist/`, which it is bundled into. */
const demoDirectory = () => fileURLToPath(new URL("../demo", import.meta.url));
async function copyDemo(folder, destination) {
	try {
		await cp(join(demoDirectory(), folder), destination, { recursive: true });
	} catch (error) {
		if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
		const message = `there is no demo app in ${demoDirectory()}: run the demo from a checkout of heapgate`;
		throw new CannotMeasure(message, { cause: error });
	}
}
const upgradeMessage = (state) => state === "rails71" ? "Upgrade to Rails 7.1" : "Update gems";
/** The user's own git settings must not sign, alter or stop these commits. */
const demoGit = (repository, args) => git(repository, "cannot make the demo’s repository", [...SETTINGS, ...args]);
const SETTINGS = [
	"user.name=Tea shop",
	"user.email=shop@example.com",
	"commit.gpgsign=false",
	"core.autocrlf=false",
	"core.excludesFile=/dev/null"
].flatMap((setting) => ["-c", setting]);
// src/cli/demo-table.ts
/** Verdicts of many runs, one line for each pair of states, with how evenly the workers were asked. */
function demoTable(runs) {
	const rows = [...Map.groupBy(runs, (run) => `${run.base} → ${run.head}`)].map(([pair, group]) => [
		pair,
		`${group.filter((run) => run.isRight).length} of ${group.length}`,
		[...new Set(group.map((run) => run.report.verdict))].join(", "),
		range(group.flatMap(requestsOfWorkers)),
		range(group.map(steepestUnlessOver)),
		range(group.map((run) => Math.round(run.report.timings.totalMs / 1e3)))
	]);
	const header = [
		"base → head",
		"right",
		"verdict",
		"requests a worker",
		"other classes, most per 1,000",
		"seconds"
	];
	const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
	return [header, ...rows].map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd()).join("\n");
}
const requestsOfWorkers = ({ report }) => [report.base, report.head].flatMap((side) => side.processes.filter(({ role }) => role === "worker").map(({ requests }) => requests));
/** The steepest class of the program that was let pass. */
const steepestUnlessOver = ({ report }) => Math.max(0, report.noise.objectsPer1000Requests, ...report.classes.filter((row) => !row.over && !row.internal && row.basePer1000 === 0).map((row) => row.headPer1000));
function range(values) {
	const show = (value) => Number.isInteger(value) ? String(value) : value.toFixed(1);
	const least = Math.min(...values);
	const most = Math.max(...values);
	return least === most ? show(least) : `${show(least)}–${show(most)}`;
}
// src/cli/demo-command.ts
const bisectBudgetMs = 18e5;
/** The pairs whose verdict the incident's history tells. */
const pairs = [
	["good", "bad"],
	["good", "good"],
	["good", "fixed"],
	["bad", "fixed"],
	["bad", "bad"],
	["good", "rails71"]
];
/** `heapgate demo`: the same check that users run, on a throw-away repository. Passes when the verdict is the right one. */
async function demoCommand(options, signal) {
	await assertWritable(options.json, options.html, options.markdown);
	const chosen = chosenPairs(options);
	const source = await gemSource();
	const runs = [];
	for (const [base, head] of chosen) for (let time = 0; time < options.repeat; time++) {
		const report = await runDemo(base, head, source, options, signal);
		runs.push({
			base,
			head,
			report,
			isRight: isRight(report, base, head, options)
		});
	}
	if (runs.length > 1) printResult(demoTable(runs));
	const wrong = runs.filter((run) => !run.isRight);
	for (const { base, head, report } of wrong) process.stderr.write(`heapgate: ${base} → ${head} gave ${report.verdict}, which is not what the demo's history calls for\n`);
	return wrong.length === 0 ? exitStatus.pass : exitStatus.regression;
}
async function runDemo(base, head, source, options, signal) {
	try {
		var _usingCtx$1 = _usingCtx();
		const root = _usingCtx$1.a(await privateTemporaryDirectory("hg-demo-"));
		const { repository } = await buildDemoRepository({
			base,
			head,
			root: root.path,
			gemSource: source
		});
		const report = await progressing(options.quiet, (progress) => {
			progress(`demo: ${base} → ${head}`);
			return check({
				repository,
				revisions: options.selfTest ? againstItself({ base: "main" }) : {
					base: "main",
					head: "upgrade"
				},
				seed: options.seed,
				keep: options.keep,
				...options.bisect ? bisecting(root.path) : {},
				progress,
				signal
			});
		});
		await publish(report, options);
		return report;
	} catch (_) {
		_usingCtx$1.e = _;
	} finally {
		await _usingCtx$1.d();
	}
}
function chosenPairs({ all, bisect, selfTest, base, head }) {
	if (bisect) return [[demoBisect.base, demoBisect.head]];
	if (selfTest) return [[stateFrom(base), stateFrom(base)]];
	return all ? pairs : [[stateFrom(base), stateFrom(head)]];
}
/** Which requests cause the leak is another question. */
function bisecting(root) {
	return {
		findCulprit: dependencySearch({
			logFile: join(root, "bisect.jsonl"),
			budgetMs: bisectBudgetMs
		}),
		overrides: { "trigger-seconds": 0 }
	};
}
function stateFrom(name) {
	const state = demoStates.find((known) => known === name);
	if (state) return state;
	throw new CannotMeasure(`the demo has no state "${name}": choose one of ${demoStates.join(", ")}`);
}
function isRight(report, base, head, { bisect }) {
	if (bisect && !isDeepStrictEqual(culpritIn(report), demoBisect.culprit)) return false;
	const expected = expectedOutcome(base, head);
	const statuses = new Set(report.findings.map((finding) => finding.status));
	const findings = statuses.size === 0 ? "none" : statuses.size === 1 ? [...statuses][0] : "several";
	return report.verdict === expected.verdict && findings === expected.findings;
}
function culpritIn({ findings }) {
	const { name, from, to, fixedIn } = findings[0]?.culprit ?? {};
	return {
		name,
		from,
		to,
		fixedIn
	};
}
export { demoCommand };
