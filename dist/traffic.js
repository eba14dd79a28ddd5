import { $ as measure, A as Stopwatch, E as probesToHalve, F as servedAs, G as reproOf, H as knownGrowth, I as readTraffic, L as resolveRevision, Q as judgeBase, U as Trial, W as controlOf, X as gaugeOf, Z as bootForProbes, dt as sessionPlan, et as checkOut, ft as lanesAskedFor, j as readSettings, m as givenTraffic, mt as reservePort, pt as planFrom, tt as privateTemporaryDirectory, v as smallestSet } from "./shared.js";
import { d as CannotMeasure, i as _usingCtx } from "./dump.js";
import { dn as isLeak, ln as judge, zt as ordinaryKinds } from "./report.js";
import { randomInt } from "node:crypto";
// src/bisect/traffic-prober.ts
/** Asks fresh processes whether some kinds of request make a finding grow. */
var TrafficProber = class {
	log = [];
	/** Whether time ran out: from then on no answer is known. */
	ranOut = false;
	#options;
	#deadlineMs;
	#answers = /* @__PURE__ */ new Map();
	constructor(options) {
		this.#options = options;
		this.#deadlineMs = performance.now() + options.budgetMs;
	}
	/** Sends `once`, then `repeated` again and again. What was asked before is not asked again. */
	probe = async (repeated, once) => {
		const question = {
			repeated: repeated.map(({ label }) => label),
			once: once.map(({ label }) => label)
		};
		const key = [repeated, once].map((kinds) => kinds.map(({ id }) => id).join("\n")).join("\n\n");
		const known = this.#answers.get(key);
		if (known !== void 0) return known;
		const startedMs = performance.now();
		this.ranOut ||= startedMs > this.#deadlineMs;
		if (this.ranOut) return "unknown";
		const { progress } = this.#options;
		const { answer, reason } = await this.#ask(repeated, once);
		const ms = Math.round(performance.now() - startedMs);
		this.#answers.set(key, answer);
		this.log.push({
			...question,
			answer,
			ms,
			...reason === void 0 ? {} : { reason }
		});
		const after = once.length > 0 ? `, after ${once.length} sent once` : "";
		progress(`probe ${this.log.length}: ${repeated.length} kinds of request${after}: ${answer}`);
		return answer;
	};
	async #ask(repeated, once) {
		const { boot, gauge, signal } = this.#options;
		try {
			try {
				var _usingCtx$2 = _usingCtx();
				const trial = _usingCtx$2.a(new Trial(await boot()));
				if (once.length > 0) await trial.playAlike(trial.usable, once);
				const { quiet, leaking } = await controlOf(trial, [gauge], repeated);
				if (leaking.length > 0) return { answer: "leaks" };
				return quiet.length > 0 ? { answer: "clean" } : {
					answer: "unknown",
					reason: "it grew too unevenly"
				};
			} catch (_) {
				_usingCtx$2.e = _;
			} finally {
				await _usingCtx$2.d();
			}
		} catch (error) {
			signal?.throwIfAborted();
			if (!(error instanceof CannotMeasure)) throw error;
			return {
				answer: "unknown",
				reason: error.message
			};
		}
	}
};
// src/bisect/traffic-roles.ts
/**
* The fewest of `kinds`, all of which together leak, that still do, and which of those need be sent only once: those
* after which others leak that did not before. `background`: kinds that those others may be.
*/
async function trafficRoles(kinds, background, probe) {
	const { culprits, unproven } = await smallestSet(kinds, (some) => probe(some, []));
	const triggers = [];
	const around = (kind) => kinds.filter((other) => other !== kind && !triggers.includes(other) && (culprits.includes(other) || background.includes(other)));
	for (const kind of culprits) {
		const others = around(kind);
		if (others.length === 0 || await probe(others, triggers) !== "clean") continue;
		if (await probe(others, [...triggers, kind]) === "leaks") triggers.push(kind);
	}
	const leaking = await leakingAfter(triggers, culprits.filter((kind) => !triggers.includes(kind)), around(), probe);
	const needed = [...triggers, ...leaking];
	return {
		triggers,
		leaking,
		unproven,
		innocent: kinds.filter((kind) => !needed.includes(kind))
	};
}
/** What leaks after the triggers: of the culprits what is left, or else the fewest of `others`. */
async function leakingAfter(triggers, rest, others, probe) {
	if (triggers.length === 0) return rest;
	if (rest.length > 0 && await probe(rest, triggers) === "leaks") return rest;
	return (await smallestSet(others, (some) => probe(some, triggers))).culprits;
}
/** Probes at most where `culprits` kinds leak together and no answer is unknown. */
function probesForTraffic(kinds, culprits) {
	const search = probesToHalve(kinds) + 1;
	return culprits * (search + 1) + 2 * culprits + 1 + search + 1;
}
// src/bisect/traffic.ts
/** There is nothing to look for: what leaked does not, or no longer. */
var NothingLeaks = class extends CannotMeasure {
	name = "NothingLeaks";
};
/**
* Finds the smallest set of requests that shows a leak of one revision, each probe in fresh processes. Throws
* `NothingLeaks` or `CannotMeasure`.
*/
async function bisectTraffic(request) {
	try {
		var _usingCtx$1 = _usingCtx();
		const { progress, signal } = request;
		const stopwatch = new Stopwatch();
		const run = _usingCtx$1.a(new AsyncDisposableStack());
		const scratch = run.use(await privateTemporaryDirectory("hg-")).path;
		const revision = await resolveRevision(request.repository, request.ref);
		const settings = await readSettings({
			...request,
			base: revision,
			head: revision
		});
		const common = {
			scratch,
			stopwatch,
			progress,
			signal,
			keep: void 0
		};
		const tree = run.use(await checkOut({
			...common,
			repository: request.repository,
			settings,
			label: "app",
			revision
		}));
		const { port } = run.use(await reservePort());
		const { scenario } = await trafficOf(request, tree.appDirectory, settings.config);
		const prepared = servedAs(scenario.plan, await tree.setUp());
		const plan = planFrom(settings.config, request.seed ?? randomInt(1, 1e6), scenario.plan);
		const inspect = (accounts) => judgeBase(accounts, "");
		const measured = await measure({
			...common,
			...prepared,
			port,
			plan,
			scenario,
			explains: true,
			inspect
		});
		const judgement = judge({
			sha: "",
			processes: [],
			kinds: []
		}, measured, plan.limits, knownGrowth(settings.config));
		const finding = findingOf(judgement, request.finding);
		const gauge = gaugeOf(finding, judgement.classes);
		const lanes = lanesAskedFor(plan, scenario.plan);
		let boots = plan.boot;
		const boot = () => {
			const session = sessionPlan(scenario, {
				...plan,
				boot: ++boots
			});
			return bootForProbes({
				...common,
				revision: prepared,
				port,
				processes: plan.processes,
				lanes,
				session
			});
		};
		const reaching = new Set(measured.kinds.filter(({ reached }) => reached > 0).map(({ id }) => id));
		const sent = scenario.kinds.filter(({ id }) => reaching.has(id));
		const kinds = [...ordinaryKinds(sent), ...sent.filter(({ hostile }) => hostile)];
		const prober = new TrafficProber({
			boot,
			gauge,
			budgetMs: request.budgetMs,
			progress,
			signal
		});
		const bound = probesForTraffic(kinds.length, 2);
		progress(`at most ${bound} probes for a leak that takes two kinds of request together, of ${kinds.length}`);
		if (await prober.probe(kinds, []) !== "leaks") throw new NothingLeaks("the leak did not show again where the requests were sent in turn: name another one with --finding");
		const roles = await trafficRoles(kinds, ordinaryKinds(kinds), prober.probe);
		const repro = reproOf([...roles.triggers, ...withOrdinary(roles.leaking, kinds)], {
			ref: revision.worktree ? "worktree" : revision.sha,
			configFile: request.configFile,
			file: request.reproFile
		});
		return {
			...roles,
			finding,
			bound,
			probes: prober.log,
			ranOut: prober.ranOut,
			repro
		};
	} catch (_) {
		_usingCtx$1.e = _;
	} finally {
		await _usingCtx$1.d();
	}
}
async function trafficOf({ scenarioFile }, appDirectory, config) {
	if (scenarioFile !== void 0) return await givenTraffic(scenarioFile, config);
	return await readTraffic([appDirectory, appDirectory], config, () => {
		throw new CannotMeasure("there are no scenarios to take requests from: name one with --scenario");
	});
}
function findingOf({ findings }, id) {
	const leaks = findings.filter(isLeak);
	const [largest] = leaks.toSorted((a, b) => b.objectsPer1000 - a.objectsPer1000);
	if (!largest) throw new NothingLeaks("nothing leaks with this traffic: name the one that shows the leak with --scenario");
	const found = id === void 0 ? largest : leaks.find((leak) => leak.id === id);
	if (found) return found;
	throw new CannotMeasure(`no leak has the id "${id}" here: choose one of ${leaks.map((leak) => leak.id).join(", ")}`);
}
/** A scenario needs an ordinary request, whatever leaks. */
function withOrdinary(leaking, kinds) {
	if (leaking.some(({ hostile }) => !hostile)) return leaking;
	return [...leaking, ...ordinaryKinds(kinds).slice(0, 1)];
}
export { NothingLeaks, bisectTraffic };
