import { OutOfTime } from './probes.ts';

/** The longest time that a timer can take. */
const longestMs = 2 ** 31 - 1;

/** Ends what runs when its time is over, as when the user does. Dispose lets go of the timer. */
export class TimeLimit implements Disposable {
  readonly signal: AbortSignal;
  readonly #timer: NodeJS.Timeout;

  /** `deadlineMs`: on the clock of `performance.now`. `ended`: aborted by the user. */
  constructor(deadlineMs: number, ended: AbortSignal | undefined) {
    const over = new AbortController();
    const leftMs = Math.max(0, deadlineMs - performance.now());
    this.#timer = setTimeout(() => over.abort(new OutOfTime()), Math.min(leftMs, longestMs));
    this.signal = AbortSignal.any([over.signal, ...(ended ? [ended] : [])]);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}

/** What `work` comes to, or `undefined` where time ran out before. */
export async function untilTimeRunsOut<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OutOfTime) return undefined;
    throw error;
  }
}
