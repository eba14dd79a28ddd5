import { NodeKind } from '../heap/graph.ts';
import type { AlignedGroups } from './aligned-groups.ts';
import type { SmallestGrowth } from './growing-groups.ts';
import type { Growth } from './growth.ts';

/** One class over a series of dumps; what no root leads to is not counted. */
export interface DumpedClass {
  readonly name: string;
  /** Objects of the language's VM, which belong to no class of the program. */
  readonly internal: boolean;
  readonly state: Growth['state'];
  /** By dump. */
  readonly counts: readonly number[];
  readonly bytes: readonly number[];
  /** From the first dump to the last. */
  readonly objectsGained: number;
  readonly bytesGained: number;
}

/**
 * Classes that differ by `smallest` between the first dump and the last, those first that rise from every dump to the
 * next; of each sort most objects first.
 */
export function dumpedClasses(groups: AlignedGroups, dumps: number, smallest: SmallestGrowth): DumpedClass[] {
  const tallies = new Map<string, Tallies>();
  for (let row = 1; row < groups.count; row++) {
    const kind = groups.kind(row);
    if (isRootSet(groups, row)) continue;
    const name = groups.classNames[row] ?? '';
    const tally = tallies.get(name) ?? newTallies(kind, dumps);
    tallies.set(name, tally);
    for (let dump = 0; dump < dumps; dump++) {
      tally.counts[dump] = (tally.counts[dump] ?? 0) + groups.objects(row, dump);
      tally.bytes[dump] = (tally.bytes[dump] ?? 0) + groups.shallowBytes(row, dump);
    }
  }
  const weight = ({ state }: DumpedClass) => Number(state === 'growing');
  return [...tallies]
    .map(([name, tally]) => judged(name, tally, smallest))
    .filter(
      ({ objectsGained, bytesGained }) =>
        Math.abs(objectsGained) >= smallest.objects || Math.abs(bytesGained) >= smallest.bytes,
    )
    .sort(
      (a, b) =>
        weight(b) - weight(a) ||
        b.objectsGained - a.objectsGained ||
        b.bytesGained - a.bytesGained ||
        (a.name < b.name ? -1 : 1),
    );
}

interface Tallies {
  readonly internal: boolean;
  readonly counts: number[];
  readonly bytes: number[];
}

function newTallies(kind: NodeKind | undefined, dumps: number): Tallies {
  const zeros = () => Array.from({ length: dumps }, () => 0);
  const internal = kind === NodeKind.internal || kind === NodeKind.cache;
  return { internal, counts: zeros(), bytes: zeros() };
}

/** Roots have no objects of their own; a set of stale stack slots is of a kind like a cache. */
const isRootSet = (groups: AlignedGroups, row: number): boolean =>
  groups.parents[row] === 0 && groups.kind(row) !== NodeKind.thread;

function judged(name: string, { internal, counts, bytes }: Tallies, smallest: SmallestGrowth): DumpedClass {
  const objectsGained = gain(counts);
  const bytesGained = gain(bytes);
  const grows =
    (objectsGained >= smallest.objects && rises(counts)) || (bytesGained >= smallest.bytes && rises(bytes));
  const state = grows ? 'growing' : hasStopped(counts) ? 'saturating' : 'flat';
  return { name, internal, state, counts, bytes, objectsGained, bytesGained };
}

const gain = (values: readonly number[]): number => (values.at(-1) ?? 0) - (values[0] ?? 0);

const rises = (values: readonly number[]): boolean =>
  values.every((value, i) => i === 0 || value > (values[i - 1] ?? 0));

/** Rose, but no longer from the last dump but one to the last. */
const hasStopped = (values: readonly number[]): boolean => gain(values) > 0 && gain(values.slice(-2)) <= 0;
