import type { Census } from '../heap/census.ts';
import type { Kind } from '../traffic/scenario.ts';
import type { Gauge } from './gauge.ts';
import type { Counted, ProbeApp } from './probe-app.ts';

/** What one play added in one process. */
export interface Gain {
  /** In the unit of the gauge. */
  of(gauge: Gauge): number;
  /** Objects of all classes of the finding. */
  objects(gauge: Gauge): number;
  /** How many requests of some kinds, or of all, the app answered. */
  reached(kinds?: readonly Kind[]): number;
}

/** One boot of the app, and which of its processes can still show what a request does. */
export class Trial implements AsyncDisposable {
  readonly #app: ProbeApp;
  readonly #before = new Map<number, Census>();
  readonly #spent = new Set<number>();

  constructor(app: ProbeApp) {
    this.#app = app;
  }

  get lanes(): number {
    return this.#app.lanes;
  }

  /** Processes that nothing has poisoned yet. */
  get usable(): number[] {
    return this.#app.processes.filter((process) => !this.#spent.has(process));
  }

  spend(process: number): void {
    this.#spent.add(process);
  }

  spendAll(): void {
    for (const process of this.#app.processes) this.spend(process);
  }

  /** Processes that can be replaced by new ones. */
  get renewable(): number {
    return this.#app.canRenew ? this.#spent.size : 0;
  }

  /** Has the poisoned processes replaced. Answers whether that was done; otherwise this boot is of no more use. */
  async renew(): Promise<boolean> {
    if (!this.#app.canRenew || !(await this.#app.renew([...this.#spent]))) return false;
    this.#before.clear();
    this.#spent.clear();
    return true;
  }

  /** Plays each process its steps. What a process gained in its first play is not known: nothing was counted before. */
  async play(steps: ReadonlyMap<number, readonly Kind[]>): Promise<Map<number, Gain>> {
    const gains = new Map<number, Gain>();
    for (const [process, counted] of await this.#app.play(steps)) {
      const before = this.#before.get(process);
      if (before) gains.set(process, gainOf(before, counted));
      this.#before.set(process, counted.census);
    }
    return gains;
  }

  /** Plays the same steps to some processes. */
  playAlike(processes: readonly number[], steps: readonly Kind[]): Promise<Map<number, Gain>> {
    return this.play(new Map(processes.map((process) => [process, steps])));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#app[Symbol.asyncDispose]();
  }
}

function gainOf(before: Census, { census, reached }: Counted): Gain {
  return {
    of: (gauge) => gauge.read(census) - gauge.read(before),
    objects: (gauge) => gauge.objects(census) - gauge.objects(before),
    reached: (kinds = [...reached.keys()]) => kinds.reduce((sum, kind) => sum + (reached.get(kind) ?? 0), 0),
  };
}
