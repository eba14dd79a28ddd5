import { setTimeout as delay } from 'node:timers/promises';
import { CannotMeasure } from '../cannot-measure.ts';
import { describeExit, type Exit, type ShellCommand, ShellProcess } from './shell-process.ts';

export interface CommandRun extends ShellCommand {
  /** Revision and step, for messages: `base: setup`. */
  readonly label: string;
  readonly timeoutMs: number;
  /** Ends the run early; its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a command of the user's to its end, such as `setup` or `reset`, and then ends whatever it left running. Throws
 * `CannotMeasure` with its last log lines when it fails or takes too long.
 */
export async function runCommand(run: CommandRun): Promise<{ readonly ms: number }> {
  const { label, timeoutMs, signal } = run;
  signal?.throwIfAborted();
  const startedMs = performance.now();
  await using shell = ShellProcess.start({ graceMs: GRACE_MS, ...run });
  const outcome = await outcomeOf(shell, startedMs + timeoutMs, signal);
  const ms = performance.now() - startedMs;
  if (outcome !== undefined && outcome.code === 0) return { ms };
  await shell.stop();
  signal?.throwIfAborted();
  const problem =
    outcome === undefined
      ? `did not end within ${timeoutMs / 1000} s`
      : `failed with ${describeExit(outcome)}`;
  throw new CannotMeasure(`${label} ${problem}: ${oneLine(run.command)}`, {
    logTail: shell.logTail(LOG_LINES),
  });
}

/** How the command ended; `undefined` when it had to be given up. */
async function outcomeOf(
  shell: ShellProcess,
  deadlineMs: number,
  signal?: AbortSignal,
): Promise<Exit | undefined> {
  while (shell.exit === undefined && performance.now() < deadlineMs && !signal?.aborted) {
    await Promise.race([shell.exited, delay(LOOK_AGAIN_MS)]);
    // Finds daemons, such as Spring, before they change their title.
    shell.family.members();
  }
  return shell.exit;
}

const LOOK_AGAIN_MS = 100;
const LOG_LINES = 20;
/** What a command leaves running is of no use any more. */
const GRACE_MS = 1_000;

const oneLine = (command: string): string => command.trim().split('\n').join('; ');
