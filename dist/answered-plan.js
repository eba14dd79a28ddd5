import { C as CannotMeasure } from "./dump.js";
import { C as FanOutAnswer, D as readMachineFile, E as planDigest, w as FanOutPlan } from "./shared.js";
import { p as discriminatedUnion } from "./schema.js";
// src/bisect/fan-out/answered-plan.ts
const PlanOrAnswer = discriminatedUnion("kind", [FanOutPlan, FanOutAnswer]);
/** Reads a plan that is to be probed. Throws `CannotMeasure`. */
function readPlan(file) {
	return readMachineFile(file, FanOutPlan, "a plan of heapgate bisect");
}
/** Reads one plan and the answers to it, in any order. Throws `CannotMeasure` where one is missing, foreign or there twice. */
async function readAnsweredPlan(files) {
	const plans = [];
	const answers = [];
	for (const file of files) {
		const content = await readMachineFile(file, PlanOrAnswer, "a plan or an answer of heapgate bisect");
		if (content.kind === "bisect plan") plans.push({
			file,
			content
		});
		else answers.push({
			file,
			content
		});
	}
	return {
		plan: thePlan(plans).content,
		answers: inOrder(thePlan(plans), answers)
	};
}
function thePlan([plan, other]) {
	if (!plan) throw new CannotMeasure("there is no plan among the files: give it beside the answers to it");
	if (other) throw new CannotMeasure(`${plan.file} and ${other.file} are both plans: give the one that was probed`);
	return plan;
}
function inOrder(plan, answers) {
	const { questions } = plan.content;
	const digest = planDigest(plan.content);
	const byCandidate = /* @__PURE__ */ new Map();
	for (const answer of answers) {
		const { file, content } = answer;
		if (content.plan !== digest) throw new CannotMeasure(`${file} answers another plan than ${plan.file}: give the answers of one round`);
		if (content.candidate > questions.length) throw new CannotMeasure(`${file} answers for candidate ${content.candidate}, and there are ${questions.length}: give the answers of one round`);
		const twin = byCandidate.get(content.candidate);
		if (twin) throw new CannotMeasure(`${twin.file} and ${file} both answer for candidate ${content.candidate}: give each once`);
		byCandidate.set(content.candidate, answer);
	}
	return questions.map((question, index) => {
		const found = byCandidate.get(index + 1);
		if (!found) throw new CannotMeasure(`the answer for candidate ${index + 1} of ${questions.length} is missing: give the JSON of every probe`);
		const { answer, reason, ms } = found.content;
		return {
			...question,
			answer,
			ms,
			...reason === void 0 ? {} : { reason }
		};
	});
}
export { readAnsweredPlan, readPlan };
