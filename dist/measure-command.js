import { p as runRequest, t as measureRevision } from "./shared.js";
import { a as renderMeasurementJson } from "./schema.js";
import { _ as progressing, b as writeOutput, g as printResult, p as assertWritable, s as renderMeasurement, v as terminalOptions, y as timingLines } from "./report.js";
import { r as exitStatus } from "./front.js";
// src/cli/measure-command.ts
/** `heapgate measure` in the current folder. There is no verdict, so what grows does not change the exit status. */
async function measureCommand(options, signal) {
	await assertWritable(options.json);
	const report = await progressing(options.quiet, (progress) => measureRevision({
		...runRequest(options),
		ref: options.ref,
		scenarioFile: options.scenario,
		progress,
		signal
	}));
	printResult(renderMeasurement(report, terminalOptions()));
	if (options.timings) printResult(timingLines(report.timings));
	await writeOutput(options.json, () => renderMeasurementJson(report));
	return exitStatus.pass;
}
export { measureCommand };
