import type { HeapGraph } from './graph.ts';

/**
 * Retained size of a set of nodes, in bytes: what would be freed if all of `held` went, `held` itself included. Exact:
 * everything that cannot be reached from a root without passing through the set.
 */
export function retainedBytes(graph: HeapGraph, held: ReadonlySet<number>): number {
  const roots = graph.roots.flatMap((set) => [...set.nodes]);
  const alive = reach(graph, roots.filter((node) => !held.has(node)), (node) => held.has(node));
  const freed = reach(graph, [...held], (node) => alive[node] === 1);
  let bytes = 0;
  for (let node = 0; node < graph.nodeCount; node++) if (freed[node] === 1) bytes += graph.shallowBytes[node] ?? 0;
  return bytes;
}

/** Marks with 1 what can be reached from `seeds` without entering a node that `isBarred`. */
function reach(graph: HeapGraph, seeds: readonly number[], isBarred: (node: number) => boolean): Uint8Array {
  const seen = new Uint8Array(graph.nodeCount);
  const stack = [...seeds];
  for (const node of stack) seen[node] = 1;
  const follow = (starts: Uint32Array, targets: Uint32Array, node: number) => {
    const end = starts[node + 1] ?? 0;
    for (let edge = starts[node] ?? 0; edge < end; edge++) {
      const target = targets[edge] ?? 0;
      if (seen[target] === 1 || isBarred(target)) continue;
      seen[target] = 1;
      stack.push(target);
    }
  };
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    follow(graph.edgeStarts, graph.edgeTargets, node);
    follow(graph.classEdgeStarts, graph.classEdgeTargets, node);
  }
  return seen;
}
