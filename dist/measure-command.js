import { m as runRequest, t as measureRevision } from "./shared.js";
import { S as exitStatus, _ as printResult, b as timingLines, d as renderMeasurementJson, h as assertWritable, s as renderMeasurement, v as progressing, x as writeOutput, y as terminalOptions } from "./report.js";
// src/cli/measure-command.ts
/** `heapgate measure` in the current folder. There is no verdict, so what grows does not change the exit status. */
async function measureCommand(options, signal) {
	await assertWritable(options.json);
	const report = await progressing(options.quiet, (progress) => measureRevision({
		...runRequest(options),
		ref: options.ref,
		progress,
		signal
	}));
	printResult(renderMeasurement(report, terminalOptions()));
	if (options.timings) printResult(timingLines(report.timings));
	await writeOutput(options.json, () => renderMeasurementJson(report));
	return exitStatus.pass;
}
export { measureCommand };
