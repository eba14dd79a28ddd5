const parts = ['setup', 'boot', 'replay', 'gc', 'dump'] as const;
type Part = (typeof parts)[number];

/** Where the wall time of a run goes, in milliseconds. */
export interface Timings {
  readonly totalMs: number;
  readonly setupMs: number;
  /** Starting the app and stopping it. */
  readonly bootMs: number;
  readonly replayMs: number;
  readonly gcMs: number;
  readonly dumpMs: number;
  /** heapgate's own share: the total less all the others. */
  readonly ownMs: number;
}

/** Times what the app under test does; the rest of the wall time is heapgate's own. */
export class Stopwatch {
  readonly #startedMs = performance.now();
  readonly #spentMs = new Map<Part, number>();

  async time<Result>(part: Part, work: () => Promise<Result>): Promise<Result> {
    const startedMs = performance.now();
    try {
      return await work();
    } finally {
      this.#spentMs.set(part, (this.#spentMs.get(part) ?? 0) + performance.now() - startedMs);
    }
  }

  get elapsedMs(): number {
    return performance.now() - this.#startedMs;
  }

  timings(): Timings {
    const spent = (part: Part) => Math.round(this.#spentMs.get(part) ?? 0);
    const totalMs = Math.round(this.elapsedMs);
    return {
      totalMs,
      setupMs: spent('setup'),
      bootMs: spent('boot'),
      replayMs: spent('replay'),
      gcMs: spent('gc'),
      dumpMs: spent('dump'),
      ownMs: Math.max(0, totalMs - parts.reduce((sum, part) => sum + spent(part), 0)),
    };
  }
}
