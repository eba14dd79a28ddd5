import { type ClassSeries, grownPer1000, seriesIn, unevenPer1000, worst } from './class-series.ts';
import { fewestCensuses, type Growth } from './growth.ts';
import { type Measurement, ownRequestsOf, type ProcessSeries, processName } from './measurement.ts';

/** How much growth is too much. */
export interface Limits {
  /** Objects of one class per 1,000 own requests, beyond base. */
  readonly threshold: number;
  /** The same for single classes. */
  readonly thresholds: Readonly<Record<string, number>>;
}

/** One class at base and head, each in the process it grew most in. */
export interface ClassGrowth {
  readonly name: string;
  readonly internal: boolean;
  readonly state: Growth['state'];
  readonly process: string;
  readonly requests: readonly number[];
  readonly counts: readonly number[];
  readonly bytes: readonly number[];
  readonly basePer1000: number;
  readonly headPer1000: number;
  readonly bytesPer1000: number;
  /** Grows past its limit on head, beyond base and `worsenedFactor` times as fast. */
  readonly over: boolean;
  /** Times the limit that head grows beyond base. */
  readonly timesLimit: number;
  /**
   * Rose past the limit, but too unevenly to call it growth; or grows as a class that goes on base without traffic, which
   * head was never left without.
   */
  readonly undecided: 'uneven' | 'never idle' | undefined;
  readonly withTimeAlone: boolean;
}

/** VM internals still move by tens after a warm-up: their limit is this many times as high. */
const internalsFactor = 5;
/** A growing buffer has no count. One object of the threshold weighs as much as these bytes. */
const bytesPerObject = 1024;

export function bytesLimitPer1000(limits: Limits): number {
  return limits.threshold * bytesPerObject;
}

/** Of one class: whoever allows more objects of it allows their bytes. */
export function bytesLimitOf(name: string, limits: Limits): number {
  return Math.max(limits.threshold, limitOf(name, false, limits)) * bytesPerObject;
}

export function limitOf(name: string, internal: boolean, limits: Limits): number {
  const own = Object.hasOwn(limits.thresholds, name) ? limits.thresholds[name] : undefined;
  return own ?? limits.threshold * (internal ? internalsFactor : 1);
}

/** The smallest growth that a run must be able to show. */
export function smallestLimit({ threshold, thresholds }: Limits): number {
  return Math.min(threshold, ...Object.values(thresholds));
}

/** Processes that answer requests and lived through enough censuses to be judged. */
export function judgedProcesses(measurement: Measurement): ProcessSeries[] {
  return measurement.processes.filter(
    (process) =>
      process.role === 'worker' &&
      process.points.length >= fewestCensuses &&
      (ownRequestsOf(process).at(-1) ?? 0) > 0,
  );
}

/** Every class seen in a judged process of either side: those past their limit first, then the fastest growing. */
export function compareClasses(base: Measurement, head: Measurement, limits: Limits): ClassGrowth[] {
  const baseProcesses = judgedProcesses(base);
  const headProcesses = judgedProcesses(head);
  const rows: ClassGrowth[] = [];
  for (const internal of [false, true]) {
    for (const name of namesIn([...baseProcesses, ...headProcesses], internal)) {
      const row = compareClass(name, internal, baseProcesses, headProcesses, limits);
      if (row) rows.push(row);
    }
  }
  return rows.sort(
    (a, b) => Number(b.over) - Number(a.over) || b.headPer1000 - a.headPer1000 || (a.name < b.name ? -1 : 1),
  );
}

function namesIn(processes: readonly ProcessSeries[], internal: boolean): Set<string> {
  const names = new Set<string>();
  for (const process of processes) {
    for (const point of [process.points[0], process.points.at(-1)]) {
      const census = internal ? point?.census.internals : point?.census.classes;
      for (const name of census?.keys() ?? []) names.add(name);
    }
  }
  return names;
}

function compareClass(
  name: string,
  internal: boolean,
  baseProcesses: readonly ProcessSeries[],
  headProcesses: readonly ProcessSeries[],
  limits: Limits,
): ClassGrowth | undefined {
  const bytesLimit = bytesLimitOf(name, limits);
  // Workers are exchangeable: which one a leak poisons is chance, so the worst of each side are compared.
  const headSeries = seriesIn(headProcesses, name, internal, bytesLimit);
  const baseSeries = seriesIn(baseProcesses, name, internal, bytesLimit);
  const worstOnHead = worst(headSeries);
  const base = worst(baseSeries);
  if (!worstOnHead) return undefined;
  const limit = limitOf(name, internal, limits);
  const onHead = grownPer1000(worstOnHead.objects);
  const onBase = grownPer1000(base?.objects);
  const beyondBase = onHead - onBase;
  // What grows most by bytes may be another process than what grows most by objects.
  const largestOnHead = worst(headSeries, 'size') ?? worstOnHead;
  const bytesOnHead = grownPer1000(largestOnHead.size);
  const bytesOnBase = grownPer1000(worst(baseSeries, 'size')?.size);
  const bytesBeyondBase = bytesOnHead - bytesOnBase;
  const span = (worstOnHead.requests.at(-1) ?? 0) / 1000;
  // Whole objects: a leak of exactly the limit shows as one object less when the last one is not due yet.
  const overByObjects =
    onHead > worsenedFactor * onBase &&
    Math.round(beyondBase * span) >= Math.max(1, Math.floor(limit * span));
  const overByBytes =
    !internal && bytesOnHead > worsenedFactor * bytesOnBase && bytesBeyondBase >= bytesLimit;
  const grows = overByObjects || overByBytes;
  const neverIdle =
    baseProcesses.some(({ goesWhenIdle }) => goesWhenIdle.has(name)) &&
    !headProcesses.some(({ wasIdle }) => wasIdle);
  const isOver = grows && !neverIdle;
  const uneven = internal || grows ? undefined : unevenRise(headSeries, baseSeries, limit);
  const head = uneven ?? (overByBytes && !overByObjects ? largestOnHead : worstOnHead);
  return {
    name,
    internal,
    state: head.objects.state === 'flat' && overByBytes ? 'growing' : head.objects.state,
    process: processName(head.process),
    requests: head.requests,
    counts: head.counts,
    bytes: head.bytes,
    basePer1000: base?.objects.per1000 ?? 0,
    headPer1000: head.objects.per1000,
    bytesPer1000: head.size.per1000,
    over: isOver,
    timesLimit: Math.max(beyondBase / limit, overByBytes ? bytesBeyondBase / bytesLimit : 0),
    undecided: uneven ? 'uneven' : grows && neverIdle ? 'never idle' : undefined,
    withTimeAlone: headProcesses.some((process) => process.growsWhenIdle.has(name)),
  };
}

/** What moved on base moves on head: only so many times as much is a rise of head's. */
const timesMoved = 3;

/**
 * Where it rose past its limit without a shape that could be called. Whichever process that is: a cache that fills in
 * another one, or slower growth there, must not hide it.
 */
function unevenRise(
  head: readonly ClassSeries[],
  base: readonly ClassSeries[],
  limit: number,
): ClassSeries | undefined {
  const [most] = head.toSorted((a, b) => unevenPer1000(b) - unevenPer1000(a));
  const movedOnBase = Math.max(0, ...base.map(({ netPer1000 }) => Math.abs(netPer1000)));
  const isRise = most && unevenPer1000(most) >= limit && unevenPer1000(most) > timesMoved * movedOnBase;
  return isRise ? most : undefined;
}

/** A leak that base has as well does not run at exactly the same rate: only one this many times as fast got worse. */
export const worsenedFactor = 1.5;

/** An existing leak got worse when it is this much faster, and by at least its limit. */
export const isMuchMore = (now: number, before: number, limit: number): boolean =>
  now > worsenedFactor * before && now - before >= limit;
