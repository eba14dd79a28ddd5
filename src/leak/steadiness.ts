import { ownRequestsOf, type ProcessSeries, talliesOf } from './measurement.ts';

/** Differences up to this many objects a round are noise whatever the slope. */
const toleratedObjects = 3;
const toleratedShare = 0.25;

/**
 * Whether a process is warm: each class moved in the last round as much as in the one before. Not whether it stood
 * still, since a leaking process never does. Needs three censuses.
 */
export function isSteady(process: ProcessSeries): boolean {
  const [first, second, third] = ownRequestsOf(process).slice(-3);
  if (first === undefined || second === undefined || third === undefined) return false;
  const names = process.points.at(-1)?.census.classes.keys() ?? [];
  return [...names].every((name) => {
    const [a = 0, b = 0, c = 0] = talliesOf(process, name, false)
      .slice(-3)
      .map((tally) => tally.objects);
    const larger = Math.max(Math.abs(b - a), Math.abs(c - b));
    return Math.abs(c - b - (b - a)) <= Math.max(toleratedObjects, toleratedShare * larger);
  });
}
