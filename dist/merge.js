import { S as _usingCtx, v as formatQuantity } from "./dump.js";
import { S as checkOutAgain, _ as nextRound, at as withoutSecrets, b as methods, v as questionOf, y as roundLine } from "./shared.js";
import { pt as reportedProbes } from "./report.js";
// src/bisect/fan-out/merge.ts
/** Goes on with a search by what machines have answered. Throws `CannotMeasure`. */
const mergeAnswers = (answered, request) => withoutSecrets(request, (machine) => goOn(answered, machine));
async function goOn({ plan, answers }, { isLast, ...machine }) {
	try {
		var _usingCtx$1 = _usingCtx();
		const known = [...plan.answers, ...answers];
		const again = _usingCtx$1.a(await checkOutAgain(plan, machine));
		const search = _usingCtx$1.a(await methods[plan.of].ready(again.ground, plan.sought));
		const next = await nextRound(search, {
			known,
			machines: plan.machines,
			isLast
		});
		if ("named" in next) return { report: reportWith(next.named, search, plan, known.length) };
		const [round, questions] = [plan.round + 1, next.probes.map(questionOf)];
		machine.progress(roundLine(round, search, questions));
		return { plan: {
			...plan,
			round,
			answers: known.map((each) => ({ ...each })),
			questions
		} };
	} catch (_) {
		_usingCtx$1.e = _;
	} finally {
		await _usingCtx$1.d();
	}
}
/** The check's report, with the culprit where there is one. */
function reportWith({ culprit, notices, records }, { candidates, bound }, { report, sought, round }, probes) {
	const work = `${formatQuantity(probes, "probe")} in ${formatQuantity(round, "round")}`;
	return {
		...report,
		findings: report.findings.map((finding) => culprit && finding.id === sought.findingId ? {
			...finding,
			culprit
		} : finding),
		notices: [
			...report.notices,
			...notices,
			`bisected on several machines: ${work}`
		],
		bisect: {
			candidates: [...candidates],
			bound,
			probes: reportedProbes(records)
		}
	};
}
export { mergeAnswers };
