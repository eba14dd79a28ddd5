import { C as CannotMeasure } from "./dump.js";
import { r as exitStatus } from "./front.js";
// src/cli/bisect-run.ts
/** Checks, and searches for what brought the leak. Answers the exit status: without a culprit, it is inconclusive. */
async function runBisect(options, method, signal) {
	const { defaultLogFile } = await import("./default-log-file.js");
	const { assertUsableLog } = await import("./probe-log.js");
	const { check } = await import("./check.js");
	const { assertWritable, progressing } = await import("./output.js");
	const { assertApart } = await import("./output-guard.js");
	const { resolveRevisions } = await import("./commits2.js");
	const { runRequest } = await import("./run-options.js");
	const { json, html, markdown } = options;
	const { overrides, ...request } = runRequest(options);
	const logFile = options.log ?? defaultLogFile(request.repository);
	assertApart({ log: logFile }, json, html, markdown);
	await assertWritable(json, html, markdown);
	await assertUsableLog(logFile);
	const revisions = {
		base: options.base,
		head: options.head
	};
	await method.assertPossible(request.repository, await resolveRevisions(request.repository, revisions));
	return await concludeBisect(await progressing(options.quiet, (progress) => {
		progress(`bisect: probes are logged in ${logFile}`);
		return check({
			...request,
			revisions,
			overrides: {
				...overrides,
				"trigger-seconds": 0
			},
			findCulprit: method.search({
				logFile,
				budgetMs: options.budget * 6e4
			}),
			progress,
			signal
		});
	}), options);
}
/** Publishes what a search came to. Answers the exit status: without a culprit, it is inconclusive. */
async function concludeBisect(report, options) {
	const { publish } = await import("./check-command.js");
	await publish(report, options);
	const doubt = doubtAbout(report);
	if (doubt === void 0) return exitStatus.pass;
	process.stderr.write(`heapgate: ${doubt}\n`);
	return exitStatus.inconclusive;
}
/** Why a search has named nothing; `undefined` where it has. */
function doubtAbout({ verdict, findings, bisect }) {
	if (verdict !== "regression") return "the regression does not show here, so there is nothing to bisect";
	if (!bisect) return "what fails here is no growth of a class, which cannot be bisected";
	if (findings.every(({ culprit }) => culprit === void 0)) return "no culprit was found: see the notices above";
}
/** Explains a log, and measures nothing. */
async function replayLog(file, options) {
	for (const name of [
		"json",
		"html",
		"markdown"
	]) if (options[name] !== void 0) throw new CannotMeasure(`--replay explains a log and writes nothing: leave --${name} out`);
	const { readProbeLog } = await import("./probe-log.js");
	const { replayed } = await import("./replay.js");
	const { printResult } = await import("./output.js");
	printResult(replayed(await readProbeLog(file)));
	return exitStatus.pass;
}
export { concludeBisect, doubtAbout, replayLog, runBisect };
