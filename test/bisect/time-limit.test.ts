import { expect, test } from 'vitest';
import { OutOfTime } from '../../src/bisect/probes.ts';
import { TimeLimit, untilTimeRunsOut } from '../../src/bisect/time-limit.ts';

/** Settles as what is aborted does. */
const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

test('what runs when the time is over ends without a result', async () => {
  using time = new TimeLimit(performance.now() + 1, undefined);
  expect(await untilTimeRunsOut(() => aborted(time.signal))).toBeUndefined();
  expect(time.signal.reason).toBeInstanceOf(OutOfTime);
});

test('what the user ends is an error, and stays the user’s', async () => {
  const user = new AbortController();
  using time = new TimeLimit(Number.POSITIVE_INFINITY, user.signal);
  const running = untilTimeRunsOut(() => aborted(time.signal));
  user.abort(new Error('ended by SIGINT'));
  await expect(running).rejects.toThrow('ended by SIGINT');
});

test('more time than a timer can take is not none', () => {
  using time = new TimeLimit(performance.now() + 2 ** 40, undefined);
  expect(time.signal.aborted).toBe(false);
});
