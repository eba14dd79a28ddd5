/** How a class's census moves over the requests that a process answered itself. */
export interface Growth {
  readonly state: 'flat' | 'saturating' | 'growing';
  /** Net growth from the first to the last census. */
  readonly net: number;
  readonly per1000: number;
  /** How far single censuses lie from the line through them, robustly: the noise of the series. */
  readonly residual: number;
  /** How often it fell by as much as it gained in all. */
  readonly falls: number;
}

/** Fewest censuses in one life of a process that say anything about growth. */
export const fewestCensuses = 4;
/** Net growth below this is never growth, whatever its shape. */
const fewestObjects = 5;
/** Net growth counts from this many residuals on. */
const residualsToCount = 3;
/** A series whose last part grows at less than this share of its mean slope is levelling off. */
const steadyShare = 0.4;
/** Each half of a run has at least this share of what is gained in all: what jumps once, at some census, is no growth. */
const halfShare = 0.1;
/** A single step of more than this share of the gain is such a jump, whatever flutters beside it. */
const stepShare = 0.75;

/**
 * Judges a series of `values` (objects, or bytes with `smallestNet` in bytes) over `requests` (own requests at each
 * census, rising). Growing: a net growth of at least `smallestNet` and of three residuals, a good part of it in
 * each half, and not levelling off. A slow leak skips rounds, so no rise in every round is asked for.
 */
export function judgeGrowth(
  requests: readonly number[],
  values: readonly number[],
  smallestNet: number = fewestObjects,
): Growth {
  const first = values[0] ?? 0;
  const last = values.at(-1) ?? 0;
  const span = (requests.at(-1) ?? 0) - (requests[0] ?? 0);
  const net = last - first;
  const slope = medianSlope(requests, values);
  const residual = typicalResidual(requests, values, slope);
  const growth = { net, per1000: slope * 1000, residual, falls: fallsOf(values, net) };
  if (span <= 0 || values.length < fewestCensuses || net < smallestNet) return { ...growth, state: 'flat' };

  const middle = Math.floor((values.length - 1) / 2);
  // Of three, so that one census taken at a busy moment does not make a leak look as if it levelled off.
  const midway = median(values.slice(middle - 1, middle + 2));
  const early = midway - first;
  const late = last - midway;
  const steady = tailSlope(requests, values) >= steadyShare * (net / span);
  if (
    net >= residualsToCount * residual &&
    Math.min(early, late) >= halfShare * net &&
    !isOneStep(values, net) &&
    steady
  ) {
    return { ...growth, per1000: (net / span) * 1000, state: 'growing' };
  }
  return { ...growth, state: hasLevelledOff(values, net) ? 'saturating' : 'flat' };
}

const isOneStep = (values: readonly number[], net: number): boolean =>
  values.some((value, i) => value - (values[i - 1] ?? value) > stepShare * net);

/**
 * Whether the last third moves by little of what was gained in all: a cache that has filled up. A quiet end after
 * bursts says nothing, since the next burst may only not be due yet.
 */
function hasLevelledOff(values: readonly number[], net: number): boolean {
  const tail = values.slice(-Math.max(3, Math.ceil(values.length / 3)));
  return Math.max(...tail) - Math.min(...tail) <= steadyShare * net && !comesInBursts(values, net);
}

function fallsOf(values: readonly number[], least: number): number {
  let [falls, highest] = [0, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    highest = Math.max(highest, value);
    if (least <= 0 || highest - value < least) continue;
    falls++;
    highest = value;
  }
  return falls;
}

const burstShare = 0.1;

/** Whether it stood still between two rises, each of them a good part of the whole. */
function comesInBursts(values: readonly number[], net: number): boolean {
  const rises = values.slice(1).map((value, i) => value - (values[i] ?? 0) >= burstShare * net);
  return rises.slice(rises.indexOf(true), rises.lastIndexOf(true)).includes(false);
}

/** The smallest growth per 1,000 requests that a series with this noise and length shows. */
export function smallestDetectablePer1000(ownRequests: number, residual: number): number {
  if (ownRequests <= 0) return Number.POSITIVE_INFINITY;
  return (Math.max(fewestObjects, residualsToCount * residual) / ownRequests) * 1000;
}

/** Requests that one process must answer for `smallestDetectablePer1000` to be at most half of `threshold`. */
export function requestsNeeded(threshold: number): number {
  return Math.ceil((fewestObjects / (threshold / 2)) * 1000);
}

/** Median of the slopes between all pairs of points (Theil–Sen): single outliers do not move it. */
function medianSlope(x: readonly number[], y: readonly number[]): number {
  const slopes: number[] = [];
  for (let i = 0; i < x.length; i++) {
    for (let j = i + 1; j < x.length; j++) {
      const run = (x[j] ?? 0) - (x[i] ?? 0);
      if (run > 0) slopes.push(((y[j] ?? 0) - (y[i] ?? 0)) / run);
    }
  }
  return median(slopes);
}

/** Median distance from the line, scaled to the standard deviation of normal noise. */
function typicalResidual(x: readonly number[], y: readonly number[], slope: number): number {
  const offsets = y.map((value, i) => value - slope * (x[i] ?? 0));
  const middle = median(offsets);
  return 1.4826 * median(offsets.map((offset) => Math.abs(offset - middle)));
}

/** Slope over the last third of the intervals, at least two. */
function tailSlope(x: readonly number[], y: readonly number[]): number {
  const from = Math.max(0, x.length - 1 - Math.max(2, Math.ceil((x.length - 1) / 3)));
  const run = (x.at(-1) ?? 0) - (x[from] ?? 0);
  return run > 0 ? ((y.at(-1) ?? 0) - (y[from] ?? 0)) / run : 0;
}

export function median(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
