import type { Census } from '../../src/heap/census.ts';
import { AgentGone } from '../../src/runtimes/runtime.ts';
import { filledRequest } from '../../src/traffic/placeholder.ts';
import { requestTarget } from '../../src/traffic/request-bytes.ts';
import type { Kind } from '../../src/traffic/scenario.ts';
import type { Gauge } from '../../src/trigger/gauge.ts';
import type { Counted, ProbeApp } from '../../src/trigger/probe-app.ts';

/** What a kind of request does to the one class that is counted. */
export type Behaviour =
  | { readonly how: 'self'; readonly objects: number }
  /** From then on every ordinary request of the process adds `objects`. */
  | { readonly how: 'poison'; readonly objects: number }
  /** Each new target adds one entry. */
  | { readonly how: 'cache' }
  /** The process ends. */
  | { readonly how: 'kill' };

export interface AppSketch {
  readonly behaviours: ReadonlyMap<Kind, Behaviour>;
  readonly processes?: number;
  readonly lanes?: number;
  readonly canRenew?: boolean;
  /** Poison is a matter of all processes: a row in a database. */
  readonly isShared?: boolean;
  /** Objects by which the count moves at the n-th census, without a reason. */
  readonly noise?: (census: number) => number;
}

class SketchedProcess {
  count = 1000;
  rate = 0;
  readonly cached = new Set<string>();
}

/** An app of which it is known what each request does. */
export class SketchedApp implements ProbeApp {
  readonly lanes: number;
  readonly processes: number[];
  readonly canRenew: boolean;
  readonly #sketch: AppSketch;
  #all: SketchedProcess[];
  #censuses = 0;
  #numbers = 0;

  constructor(sketch: AppSketch) {
    this.#sketch = sketch;
    this.lanes = sketch.lanes ?? 2;
    this.canRenew = sketch.canRenew ?? true;
    this.processes = Array.from({ length: sketch.processes ?? 2 }, (_, number) => number);
    this.#all = this.processes.map(() => new SketchedProcess());
  }

  async play(steps: ReadonlyMap<number, readonly Kind[]>): Promise<Map<number, Counted>> {
    const counted = new Map<number, Counted>();
    for (const [number, kinds] of steps) {
      const reached = new Map<Kind, number>();
      for (let lane = 0; lane < this.lanes; lane++) {
        for (const kind of kinds) {
          this.#answer(number, kind);
          reached.set(kind, (reached.get(kind) ?? 0) + 1);
        }
      }
      counted.set(number, { census: this.#census(number), reached });
    }
    return counted;
  }

  #answer(number: number, kind: Kind): void {
    const process = this.#processOf(number);
    if (!kind.hostile) process.count += process.rate;
    const behaviour = this.#sketch.behaviours.get(this.#original(kind));
    switch (behaviour?.how) {
      case 'self':
        process.count += behaviour.objects;
        break;
      case 'poison':
        for (const each of this.#sketch.isShared ? this.#all : [process]) each.rate = behaviour.objects;
        break;
      case 'cache': {
        const target = requestTarget(filledRequest(kind.request, () => String(this.#numbers++)));
        if (!process.cached.has(target)) process.count++;
        process.cached.add(target);
        break;
      }
      case 'kill':
        throw new AgentGone(number, 'it was killed');
    }
  }

  /** A kind of which what varies was fixed is the same kind still. */
  #original(kind: Kind): Kind {
    return [...this.#sketch.behaviours.keys()].find(({ id }) => id === kind.id) ?? kind;
  }

  #processOf(number: number): SketchedProcess {
    const process = this.#all[number];
    if (!process) throw new RangeError(`there is no process ${number}`);
    return process;
  }

  #census(number: number): Census {
    const noise = this.#sketch.noise?.(this.#censuses++) ?? 0;
    const tally = { objects: this.#processOf(number).count + noise, bytes: 0 };
    return { classes: new Map([['Ticket', tally]]), internals: new Map() };
  }

  async renew(processes: readonly number[]): Promise<boolean> {
    this.#all = this.#all.map((process, number) =>
      processes.includes(number) ? new SketchedProcess() : process,
    );
    return true;
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

const tickets = ({ classes }: Census): number => classes.get('Ticket')?.objects ?? 0;

/** Of a finding of that class, which grew by `perRequest` objects as head was measured. */
export const ticketGauge = (perRequest: number): Gauge => ({
  findingId: 'tickets',
  perRequest,
  unit: 1,
  read: tickets,
  objects: tickets,
});
