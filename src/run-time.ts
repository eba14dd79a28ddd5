/** The time that a run may take. What is not needed for a verdict is left out when it nears its end. */
export class RunTime {
  readonly #endsAtMs: number;
  readonly #now: () => number;

  /** `minutes` since the run began, `elapsedMs` ago; without them there is no end. */
  constructor(minutes: number | undefined, elapsedMs: number, now: () => number = () => performance.now()) {
    this.#now = now;
    this.#endsAtMs = minutes === undefined ? Number.POSITIVE_INFINITY : now() - elapsedMs + minutes * 60_000;
  }

  get leftMs(): number {
    return Math.max(0, this.#endsAtMs - this.#now());
  }

  /** When the first of `parts` that share what is left has to end, on the clock of `performance.now`. */
  endOfFirst(parts: number): number {
    return this.#now() + this.leftMs / parts;
  }
}
