import type { HeapGraph } from './graph.ts';

/**
 * Retained size of a set of nodes, in bytes: what would be freed if all of `held` went, `held` itself included. Exact:
 * everything that cannot be reached from a root without passing through the set.
 */
export function retainedBytes(graph: HeapGraph, held: ReadonlySet<number>): number {
  const marks = new Uint8Array(graph.nodeCount);
  for (const node of held) marks[node] = Mark.barred;
  for (const { nodes } of graph.roots) markReachable(graph, nodes, Mark.alive, marks);
  for (const node of held) marks[node] = Mark.none;
  markReachable(graph, held, Mark.freed, marks);
  let bytes = 0;
  for (let node = 0; node < graph.nodeCount; node++) {
    if (marks[node] === Mark.freed) bytes += graph.shallowBytes[node] ?? 0;
  }
  return bytes;
}

const Mark = { none: 0, barred: 1, alive: 2, freed: 3 } as const;

/** Marks all that `seeds` reach with `mark`, without entering what has another mark. */
function markReachable(graph: HeapGraph, seeds: Iterable<number>, mark: number, marks: Uint8Array): void {
  const stack: number[] = [];
  const enter = (node: number) => {
    if (marks[node] !== Mark.none) return;
    marks[node] = mark;
    stack.push(node);
  };
  const follow = (starts: Uint32Array, targets: Uint32Array, node: number) => {
    const end = starts[node + 1] ?? 0;
    for (let edge = starts[node] ?? 0; edge < end; edge++) enter(targets[edge] ?? 0);
  };
  for (const seed of seeds) enter(seed);
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    follow(graph.edgeStarts, graph.edgeTargets, node);
    follow(graph.classEdgeStarts, graph.classEdgeTargets, node);
  }
}
