import { type Growth, judgeGrowth } from './growth.ts';
import { ownRequestsOf, type ProcessSeries, talliesOf } from './measurement.ts';

/** One class in one process, by objects and by bytes. */
export interface ClassSeries {
  readonly process: ProcessSeries;
  readonly requests: number[];
  readonly counts: number[];
  readonly bytes: number[];
  readonly objects: Growth;
  readonly size: Growth;
  /** Objects gained from the first census to the last, per 1,000 own requests, whatever the shape. */
  readonly netPer1000: number;
}

/**
 * One class in each of `processes`; `bytesLimit` per 1,000 own requests. Only the worst of several processes that grow
 * alike is watched while idle.
 */
export function seriesIn(
  processes: readonly ProcessSeries[],
  name: string,
  internal: boolean,
  bytesLimit: number,
): ClassSeries[] {
  const goes = processes.some(({ goesWhenIdle }) => goesWhenIdle.has(name));
  const series = processes.map((process) => seriesOf(process, name, internal, bytesLimit));
  return goes
    ? series.map((each) => ({ ...each, objects: bounded(each.objects), size: bounded(each.size) }))
    : series;
}

/** What goes without traffic does not pile up, however many there are under traffic. */
const bounded = (growth: Growth): Growth =>
  growth.state === 'growing' ? { ...growth, state: 'saturating' } : growth;

/** `bytesLimit` per 1,000 own requests: of bytes, half of that is the least growth. */
export function seriesOf(
  process: ProcessSeries,
  name: string,
  internal: boolean,
  bytesLimit: number,
): ClassSeries {
  const tallies = talliesOf(process, name, internal);
  const requests = ownRequestsOf(process);
  const span = (requests.at(-1) ?? 0) / 1000;
  const counts = tallies.map((tally) => tally.objects);
  const bytes = tallies.map((tally) => tally.bytes);
  const objects = judgeGrowth(requests, counts);
  return {
    process,
    requests,
    counts,
    bytes,
    objects,
    size: judgeGrowth(requests, bytes, (bytesLimit * span) / 2),
    netPer1000: objects.net / Math.max(0.001, span),
  };
}

export const grownPer1000 = (growth: Growth | undefined): number =>
  growth?.state === 'growing' ? growth.per1000 : 0;

/** Of what rose without a shape that could be called. */
export const unevenPer1000 = ({ objects, netPer1000 }: ClassSeries): number =>
  objects.state !== 'flat' || comesAndGoes(objects) ? 0 : netPer1000;

/** Once may be chance. What is let go of again and again, as by a cleaner, does not pile up, wherever the last census caught it. */
const comesAndGoes = ({ falls }: Growth): boolean => falls >= 2;

/** A growing series before any other, then the steepest: by objects and then by bytes, or the other way round. */
export function worst(
  series: readonly ClassSeries[],
  first: 'objects' | 'size' = 'objects',
): ClassSeries | undefined {
  const second = first === 'objects' ? 'size' : 'objects';
  return series.toSorted(
    (a, b) =>
      grownPer1000(b[first]) - grownPer1000(a[first]) ||
      grownPer1000(b[second]) - grownPer1000(a[second]) ||
      b.objects.net - a.objects.net ||
      a.process.index - b.process.index,
  )[0];
}
