import { bytesLimitOf, type Limits, limitOf } from './class-growth.ts';
import { grownPer1000, seriesOf } from './class-series.ts';
import { judgeGrowth } from './growth.ts';
import { ownRequestsOf, type ProcessSeries, talliesOf } from './measurement.ts';

/** A class that grows in one process by enough to be looked into. */
export interface Suspect {
  readonly name: string;
  readonly internal: boolean;
  readonly per1000: number;
  readonly bytesPer1000: number;
  /** Times the limit it grows; base is not known here. */
  readonly timesLimit: number;
}

/** Growth from this share of its limit on is looked into: where it accumulates decides whether it is a leak of base's. */
const suspiciousShare = 0.5;

/** Classes that grow in `process`, by objects or by bytes, the most suspicious first. */
export function suspectsIn(process: ProcessSeries, limits: Limits): Suspect[] {
  const suspects: Suspect[] = [];
  const last = process.points.at(-1)?.census;
  for (const internal of [false, true]) {
    for (const name of (internal ? last?.internals : last?.classes)?.keys() ?? []) {
      const suspect = { name, internal, ...growthOf(process, name, internal, limits) };
      if (suspect.timesLimit >= suspiciousShare) suspects.push(suspect);
    }
  }
  return suspects.sort((a, b) => b.timesLimit - a.timesLimit);
}

/** Classes of the program whose counts rose past their limit without a shape that could be called. */
export function isUnsettled(process: ProcessSeries, limits: Limits): boolean {
  const requests = ownRequestsOf(process);
  const span = (requests.at(-1) ?? 0) / 1000;
  for (const name of process.points.at(-1)?.census.classes.keys() ?? []) {
    const growth = judgeGrowth(
      requests,
      talliesOf(process, name, false).map((tally) => tally.objects),
    );
    if (growth.state === 'flat' && growth.net >= limitOf(name, false, limits) * span && growth.net > 0)
      return true;
  }
  return false;
}

function growthOf(process: ProcessSeries, name: string, internal: boolean, limits: Limits) {
  const bytesLimit = bytesLimitOf(name, limits);
  const { objects, size } = seriesOf(process, name, internal, bytesLimit);
  const per1000 = grownPer1000(objects);
  const bytesPer1000 = internal ? 0 : grownPer1000(size);
  return {
    timesLimit: Math.max(per1000 / limitOf(name, internal, limits), bytesPer1000 / bytesLimit),
    per1000,
    bytesPer1000,
  };
}
