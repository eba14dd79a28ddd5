import { randomUUID } from 'node:crypto';
import { platform } from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { RUN_VARIABLE } from '../../app/process-family.ts';
import { initialEnvironment, liveProcesses } from '../../app/process-table.ts';
import { CannotMeasure } from '../../cannot-measure.ts';

/** How a command ended that was run to be recorded: by itself, well or not, or since it was told to. */
export type CommandEnd = { readonly isFailure: boolean; readonly how: string } | 'interrupted';

/**
 * What the runners of browser tests take for the address of the app; the first is ours, for all others. `PORT` is not
 * among them: a command that starts the app itself would start it there.
 */
export const addressVariables = [
  'HEAPGATE_TARGET_URL',
  'BASE_URL',
  'CAPYBARA_APP_HOST',
  'CYPRESS_BASE_URL',
  'PLAYWRIGHT_TEST_BASE_URL',
] as const;

/** Tests that run side by side would each start an app, where only one can have the target's port. */
const oneAtATime = { PARALLEL_WORKERS: '1' };

/** In a terminal, Ctrl-C has reached the command too, which may have a result to show. */
const graceMs = 1_000;
/** Browsers take their time to close. */
const killAfterMs = 3_000;

/**
 * Runs a command of the user's as their shell would, on their terminal and with their environment, in which the
 * address of the app is `origin`, and `targetPort` where it is to start the app if it does. After an interruption
 * nothing that it started is left. Throws `CannotMeasure` when it cannot be started.
 */
export async function runRecorded(
  command: readonly string[],
  { origin, targetPort }: { readonly origin: string; readonly targetPort: number },
  signal: AbortSignal,
): Promise<CommandEnd> {
  if (signal.aborted) return 'interrupted';
  const [file = '', ...args] = command;
  const token = randomUUID();
  const running = execa(file, args, {
    env: {
      ...oneAtATime,
      ...Object.fromEntries(addressVariables.map((name) => [name, origin])),
      CAPYBARA_SERVER_PORT: String(targetPort),
      [RUN_VARIABLE]: token,
    },
    stdio: 'inherit',
    // Done by handling Ctrl-C itself, after which heapgate would be ended before it has written anything.
    cleanup: false,
    reject: false,
  });
  const interrupted = Promise.withResolvers<void>();
  const stop = () => interrupted.resolve(stopAll(running, token));
  signal.addEventListener('abort', stop, { once: true });
  const { exitCode, signal: endSignal, code } = await running;
  signal.removeEventListener('abort', stop);
  if (code !== undefined && exitCode === undefined && endSignal === undefined)
    throw new CannotMeasure(`cannot run ${file} (${code}): check its name`);
  if (signal.aborted) {
    await interrupted.promise;
    return 'interrupted';
  }
  const how = endSignal === undefined ? `exit code ${exitCode}` : `signal ${endSignal}`;
  return { isFailure: exitCode !== 0, how };
}

/** A command that runs; resolves when it has ended. */
interface RunningCommand extends Promise<unknown> {
  kill(): boolean;
}

/** Ends a command and all that it started; elsewhere than on Linux, the command alone. */
async function stopAll(running: RunningCommand, token: string): Promise<void> {
  await Promise.race([running, delay(graceMs)]);
  running.kill();
  signalAll(token, 'SIGTERM');
  await Promise.race([running, delay(killAfterMs)]);
  signalAll(token, 'SIGKILL');
}

/**
 * Sends a signal to all processes that were started with `token` in their environment. By nothing else may they be told:
 * the session and the terminal are those of the user's shell.
 */
function signalAll(token: string, signal: NodeJS.Signals): void {
  if (platform !== 'linux') return;
  for (const { pid } of liveProcesses()) {
    if (!initialEnvironment(pid).includes(`${RUN_VARIABLE}=${token}`)) continue;
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended since.
    }
  }
}
