import type { DominatorTree } from './dominators.ts';
import type { HeapGraph } from './graph.ts';

/**
 * Retained bytes by label, an index into `graph.names`. Only the topmost objects of a class count: one that another of
 * its class dominates is within that one's retained size already. Classes that hold each other overlap.
 */
export function retainedByClass(graph: HeapGraph, tree: DominatorTree): Float64Array {
  const bytes = new Float64Array(graph.names.length);
  /** By label, where in the tree's order the last topmost object of it ends. */
  const insideUntil = new Uint32Array(graph.names.length);
  for (let i = 0; i < tree.order.length; i++) {
    const node = tree.order[i] ?? 0;
    const label = graph.labels[node] ?? 0;
    if (i < (insideUntil[label] ?? 0)) continue;
    insideUntil[label] = i + (tree.retainedObjects[node] ?? 0);
    bytes[label] = (bytes[label] ?? 0) + (tree.retainedBytes[node] ?? 0);
  }
  return bytes;
}
