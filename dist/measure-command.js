import { $ as timingLines, Q as terminalOptions, Y as assertWritable, Z as printResult, c as renderMeasurementJson, et as writeOutput, o as runRequest, ot as exitStatus, r as progressing, s as renderMeasurement, t as measureRevision } from "./shared.js";
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
