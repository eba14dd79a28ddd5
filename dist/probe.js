import { C as CannotMeasure, S as _usingCtx, v as formatQuantity } from "./dump.js";
import { Z as version, mt as showChanges } from "./report.js";
import { E as planDigest, S as checkOutAgain, _ as nextRound, at as withoutSecrets, b as methods } from "./shared.js";
// src/bisect/fan-out/probe.ts
/** Measures one candidate of a plan, counted from 1. Throws `CannotMeasure`. */
const probeCandidate = (plan, candidate, request) => withoutSecrets(request, (machine) => measureOne(plan, candidate, machine));
async function measureOne(plan, candidate, machine) {
	try {
		var _usingCtx$1 = _usingCtx();
		const { questions, answers, machines } = plan;
		const question = questions[candidate - 1];
		if (!question) throw new CannotMeasure(`there is no candidate ${candidate} in the plan: it has ${formatQuantity(questions.length, "candidate")}`);
		const again = _usingCtx$1.a(await checkOutAgain(plan, machine));
		const search = _usingCtx$1.a(await methods[plan.of].ready(again.ground, plan.sought));
		const round = await nextRound(search, {
			known: answers,
			machines
		});
		const probe = "probes" in round ? round.probes[candidate - 1] : void 0;
		if (probe?.id !== question.id || probe.thorough !== question.thorough) throw new CannotMeasure(`candidate ${candidate} is another here than in the plan: give all machines the same package sources`);
		machine.progress(`bisect: measuring ${showChanges(question.changes)}`);
		const startedMs = performance.now();
		const { prepare } = probe.candidate;
		const told = await (probe.thorough ? again.oracle.confirm(prepare) : again.oracle.ask(prepare));
		const ms = Math.round(performance.now() - startedMs);
		return {
			kind: "bisect answer",
			schemaVersion: 1,
			heapgateVersion: version,
			plan: planDigest(plan),
			candidate,
			...told,
			ms
		};
	} catch (_) {
		_usingCtx$1.e = _;
	} finally {
		await _usingCtx$1.d();
	}
}
export { probeCandidate };
