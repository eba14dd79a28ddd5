import type { HeapGraph } from './graph.ts';

/**
 * Retained size of a set of nodes, in bytes: what would be freed if all of `held` went, `held` itself included. Exact:
 * everything that cannot be reached from a root without passing through the set.
 */
export function retainedBytes(graph: HeapGraph, held: Iterable<number>): number {
  const set = Uint32Array.from(held);
  /** 1 for what is not to be entered, or has been. */
  const closed = new Uint8Array(graph.nodeCount);
  for (const node of set) closed[node] = 1;
  for (const { nodes } of graph.roots) enter(graph, nodes, closed);
  for (const node of set) closed[node] = 0;
  return enter(graph, set, closed);
}

/** Enters and closes all that `seeds` reach and that is not closed. Answers its shallow bytes. */
function enter(graph: HeapGraph, seeds: Uint32Array, closed: Uint8Array): number {
  const { shallowBytes } = graph;
  const edgeSets = [
    { starts: graph.edgeStarts, targets: graph.edgeTargets },
    { starts: graph.classEdgeStarts, targets: graph.classEdgeTargets },
  ];
  // As long as it could get: memory that is never written to is never taken.
  const waiting = new Uint32Array(graph.nodeCount);
  let top = 0;
  for (const seed of seeds) {
    if (closed[seed] === 1) continue;
    closed[seed] = 1;
    waiting[top++] = seed;
  }
  let bytes = 0;
  while (top > 0) {
    const node = waiting[--top] ?? 0;
    bytes += shallowBytes[node] ?? 0;
    for (const { starts, targets } of edgeSets) {
      const start = starts[node] ?? 0;
      for (let edge = (starts[node + 1] ?? 0) - 1; edge >= start; edge--) {
        const target = targets[edge] ?? 0;
        if (closed[target] === 1) continue;
        closed[target] = 1;
        waiting[top++] = target;
      }
    }
  }
  return bytes;
}
