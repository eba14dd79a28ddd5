import { CannotMeasure } from '../cannot-measure.ts';
import { leftOutOfRecording, type Recorded, record } from '../record.ts';
import { formatQuantity } from '../report/numbers.ts';
import { exitStatus } from './exit-status.ts';
import { keptFacts, keptLines } from './kept-lines.ts';
import {
  assertWritable,
  type OutputOptions,
  printFailure,
  printResult,
  progressing,
  writeOutput,
} from './output.ts';

export interface RecordOptions extends OutputOptions {
  readonly target: string;
  readonly listen?: number;
  readonly out: string;
  readonly force?: boolean;
  readonly allowRemote?: boolean;
}

/** `heapgate record`: a scenario from what passes to an app. Answers the exit status. */
export async function recordCommand(
  command: readonly string[],
  options: RecordOptions,
  signal: AbortSignal,
): Promise<number> {
  try {
    return await recordAndTell(command, options, signal);
  } catch (error) {
    // Ctrl-C is the normal end here, and not why something fails after it.
    printFailure(error);
    return exitStatus.cannotMeasure;
  }
}

async function recordAndTell(
  command: readonly string[],
  options: RecordOptions,
  signal: AbortSignal,
): Promise<number> {
  const { target, listen, out, force = false, allowRemote = false, json, quiet } = options;
  await assertWritable(out, json);
  const recorded = await progressing(quiet, (progress) =>
    record({ target, listen, out, force, allowRemote, command, progress, signal }),
  );
  printResult(summary(recorded, out));
  await writeOutput(json, () => `${JSON.stringify(facts(recorded, out), undefined, 2)}\n`);
  const { commandEnd } = recorded;
  if (commandEnd === undefined || commandEnd === 'interrupted' || !commandEnd.isFailure)
    return exitStatus.pass;
  throw new CannotMeasure(
    `the command failed with ${commandEnd.how}: ${out} holds what it asked for until then`,
  );
}

function summary(recorded: Recorded, out: string): string {
  const { recording, selection, commandEnd } = recorded;
  return [
    `Recorded ${formatQuantity(recording.requests, 'request')}.`,
    ...leftOutOfRecording(recording, selection),
    ...keptLines(recorded, out),
    ...(commandEnd === 'interrupted' ? ['The command was ended before it was done.'] : []),
  ].join('\n');
}

function facts(recorded: Recorded, out: string): object {
  const { recording, commandEnd } = recorded;
  return {
    out,
    requests: recording.requests,
    leftOut: Object.fromEntries(recording.leftOut),
    ...keptFacts(recorded),
    ...(commandEnd === undefined ? {} : { command: commandEnd }),
    passed: recording.passed,
  };
}
