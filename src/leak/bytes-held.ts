import type { HeapGraph } from '../heap/graph.ts';
import { type GroupTree, unreached } from '../heap/grouped-paths.ts';
import type { GroupedHeap } from './aligned-groups.ts';

const unseen = 0;
/** Not only one set leads here. */
const shared = 0xffff_ffff;

/**
 * Retained sizes of several sets of nodes in one walk, in bytes: `setOf` has for each node the number of its set,
 * counted from 1, or 0. Answers by number what would be freed if all of one set went. Too little where a whole set
 * hangs on another one alone: the two are then counted apart.
 */
export function bytesHeld({ graph, tree }: GroupedHeap, setOf: Uint32Array, sets: number): Float64Array {
  const heldBy = heldByNode(graph, tree, setOf);
  const bytes = new Float64Array(sets + 1);
  for (let node = 0; node < graph.nodeCount; node++) {
    if (heldBy[node] === unseen) continue;
    const by = setOf[node] || (heldBy[node] ?? shared);
    if (by !== shared) bytes[by] = (bytes[by] ?? 0) + (graph.shallowBytes[node] ?? 0);
  }
  return bytes;
}

/** By node: `unseen`, the one set that all ways to it lead through last, or `shared`. */
function heldByNode(graph: HeapGraph, tree: GroupTree, setOf: Uint32Array): Uint32Array {
  const heldBy = aliveWithoutSets(graph, tree, setOf);
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
  const follow = (node: number, by: number, { starts, targets }: (typeof edgeSets)[number]): void => {
    const end = starts[node + 1] ?? 0;
    for (let edge = starts[node] ?? 0; edge < end; edge++) {
      const target = targets[edge] ?? 0;
      if (heldBy[target] !== shared) reach(target, by);
    }
  };
  for (const { nodes } of graph.roots) for (const node of nodes) reach(node, shared);
  // Most of a heap is alive without the sets: its edges are followed in the order in which they lie in memory.
  for (const edges of edgeSets) {
    for (let node = 0; node < graph.nodeCount; node++) {
      if (heldBy[node] === shared) follow(node, setOf[node] || shared, edges);
    }
  }
  while (top > 0) {
    const node = waiting[--top] ?? 0;
    const by = setOf[node] || (heldBy[node] ?? shared);
    for (const edges of edgeSets) follow(node, by, edges);
  }
  return heldBy;
}

/** `shared` for the nodes of groups that no path over a set leads to, else `unseen`. */
function aliveWithoutSets({ nodeCount }: HeapGraph, tree: GroupTree, setOf: Uint32Array): Uint32Array {
  const isBehindSet = groupsBehindSets(tree, setOf);
  const heldBy = new Uint32Array(nodeCount);
  for (let node = 0; node < nodeCount; node++) {
    const group = tree.groupOf[node] ?? unreached;
    if (group !== unreached && isBehindSet[group] === 0) heldBy[node] = shared;
  }
  return heldBy;
}

/** 1 for the groups that have nodes of a set, and for all that they lead on to. */
function groupsBehindSets({ groups, groupOf }: GroupTree, setOf: Uint32Array): Uint8Array {
  const isBehind = new Uint8Array(groups.length);
  for (let node = 0; node < setOf.length; node++) {
    const group = groupOf[node] ?? unreached;
    if (setOf[node] !== 0 && group !== unreached) isBehind[group] = 1;
  }
  const waiting = groups.filter(({ id }) => isBehind[id] === 1);
  for (let group = waiting.pop(); group; group = waiting.pop()) {
    for (const next of group.next?.values() ?? []) {
      if (isBehind[next.id] === 0) waiting.push(next);
      isBehind[next.id] = 1;
    }
  }
  return isBehind;
}
