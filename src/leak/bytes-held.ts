import type { HeapGraph } from '../heap/graph.ts';
import { type GroupTree, unreached } from '../heap/group-tree.ts';
import type { GroupedHeap } from './aligned-groups.ts';

const unseen = 0;
/** Several sets lead here, and no way past all of them. */
const mixed = 0xffff_fffe;
/** A way leads here past all sets. */
const alive = 0xffff_ffff;

/**
 * Retained sizes of several sets of nodes, in bytes: `setOf` has for each node the number of its set, counted from 1, or
 * 0. Answers by number what would be freed if all of one set went. One walk for all, and one more for each set that
 * another may hang on.
 */
export function bytesHeld(heap: GroupedHeap, setOf: Uint32Array, sets: number): Float64Array {
  const apart = heldApart(heap, setOf, sets);
  for (const set of apart.holders) {
    const alone = setOf.map((each) => (each === set ? 1 : 0));
    apart.bytes[set] = heldApart(heap, alone, 1).bytes[1] ?? 0;
  }
  return apart.bytes;
}

/** By set what it holds without the others that hang on it; `holders` are the sets on which some may. */
function heldApart(
  { graph, tree }: GroupedHeap,
  setOf: Uint32Array,
  sets: number,
): { readonly bytes: Float64Array; readonly holders: ReadonlySet<number> } {
  const { heldBy, leads } = heldByNode(graph, tree, setOf);
  const bytes = new Float64Array(sets + 1);
  const hanging = new Set<number>();
  for (let node = 0; node < graph.nodeCount; node++) {
    const holder = heldBy[node] ?? unseen;
    if (holder === unseen) continue;
    const own = setOf[node] ?? 0;
    const by = own || holder;
    if (by < mixed) bytes[by] = (bytes[by] ?? 0) + (graph.shallowBytes[node] ?? 0);
    if (own !== 0 && holder !== own && holder !== alive) hanging.add(own);
  }
  const holders = new Set([...hanging].flatMap((set) => [...(leads.get(set) ?? [])]));
  return { bytes, holders };
}

/** By node: `unseen`, the one set that all ways to it lead through last, `mixed` or `alive`; by set, which lead to it. */
function heldByNode(
  graph: HeapGraph,
  tree: GroupTree,
  setOf: Uint32Array,
): { readonly heldBy: Uint32Array; readonly leads: ReadonlyMap<number, ReadonlySet<number>> } {
  const heldBy = aliveWithoutSets(graph, tree, setOf);
  const leads = new Map<number, Set<number>>();
  // A node waits once for what it is held by at first, and perhaps again as mixed and as alive.
  const waiting = new Uint32Array(3 * graph.nodeCount);
  let top = 0;
  const reach = (node: number, by: number): void => {
    const before = heldBy[node] ?? unseen;
    const own = setOf[node] ?? 0;
    if (own !== 0 && by !== own && by < mixed) leads.set(own, (leads.get(own) ?? new Set()).add(by));
    const after = before === unseen || by === alive || by === before ? by : mixed;
    if (before === alive || after === before) return;
    heldBy[node] = after;
    // What is in a set passes its own number on, whoever leads to it.
    if (before === unseen || own === 0) waiting[top++] = node;
  };
  const edgeSets = [
    { starts: graph.edgeStarts, targets: graph.edgeTargets },
    { starts: graph.classEdgeStarts, targets: graph.classEdgeTargets },
  ];
  const follow = (node: number, by: number, { starts, targets }: (typeof edgeSets)[number]): void => {
    const end = starts[node + 1] ?? 0;
    for (let edge = starts[node] ?? 0; edge < end; edge++) {
      const target = targets[edge] ?? 0;
      if (heldBy[target] !== alive) reach(target, by);
    }
  };
  for (const { nodes } of graph.roots) for (const node of nodes) reach(node, alive);
  // Most of a heap is alive without the sets: its edges are followed in the order in which they lie in memory.
  for (const edges of edgeSets) {
    for (let node = 0; node < graph.nodeCount; node++) {
      if (heldBy[node] === alive) follow(node, setOf[node] || alive, edges);
    }
  }
  while (top > 0) {
    const node = waiting[--top] ?? 0;
    const by = setOf[node] || (heldBy[node] ?? alive);
    for (const edges of edgeSets) follow(node, by, edges);
  }
  return { heldBy, leads };
}

/** `alive` for the nodes of groups that no path over a set leads to, else `unseen`. */
function aliveWithoutSets({ nodeCount }: HeapGraph, tree: GroupTree, setOf: Uint32Array): Uint32Array {
  const isBehindSet = groupsBehindSets(tree, setOf);
  const heldBy = new Uint32Array(nodeCount);
  for (let node = 0; node < nodeCount; node++) {
    const group = tree.groupOf[node] ?? unreached;
    if (group !== unreached && isBehindSet[group] === 0) heldBy[node] = alive;
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
