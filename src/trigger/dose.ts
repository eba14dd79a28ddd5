import type { Kind } from '../traffic/scenario.ts';
import type { Gauge } from './gauge.ts';
import type { Gain } from './trial.ts';

/** Objects that a leak should add in one play, so that no chance hides it. */
const objectsToShow = 10;
/** Fewer objects are no growth, whatever the noise. */
const fewestObjects = 3;
const fewestOrdinary = 20;
const mostSteps = 500;
/** After the first request of a kind, loaded code and filled caches look like growth; this many tell it apart. */
const fewestRepeats = 2;
const mostHostileRepeats = 50;
/** A rate below is that of hardly any leak. */
const slowestPerRequest = 0.001;
/** Ordinary requests that leak do so by this share of what was measured: not every thread need be poisoned. */
const poisonedShare = 0.1;

/** How many requests it takes to show a finding, and what counts as growth. */
export class Dose {
  readonly #gauges: readonly Gauge[];
  readonly #lanes: number;
  readonly #noise: ReadonlyMap<Gauge, number>;
  readonly #factor: number;

  /** `noise`: how far each gauge moves without a reason; `factor`: times as many requests as should do. */
  constructor(
    gauges: readonly Gauge[],
    lanes: number,
    noise: ReadonlyMap<Gauge, number> = new Map(),
    factor = 1,
  ) {
    this.#gauges = gauges;
    this.#lanes = lanes;
    this.#noise = noise;
    this.#factor = factor;
  }

  /** Growth from which on it is no noise, in the unit of the gauge. */
  limit(gauge: Gauge): number {
    return Math.max(fewestObjects * gauge.unit, 3 * (this.#noise.get(gauge) ?? 0) + 1);
  }

  /** Whether what ordinary requests added is a leak. */
  isLeak(gauge: Gauge, gain: Gain): boolean {
    const expected = gauge.perRequest * gain.reached();
    return gain.of(gauge) >= Math.max(this.limit(gauge), poisonedShare * expected);
  }

  /** Ordinary steps of one lane: whole cycles of `kinds`, in their order, so that they always end alike. */
  ordinary(kinds: readonly Kind[]): Kind[] {
    if (kinds.length === 0) return [];
    const wanted = this.#factor * Math.max(fewestOrdinary, this.#steps(perRequest));
    const cycles = Math.ceil(Math.min(wanted, mostSteps) / kinds.length);
    return Array.from({ length: cycles }, () => kinds).flat();
  }

  /** How often one lane sends a kind that is tried, if it leaks by itself. */
  repeats({ hostile }: Kind): number {
    // A hostile kind is rare, so that it takes an object of each to be seen. Of the ordinary ones some leak, and
    // those then faster than all are measured to.
    const rate = (gauge: Gauge) =>
      hostile ? Math.max(perRequest(gauge), gauge.unit) : 2 * perRequest(gauge);
    const most = hostile ? mostHostileRepeats : mostSteps;
    return Math.max(fewestRepeats, Math.min(most, this.#steps(rate)));
  }

  #steps(rate: (gauge: Gauge) => number): number {
    const requests = this.#gauges.map((gauge) => this.#toShow(gauge) / rate(gauge));
    return Math.ceil(Math.max(0, ...requests) / this.#lanes);
  }

  #toShow(gauge: Gauge): number {
    return Math.max(objectsToShow * gauge.unit, 2 * this.limit(gauge));
  }
}

const perRequest = (gauge: Gauge): number => Math.max(gauge.perRequest, slowestPerRequest);
