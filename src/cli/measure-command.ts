import { measureRevision } from '../measure-revision.ts';
import { renderMeasurementJson } from '../report/json.ts';
import { renderMeasurement } from '../report/terminal.ts';
import { progressing } from './check-command.ts';
import { exitStatus } from './exit-status.ts';
import {
  assertWritable,
  type OutputOptions,
  printResult,
  terminalOptions,
  timingLines,
  writeOutput,
} from './output.ts';

export interface MeasureCommandOptions extends OutputOptions {
  readonly ref: string;
  readonly config?: string;
  readonly seed?: number;
  readonly keep?: string;
  readonly threshold?: number;
  readonly timings?: boolean;
}

/** `heapgate measure` in the current folder. There is no verdict, so what grows does not change the exit status. */
export async function measureCommand(options: MeasureCommandOptions, signal: AbortSignal): Promise<number> {
  await assertWritable(options.json);
  const report = await progressing(options.quiet, (progress) =>
    measureRevision({
      repository: process.cwd(),
      ref: options.ref,
      configFile: options.config,
      overrides: { threshold: options.threshold },
      seed: options.seed,
      keep: options.keep,
      progress,
      signal,
    }),
  );
  printResult(renderMeasurement(report, terminalOptions()));
  if (options.timings) printResult(timingLines(report.timings));
  await writeOutput(options.json, () => renderMeasurementJson(report));
  return exitStatus.pass;
}
