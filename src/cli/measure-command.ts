import { measureRevision } from '../measure-revision.ts';
import { renderMeasurementJson } from '../report/json.ts';
import { renderMeasurement } from '../report/terminal.ts';
import { exitStatus } from './exit-status.ts';
import {
  assertWritable,
  printResult,
  progressing,
  terminalOptions,
  timingLines,
  writeOutput,
} from './output.ts';
import { type RunOptions, runRequest } from './run-options.ts';

export interface MeasureCommandOptions extends RunOptions {
  readonly ref: string;
  readonly scenario?: string;
}

/** `heapgate measure` in the current folder. There is no verdict, so what grows does not change the exit status. */
export async function measureCommand(options: MeasureCommandOptions, signal: AbortSignal): Promise<number> {
  await assertWritable(options.json);
  const report = await progressing(options.quiet, (progress) =>
    measureRevision({
      ...runRequest(options),
      ref: options.ref,
      scenarioFile: options.scenario,
      progress,
      signal,
    }),
  );
  printResult(renderMeasurement(report, terminalOptions()));
  if (options.timings) printResult(timingLines(report.timings));
  await writeOutput(options.json, () => renderMeasurementJson(report));
  return exitStatus.pass;
}
