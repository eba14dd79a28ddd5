import { CannotMeasure } from '../cannot-measure.ts';
import type { Kind } from '../traffic/scenario.ts';
import { controlOf } from './control.ts';
import { Dose } from './dose.ts';
import type { Effect } from './effect.ts';
import type { Gauge } from './gauge.ts';
import { type Lot, probeKinds } from './kind-probe.ts';
import type { ProbeApp } from './probe-app.ts';
import { Trial } from './trial.ts';

export interface SearchOptions {
  readonly gauges: readonly Gauge[];
  /** Ordinary kinds, those that a round ends with last. */
  readonly ordinary: readonly Kind[];
  /** Hostile kinds, the suspected first. */
  readonly hostile: readonly Kind[];
  /** Each of these is tried by itself. */
  readonly suspected: ReadonlySet<Kind>;
  readonly boot: () => Promise<ProbeApp>;
  /** Whether time has run out. */
  readonly isOver: () => boolean;
  readonly progress: (line: string) => void;
}

/** Kinds to try one after the other, by what they do to some of the findings. */
interface Course {
  readonly gauges: readonly Gauge[];
  readonly noise: ReadonlyMap<Gauge, number>;
  /** Ordinary kinds that do not leak by themselves; those that turn out not to are added. */
  readonly innocent: Kind[];
  readonly candidates: Lot[];
}

/** A process that does not stand still after so many plays cannot show what makes it grow. */
const mostPlaysToWarmUp = 8;
/** What a new process costs at least, in plays. */
const playsToWarmUp = 3;
/** So many kinds that nothing speaks against are tried together. */
const mostAtOnce = 8;

/**
 * Finds out which kinds of request make findings grow, and how. An innocent kind leaves the process as it was, so that
 * the next one can be tried in it; one that was poisoned is replaced by a new one. Every kind that is named made a
 * finding grow in a process where it had stood still.
 */
export class TriggerSearch implements AsyncDisposable {
  /** Findings that stood still while only ordinary requests were sent. */
  readonly quiet = new Set<string>();
  readonly effects: Effect[] = [];
  /** Kinds that time did not suffice for, or after which a process ended. */
  readonly untried = new Set<Kind>();
  readonly #options: SearchOptions;
  #trial: Trial | undefined;
  /** Whether what poisons one process spreads to others; the first one that does shows it. */
  #spreads: boolean | undefined;

  constructor(options: SearchOptions) {
    this.#options = options;
  }

  /** Throws `CannotMeasure` when the app does not boot; what was found until then stands. */
  async run(): Promise<void> {
    const { gauges, ordinary, hostile, suspected } = this.#options;
    const { quiet, leaking, noise } = await controlOf(await this.#boot(), gauges, ordinary);
    for (const { findingId } of quiet) this.quiet.add(findingId);
    if (leaking.length > 0) {
      // What an ordinary request may have poisoned must not be there when the others are tried.
      await this.#drop();
      await this.#try({ gauges: leaking, noise, innocent: [], candidates: eachByItself(ordinary) });
    }
    const guilty = new Set(this.effects.map(({ kind }) => kind));
    const innocent = ordinary.filter((kind) => !guilty.has(kind));
    const told = leaking.filter((gauge) =>
      this.effects.some(({ findingId }) => findingId === gauge.findingId),
    );
    const lots = [
      ...eachByItself(hostile.filter((kind) => suspected.has(kind))),
      ...together(hostile.filter((kind) => !suspected.has(kind))),
    ];
    if (quiet.length > 0)
      await this.#try({ gauges: quiet, noise, innocent: [...ordinary], candidates: [...lots] });
    if (told.length > 0 && innocent.length > 0)
      await this.#try({ gauges: told, noise, innocent, candidates: [...lots] });
  }

  async #try(course: Course): Promise<void> {
    const { candidates } = course;
    for (const kind of candidates.flat()) this.untried.add(kind);
    while (candidates.length > 0 && !this.#options.isOver()) {
      const trial = await this.#ready(course);
      // Until a poison is known to stay in its process, the others show whether it does.
      const processes = this.#spreads === false ? trial.usable : trial.usable.slice(0, 1);
      const next = candidates.splice(0, processes.length);
      const tried = new Map(
        next.flatMap((lot, i) => {
          const process = processes[i];
          return process === undefined ? [] : [[process, lot] as const];
        }),
      );
      try {
        const unclear = await this.#probe(tried, trial, course);
        for (const kind of next.flat()) if (!unclear.includes(kind)) this.untried.delete(kind);
        candidates.unshift(...eachByItself(unclear));
      } catch (error) {
        if (!(error instanceof CannotMeasure)) throw error;
        await this.#drop();
        candidates.unshift(...eachByItself(next.filter(({ length }) => length > 1).flat()));
      }
    }
  }

  /** Answers which kinds have to be tried again, each by itself. */
  async #probe(tried: ReadonlyMap<number, Lot>, trial: Trial, course: Course): Promise<readonly Kind[]> {
    const { gauges, noise, innocent, candidates } = course;
    const names = [...tried.values()].map(showLot).join(' and ');
    this.#options.progress(`trigger: trying ${names}, ${candidates.flat().length} to go`);
    const dose = new Dose(gauges, trial.lanes, noise);
    const controls = this.#spreads === undefined ? trial.usable.filter((process) => !tried.has(process)) : [];
    const { effects, unclear, poisoned, spreads } = await probeKinds(tried, controls, {
      trial,
      gauges,
      dose,
      innocent,
    });
    this.effects.push(...effects);
    const guilty = new Set(effects.map(({ kind }) => kind));
    innocent.push(...[...tried.values()].flat().filter((kind) => !kind.hostile && !guilty.has(kind)));
    if (poisoned.length > 0 && controls.length > 0) this.#spreads = spreads;
    if (poisoned.length > 0 && this.#spreads) trial.spendAll();
    for (const process of poisoned) trial.spend(process);
    return unclear;
  }

  /** A boot with at least one process that nothing has poisoned, in which the findings stand still. */
  async #ready(course: Course): Promise<Trial> {
    if (this.#trial && this.#trial.usable.length > 0 && !this.#isWorthRenewing(this.#trial, course))
      return this.#trial;
    if (this.#trial && !(await this.#trial.renew())) await this.#drop();
    const trial = this.#trial ?? (await this.#boot());
    await this.#warmUp(trial, course);
    return trial;
  }

  /** To try kinds side by side is quicker, but a new process has to be warmed up first. */
  #isWorthRenewing({ renewable }: Trial, { candidates }: Course): boolean {
    return this.#spreads === false && renewable > 0 && candidates.length > playsToWarmUp;
  }

  async #warmUp(trial: Trial, { gauges, noise, innocent }: Course): Promise<void> {
    const dose = new Dose(gauges, trial.lanes, noise);
    const steps = dose.ordinary(innocent);
    for (let play = 0; play < mostPlaysToWarmUp; play++) {
      const gains = [...(await trial.playAlike(trial.usable, steps)).values()];
      const isStill = gains.every((gain) => gauges.every((gauge) => gain.of(gauge) < dose.limit(gauge)));
      if (steps.length === 0 || (gains.length > 0 && isStill)) return;
    }
    throw new CannotMeasure(
      'a process that was just started grows by ordinary requests, as no other did before',
    );
  }

  async #boot(): Promise<Trial> {
    this.#trial = new Trial(await this.#options.boot());
    return this.#trial;
  }

  async #drop(): Promise<void> {
    await this.#trial?.[Symbol.asyncDispose]();
    this.#trial = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#drop();
  }
}

const eachByItself = (kinds: readonly Kind[]): Lot[] => kinds.map((kind) => [kind]);

function together(kinds: readonly Kind[]): Lot[] {
  const lots = Math.ceil(kinds.length / mostAtOnce);
  return Array.from({ length: lots }, (_, lot) => kinds.slice(lot * mostAtOnce, (lot + 1) * mostAtOnce));
}

const showLot = ([first, ...others]: Lot): string =>
  others.length === 0 ? `${first?.label}` : `${first?.label} and ${others.length} more`;
