import { walkDepthFirst } from './depth-first.ts';
import type { HeapGraph } from './graph.ts';
import { immediateDominators } from './immediate-dominators.ts';

/**
 * Who keeps whom alive: a node's dominator is the nearest one that every path from the roots to it passes through,
 * and its retained size is what would be freed if it alone went. Rows are nodes; the last row is the virtual root.
 */
export interface DominatorTree {
  /** The virtual root above all root sets, threads and stack included: `graph.nodeCount`. */
  readonly root: number;
  /** The immediate dominator of each; `unreachable` where no root leads, and for the root itself. */
  readonly parents: Uint32Array;
  /**
   * The reachable nodes, each directly followed by all that it dominates: those of `order[i]` end before
   * `i + retainedObjects[order[i]]`.
   */
  readonly order: Uint32Array;
  /** Of each and all that it dominates; 0 where no root leads. */
  readonly retainedBytes: Float64Array;
  /** Of each and all that it dominates; 0 where no root leads. The virtual root is no object. */
  readonly retainedObjects: Uint32Array;
  /** How many nodes the roots lead to. */
  readonly reachable: number;
}

/** In place of a dominator, where there is none. */
export const unreachable = 0xffff_ffff;

/** Exact dominators and retained sizes, over the edges to classes and superclasses too unless `classEdges` is false. */
export function dominatorTree(
  graph: HeapGraph,
  options: { readonly classEdges?: boolean } = {},
): DominatorTree {
  const walk = walkDepthFirst(graph, options.classEdges ?? true);
  const dominators = immediateDominators(walk);
  const { nodes } = walk;
  const root = graph.nodeCount;
  const reachable = nodes.length - 1;

  const parents = new Uint32Array(root + 1).fill(unreachable);
  const retainedBytes = new Float64Array(root + 1);
  const retainedObjects = new Uint32Array(root + 1);
  // Dominators have lesser numbers: from the last to the first, all that a node dominates is summed before it.
  for (let number = reachable; number > 0; number--) {
    const node = nodes[number] ?? 0;
    const parent = nodes[dominators[number] ?? 0] ?? 0;
    const bytes = (retainedBytes[node] ?? 0) + (graph.shallowBytes[node] ?? 0);
    const objects = (retainedObjects[node] ?? 0) + 1;
    parents[node] = parent;
    retainedBytes[node] = bytes;
    retainedObjects[node] = objects;
    retainedBytes[parent] = (retainedBytes[parent] ?? 0) + bytes;
    retainedObjects[parent] = (retainedObjects[parent] ?? 0) + objects;
  }

  const order = new Uint32Array(reachable);
  const next = new Uint32Array(root + 1);
  for (let number = 1; number <= reachable; number++) {
    const node = nodes[number] ?? 0;
    const parent = parents[node] ?? 0;
    const place = next[parent] ?? 0;
    order[place] = node;
    next[node] = place + 1;
    next[parent] = place + (retainedObjects[node] ?? 0);
  }
  return { root, parents, order, retainedBytes, retainedObjects, reachable };
}
