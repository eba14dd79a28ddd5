import { C as CannotMeasure, S as _usingCtx } from "./dump.js";
import { A as planFrom, G as smallestSet, I as gaugeOf, N as reproOf, Q as ProbeLog, Z as TimeLimit, at as withoutSecrets, ct as probesToHalve, g as NothingLeaks, h as checkOutOne, it as soughtLeak, j as knownGrowth, ot as judgeBase, pt as servedAs, rt as MeasuringOracle, st as measure } from "./shared.js";
import { At as ordinaryKinds, P as trafficSentences, dt as OutOfTime, et as judge, ft as Probes, pn as isLeak } from "./report.js";
import { randomInt, randomUUID } from "node:crypto";
// src/bisect/traffic-candidates.ts
/** Sequences of requests to one revision, each of which a fresh process is asked about. */
var TrafficCandidates = class {
	#revision;
	#scenario;
	#circumstances;
	/** `circumstances`: all but the requests that an answer depends on. */
	constructor(revision, scenario, circumstances) {
		this.#revision = revision;
		this.#scenario = scenario;
		this.#circumstances = circumstances;
	}
	of(sequence) {
		const scenario = this.#scenarioOf(sequence);
		return {
			changes: [...labels(sequence.once).map((label) => `after one ${label}`), ...labels(sequence.repeated)],
			measured: JSON.stringify([scenario, this.#circumstances]),
			prepare: async () => ({
				...this.#revision,
				scenario
			})
		};
	}
	/** Every lane sends what is sent once after the log-in, and so before the first round. */
	#scenarioOf({ once, repeated }) {
		const { start = [] } = this.#scenario;
		const kinds = ordinaryKinds(repeated).length === 0 ? repeated.map((kind) => ({
			...kind,
			hostile: false
		})) : repeated;
		return {
			...this.#scenario,
			kinds,
			start: [...start, ...once]
		};
	}
};
const labels = (kinds) => kinds.map(({ label }) => label);
// src/bisect/traffic-roles.ts
/**
* Finds the fewest of `kinds`, all of which together leak, that still do, and which of those need be sent only once:
* those after which others leak that did not before. Then tells of all the others what they do. `background`: kinds
* that may be what leaks after a trigger.
*/
async function trafficRoles(kinds, background, probe) {
	const { culprits, unproven } = await smallestSet(kinds, (repeated) => probe({
		once: [],
		repeated
	}));
	const triggers = [];
	const around = (kind) => kinds.filter((other) => other !== kind && !triggers.includes(other) && (culprits.includes(other) || background.includes(other)));
	for (const kind of culprits) {
		const repeated = around(kind);
		if (repeated.length === 0 || await probe({
			once: triggers,
			repeated
		}) !== "clean") continue;
		if (await probe({
			once: [...triggers, kind],
			repeated
		}) === "leaks") triggers.push(kind);
	}
	return rolesBeside({
		smallest: {
			once: triggers,
			repeated: await leakingAfter(triggers, culprits.filter((kind) => !triggers.includes(kind)), around(), probe)
		},
		unproven
	}, {
		kinds,
		background
	}, probe);
}
/** What leaks after the triggers: of the culprits what is left, or else the fewest of `others`. */
async function leakingAfter(once, rest, others, probe) {
	if (once.length === 0) return rest;
	if (rest.length > 0 && await probe({
		once,
		repeated: rest
	}) === "leaks") return rest;
	return (await smallestSet(others, (repeated) => probe({
		once,
		repeated
	}))).culprits;
}
/** Tries every other kind in the place of what was found: as the only trigger, and as what leaks after the triggers. */
async function rolesBeside({ smallest, unproven }, { kinds, background }, probe) {
	const { once, repeated } = smallest;
	const others = kinds.filter((kind) => !once.includes(kind) && !repeated.includes(kind));
	const triggers = await sift(once.length === 1 ? others.filter((kind) => !background.includes(kind)) : [], (some) => probe({
		once: some,
		repeated
	}));
	const showing = await sift(others.filter((kind) => !triggers.leaks.includes(kind)), (some) => probe({
		once,
		repeated: some
	}));
	const open = [
		...unproven,
		...triggers.unknown,
		...showing.unknown
	];
	const isTold = (kind) => !open.includes(kind);
	return {
		triggers: [...once, ...triggers.leaks],
		leaking: [...repeated, ...showing.leaks].filter(isTold),
		innocent: showing.clean.filter(isTold),
		unproven: kinds.filter((kind) => !isTold(kind)),
		smallest
	};
}
/** The answer to each kind by itself; all are clean where they are together. */
async function sift(kinds, probe) {
	const sifted = {
		leaks: [],
		clean: [],
		unknown: []
	};
	const together = kinds.length > 1 ? await probe(kinds) : void 0;
	for (const kind of kinds) sifted[together === "clean" ? "clean" : await probe([kind])].push(kind);
	return sifted;
}
/** Probes at most where `culprits` kinds leak together and no answer is unknown. */
function probesForTraffic(kinds, culprits) {
	const search = probesToHalve(kinds) + 1;
	return culprits * (search + 1) + 2 * culprits + 1 + search + 1 + 2 * (kinds + 1);
}
// src/bisect/traffic-search.ts
/** After the search: what was found, and the same without what triggers it. */
const probesToConfirm = 2;
/** Searches, and logs how it began, each probe and what it came to. Throws `NothingLeaks`. */
async function searchTraffic(search) {
	try {
		var _usingCtx$2 = _usingCtx();
		const { findingId, sha, candidates, progress, logFile, budgetMs } = search;
		const ordinary = ordinaryKinds(search.kinds);
		const kinds = [...ordinary, ...search.kinds.filter(({ hostile }) => hostile)];
		const bound = 1 + probesForTraffic(kinds.length, 2) + probesToConfirm;
		const labels = kinds.map(({ label }) => label);
		progress(`bisect: ${kinds.length} kinds of request, at most ${bound} probes for a leak that takes two of them together`);
		const log = await ProbeLog.open(logFile);
		const started = {
			finding: findingId,
			base: sha,
			head: sha,
			candidates: labels,
			bound
		};
		await log.write({
			kind: "start",
			things: "requests",
			...started
		});
		const deadlineMs = performance.now() + budgetMs;
		const time = _usingCtx$2.u(new TimeLimit(deadlineMs, search.signal));
		const probes = new Probes({
			oracle: search.oracle(time.signal),
			log,
			bound,
			deadlineMs,
			progress
		});
		let ranOut = false;
		const inTime = async (ask) => {
			try {
				return await ask;
			} catch (error) {
				if (!(error instanceof OutOfTime)) throw error;
				ranOut = true;
				return "unknown";
			}
		};
		const probe = (sequence) => inTime(probes.ask(candidates.of(sequence)));
		const confirm = (sequence) => inTime(probes.confirm(candidates.of(sequence)));
		const all = await probe({
			once: [],
			repeated: kinds
		});
		if (ranOut) throw new NothingLeaks("time ran out before the leak was measured again: give it more time with --budget");
		if (all !== "leaks") throw new NothingLeaks(notAgain(probes));
		const { smallest, ...roles } = await trafficRoles(kinds, ordinary, probe);
		const shown = {
			...smallest,
			repeated: withOrdinary(smallest.repeated, ordinary)
		};
		const unsure = ranOut ? [] : await doubtsAbout(shown, confirm);
		const doubts = ranOut ? [] : unsure;
		const found = {
			...roles,
			smallest: shown,
			bound,
			probes: probes.records,
			ranOut,
			doubts
		};
		await log.write({
			kind: "end",
			notices: [...search.tell(found)]
		});
		return found;
	} catch (_) {
		_usingCtx$2.e = _;
	} finally {
		_usingCtx$2.d();
	}
}
function notAgain({ records: [first] }) {
	return `the leak did not show again in a short measurement${first?.reason === void 0 ? "" : ` (${first.reason})`}: give it more time with --budget, or follow another one with --finding`;
}
/** A scenario needs an ordinary request, whatever leaks. */
function withOrdinary(leaking, ordinary) {
	return leaking.some(({ hostile }) => !hostile) ? leaking : [...leaking, ...ordinary.slice(0, 1)];
}
/** Measures in full what was found, and what is left of it without the triggers. */
async function doubtsAbout(smallest, confirm) {
	const doubts = [];
	if (await confirm(smallest) !== "leaks") doubts.push("it leaked in short measurements, but not in a full one: look at it with care");
	if (smallest.once.length > 0 && await confirm({
		...smallest,
		once: []
	}) !== "clean") doubts.push("in a full measurement it is not clean without what triggers it: look at it with care");
	return doubts;
}
// src/bisect/traffic.ts
/**
* Finds the smallest sequence of requests that shows a leak of one revision, each probe in fresh processes. Throws
* `NothingLeaks` or `CannotMeasure`.
*/
const bisectTraffic = (request) => withoutSecrets(request, bisectOne);
async function bisectOne(request) {
	try {
		var _usingCtx$1 = _usingCtx();
		const { progress, signal, configFile, reproFile } = request;
		const { revision, settings, tree, traffic, port, scratch, stopwatch } = _usingCtx$1.a(await checkOutOne(request, withoutScenarios));
		const { scenario } = traffic;
		const prepared = servedAs(scenario.plan, await tree.setUp());
		const plan = planFrom(settings.config, request.seed ?? randomInt(1, 1e6), scenario.plan);
		const shared = {
			port,
			scratch,
			stopwatch,
			progress,
			signal,
			keep: void 0,
			plan,
			scenario
		};
		const inspect = (accounts) => judgeBase(accounts, "");
		const measured = await measure({
			...shared,
			...prepared,
			explains: true,
			inspect
		});
		const judgement = judge({
			sha: "",
			processes: [],
			kinds: []
		}, measured, plan.limits, knownGrowth(settings.config));
		const finding = findingOf(judgement, request.finding);
		const sought = soughtLeak(finding, measured, judgement.classes);
		if (!sought) throw new CannotMeasure(`${finding.id} is no growth of a class, which cannot be bisected`);
		const code = revision.worktree ? randomUUID() : revision.sha;
		const circumstances = JSON.stringify([
			code,
			settings.config,
			settings.own,
			finding.id
		]);
		const found = await searchTraffic({
			...request,
			findingId: finding.id,
			sha: revision.sha,
			kinds: reachingKinds(scenario, measured),
			candidates: new TrafficCandidates(prepared, scenario, circumstances),
			oracle: (ended) => new MeasuringOracle({
				...shared,
				sought: atTheSlowest(sought),
				plan: {
					...plan,
					warmup: {
						fewest: measured.warmupRounds,
						most: measured.warmupRounds
					}
				},
				baseAccounts: measured.accounts,
				progress: () => {},
				signal: ended
			}),
			tell: (told) => trafficSentences(told)
		});
		const ref = revision.worktree ? "worktree" : revision.sha;
		const { perRequest, unit } = gaugeOf(finding, judgement.classes);
		const target = {
			ref,
			configFile,
			file: reproFile,
			leakPerRequest: perRequest / unit
		};
		const repro = reproOf(found.smallest, scenario, target);
		return {
			...found,
			finding,
			repro
		};
	} catch (_) {
		_usingCtx$1.e = _;
	} finally {
		await _usingCtx$1.d();
	}
}
const withoutScenarios = () => {
	throw new CannotMeasure("there are no scenarios to take requests from: name one with --scenario");
};
function findingOf({ findings }, id) {
	const leaks = findings.filter(isLeak);
	const [largest] = leaks.toSorted((a, b) => b.objectsPer1000 - a.objectsPer1000);
	if (!largest) throw new NothingLeaks("nothing leaks with this traffic: name the one that shows the leak with --scenario");
	const found = id === void 0 ? largest : leaks.find((leak) => leak.id === id);
	if (found) return found;
	throw new CannotMeasure(`no leak has the id "${id}" here: choose one of ${leaks.map((leak) => leak.id).join(", ")}`);
}
/** What the app's server answers itself is evidence of nothing. */
function reachingKinds({ kinds }, measured) {
	const reaching = new Set(measured.kinds.filter(({ reached }) => reached > 0).map(({ id }) => id));
	return kinds.filter(({ id }) => reaching.has(id));
}
/** Its pace is that of all kinds together: some alone leak more slowly. */
const atTheSlowest = (sought) => ({
	...sought,
	headPer1000: sought.headPer1000 / 2
});
export { bisectTraffic };
