import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { CannotMeasure } from '../../cannot-measure.ts';

/** How a command ended that was run to be recorded: by itself, well or not, or since it was told to. */
export type CommandEnd = { readonly isFailure: boolean; readonly how: string } | 'interrupted';

/** What the runners of browser tests take for the address of the app; ours is for all others. */
export const addressVariables = [
  'HEAPGATE_TARGET_URL',
  'CAPYBARA_APP_HOST',
  'CYPRESS_BASE_URL',
  'PLAYWRIGHT_TEST_BASE_URL',
] as const;

/** In a terminal, Ctrl-C has reached the command too, which may have a result to show. */
const graceMs = 1_000;

/**
 * Runs a command of the user's as their shell would, on their terminal and with their environment, in which the
 * address of the app is `origin`. Throws `CannotMeasure` when it cannot be started.
 */
export async function runRecorded(
  command: readonly string[],
  origin: string,
  signal: AbortSignal,
): Promise<CommandEnd> {
  if (signal.aborted) return 'interrupted';
  const [file = '', ...args] = command;
  const running = execa(file, args, {
    env: Object.fromEntries(addressVariables.map((name) => [name, origin])),
    stdio: 'inherit',
    // Done by handling Ctrl-C itself, after which heapgate would be ended before it has written anything.
    cleanup: false,
    reject: false,
  });
  const stop = async () => {
    await Promise.race([running, delay(graceMs, undefined, { ref: false })]);
    running.kill();
  };
  signal.addEventListener('abort', stop, { once: true });
  const { exitCode, signal: endSignal, code } = await running;
  signal.removeEventListener('abort', stop);
  if (code !== undefined && exitCode === undefined && endSignal === undefined)
    throw new CannotMeasure(`cannot run ${file} (${code}): check its name`);
  if (signal.aborted) return 'interrupted';
  const how = endSignal === undefined ? `exit code ${exitCode}` : `signal ${endSignal}`;
  return { isFailure: exitCode !== 0, how };
}
