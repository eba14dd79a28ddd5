import { type DominatorTree, unreachable } from './dominators.ts';
import { type HeapGraph, NodeKind } from './graph.ts';
import { retainedByClass } from './retained-by-class.ts';

/** What one class takes. */
export interface ClassTotals {
  readonly name: string;
  /** Objects of the language's VM, which belong to no class of the program. */
  readonly internal: boolean;
  readonly objects: number;
  /** Those of `objects` that no root leads to. */
  readonly unreachableObjects: number;
  /** Shallow: of the objects alone. */
  readonly bytes: number;
  /** With all that only they keep alive; the topmost objects of the class alone count, so that nothing counts twice. */
  readonly retainedBytes: number;
}

/** Every class that has an object, the largest retained size first. */
export function classTotals(graph: HeapGraph, tree: DominatorTree): ClassTotals[] {
  const { nodeCount, names, labels, kinds, shallowBytes } = graph;
  const objects = new Uint32Array(names.length);
  const unreachableObjects = new Uint32Array(names.length);
  const bytes = new Float64Array(names.length);
  const internal = new Uint8Array(names.length);
  for (let node = 0; node < nodeCount; node++) {
    const label = labels[node] ?? 0;
    objects[label] = (objects[label] ?? 0) + 1;
    bytes[label] = (bytes[label] ?? 0) + (shallowBytes[node] ?? 0);
    if (tree.parents[node] === unreachable) unreachableObjects[label] = (unreachableObjects[label] ?? 0) + 1;
    const kind = kinds[node];
    if (kind === NodeKind.internal || kind === NodeKind.cache) internal[label] = 1;
  }
  const retainedBytes = retainedByClass(graph, tree);
  const totals = names.map((name, label) => ({
    name,
    internal: internal[label] === 1,
    objects: objects[label] ?? 0,
    unreachableObjects: unreachableObjects[label] ?? 0,
    bytes: bytes[label] ?? 0,
    retainedBytes: retainedBytes[label] ?? 0,
  }));
  return totals
    .filter((row) => row.objects > 0)
    .sort((a, b) => b.retainedBytes - a.retainedBytes || b.bytes - a.bytes || b.objects - a.objects);
}
