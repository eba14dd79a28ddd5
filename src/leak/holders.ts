import type { HeapGraph } from '../heap/graph.ts';
import { alignDumps, grouped } from './aligned-groups.ts';
import { findHolderGrowth, type HolderGrowth } from './holder-growth.ts';

/** A dump on the x-axis of growth. */
export interface DumpPoint {
  readonly graph: HeapGraph;
  readonly ownRequests: number;
}

/** Where a leak accumulates in a process that answers requests: its growth as rates. */
export interface Holder extends Omit<HolderGrowth, 'classes' | 'objects' | 'shallowBytes' | 'retainedBytes'> {
  /** What grows: the objects it holds itself, then all that hangs on them; most objects first. */
  readonly classes: readonly { readonly name: string; readonly objectsPer1000: number }[];
  readonly objectsPer1000: number;
  readonly shallowBytesPer1000: number;
  readonly retainedBytesPer1000: number;
}

/** Limits below which growth between dumps is not looked at, per 1,000 own requests. */
export interface HolderLimits {
  readonly objectsPer1000: number;
  readonly bytesPer1000: number;
}

/** Fewest dumps in which "rises every time" means anything. */
const fewestDumps = 3;

/** Finds what accumulates over `dumps` of one process, in order, at least `fewestDumps`. */
export function findHolders(dumps: readonly DumpPoint[], limits: HolderLimits): Holder[] {
  const aligned = alignDumps(dumps.map(({ graph }) => grouped(graph)));
  if (!aligned || dumps.length < fewestDumps) return [];
  const requests = Math.max(1, (dumps.at(-1)?.ownRequests ?? 0) - (dumps[0]?.ownRequests ?? 0));
  const per1000 = (value: number) => (value / requests) * 1000;
  const smallest = {
    objects: Math.max(dumps.length, (limits.objectsPer1000 * requests) / 1000),
    bytes: (limits.bytesPer1000 * requests) / 1000,
  };
  return findHolderGrowth(aligned, smallest).map(
    ({ classes, objects, shallowBytes, retainedBytes, ...rest }) => ({
      ...rest,
      classes: classes.map((entry) => ({ name: entry.name, objectsPer1000: per1000(entry.objects) })),
      objectsPer1000: per1000(objects),
      shallowBytesPer1000: per1000(shallowBytes),
      retainedBytesPer1000: per1000(retainedBytes),
    }),
  );
}
