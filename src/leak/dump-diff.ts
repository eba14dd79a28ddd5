import type { HeapGraph } from '../heap/graph.ts';
import { type References, referencesOf } from '../heap/references.ts';
import { alignDumps, type GroupedHeap } from './aligned-groups.ts';
import { type DumpedClass, dumpedClasses } from './dump-classes.ts';
import { findHolderGrowth, type HolderGrowth } from './holder-growth.ts';

/** What grew over a series of dumps. */
export interface DumpDiff {
  /** Objects that a class or holder must gain from the first dump to the last to be told. */
  readonly threshold: number;
  readonly dumps: readonly DumpFacts[];
  readonly classes: readonly DumpedClass[];
  readonly holders: readonly HolderGrowth[];
}

export interface DumpFacts extends References {
  readonly file: string;
  readonly objects: number;
  readonly bytes: number;
  readonly skippedRows: number;
}

/** Something that grows in bytes alone has no count. One object of the threshold weighs as much as these bytes. */
const bytesPerObject = 1024;

/** Compares the heaps read from `files`, in order. No address is compared: they may be of several boots or commits. */
export function diffDumps(
  heaps: readonly GroupedHeap[],
  files: readonly string[],
  threshold: number,
): DumpDiff {
  const aligned = alignDumps(heaps);
  const smallest = { objects: threshold, bytes: threshold * bytesPerObject };
  return {
    threshold,
    dumps: heaps.map(({ graph }, i) => factsOf(files[i] ?? '', graph)),
    classes: aligned ? dumpedClasses(aligned.groups, aligned.count, smallest) : [],
    holders: aligned ? findHolderGrowth(aligned, smallest) : [],
  };
}

function factsOf(file: string, graph: HeapGraph): DumpFacts {
  let bytes = 0;
  for (let node = 0; node < graph.nodeCount; node++) bytes += graph.shallowBytes[node] ?? 0;
  const { nodeCount, skippedRows } = graph;
  return { file, objects: nodeCount, bytes, skippedRows, ...referencesOf(graph) };
}
