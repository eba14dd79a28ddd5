import type { HeapGraph } from '../heap/graph.ts';

const unseen = 0;
/** Not only one set leads here. */
const shared = 0xffff_ffff;

/**
 * Retained sizes of several sets of nodes in one walk, in bytes: `setOf` has for each node the number of its set,
 * counted from 1, or 0. Answers by number what would be freed if all of one set went. Too little where a whole set
 * hangs on another one alone: the two are then counted apart.
 */
export function bytesHeld(graph: HeapGraph, setOf: Uint32Array, sets: number): Float64Array {
  const heldBy = heldByNode(graph, setOf);
  const bytes = new Float64Array(sets + 1);
  for (let node = 0; node < graph.nodeCount; node++) {
    if (heldBy[node] === unseen) continue;
    const by = setOf[node] || (heldBy[node] ?? shared);
    if (by !== shared) bytes[by] = (bytes[by] ?? 0) + (graph.shallowBytes[node] ?? 0);
  }
  return bytes;
}

/** By node: `unseen`, the one set that all ways to it lead through last, or `shared`. */
function heldByNode(graph: HeapGraph, setOf: Uint32Array): Uint32Array {
  const heldBy = new Uint32Array(graph.nodeCount);
  // A node waits once for what it is held by at first, and perhaps once more as shared.
  const waiting = new Uint32Array(2 * graph.nodeCount);
  let top = 0;
  const reach = (node: number, by: number): void => {
    const before = heldBy[node];
    if (before === by || before === shared) return;
    heldBy[node] = before === unseen ? by : shared;
    // What is in a set passes its own number on, whoever leads to it.
    if (before === unseen || setOf[node] === 0) waiting[top++] = node;
  };
  const edgeSets = [
    { starts: graph.edgeStarts, targets: graph.edgeTargets },
    { starts: graph.classEdgeStarts, targets: graph.classEdgeTargets },
  ];
  for (const { nodes } of graph.roots) for (const node of nodes) reach(node, shared);
  while (top > 0) {
    const node = waiting[--top] ?? 0;
    const by = setOf[node] || (heldBy[node] ?? shared);
    for (const { starts, targets } of edgeSets) {
      const end = starts[node + 1] ?? 0;
      for (let edge = starts[node] ?? 0; edge < end; edge++) reach(targets[edge] ?? 0, by);
    }
  }
  return heldBy;
}
