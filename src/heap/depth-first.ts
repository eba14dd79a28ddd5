import type { HeapGraph } from './graph.ts';

/**
 * The reachable nodes numbered from 1 in the order in which a depth-first walk first meets them; 0 is a virtual root
 * above all root sets. Rows of the columns are these numbers.
 */
export interface DepthFirstWalk {
  /** Nodes by number; that of the virtual root is `graph.nodeCount`. */
  readonly nodes: Uint32Array;
  /** The number that each was met from. */
  readonly parents: Uint32Array;
  /** The least number with an edge to each, where one is less than its parent; else the parent. */
  readonly leastSources: Uint32Array;
  /**
   * The edges from a greater number to a lesser one: source, target, source, target. Those to members of a root set are
   * left out, for nothing but the virtual root dominates a member.
   */
  readonly backward: Uint32Array;
}

/** Walks from all root sets alike over the edges, and over those to classes too unless `classEdges` is false. */
export function walkDepthFirst(graph: HeapGraph, classEdges: boolean): DepthFirstWalk {
  const { nodeCount, roots } = graph;
  const own = { starts: graph.edgeStarts, targets: graph.edgeTargets };
  const toClasses = { starts: graph.classEdgeStarts, targets: graph.classEdgeTargets };
  // What is looked at last is walked first, in the order of its edges.
  const edgeSets = classEdges ? [toClasses, own] : [own];
  const edgeCount = edgeSets.reduce((sum, { targets }) => sum + targets.length, 0);
  const rootCount = roots.reduce((sum, set) => sum + set.nodes.length, 0);

  const numbers = new Uint32Array(nodeCount);
  const nodes = new Uint32Array(nodeCount + 1);
  const parents = new Uint32Array(nodeCount + 1);
  const leastSources = new Uint32Array(nodeCount + 1);
  const inRootSet = new Uint8Array(nodeCount);
  // Both as long as they could get: memory that is never written to is never taken.
  const backward = new Uint32Array(2 * edgeCount);
  /** Nodes that are yet to be met, each with the number that has an edge to it; the last comes first. */
  const waiting = new Uint32Array(2 * (edgeCount + rootCount));
  let listed = 0;
  let top = 0;
  let met = 0;

  nodes[0] = nodeCount;
  for (const set of roots) {
    for (const node of set.nodes) {
      inRootSet[node] = 1;
      waiting[top] = node;
      top += 2;
    }
  }
  while (top > 0) {
    top -= 2;
    const node = waiting[top] ?? 0;
    const source = waiting[top + 1] ?? 0;
    const known = numbers[node] ?? 0;
    if (known > 0) {
      // It was not met yet when `source` was, and is by now: over a path from there, so its number is greater.
      if (source < (leastSources[known] ?? 0)) leastSources[known] = source;
      continue;
    }
    const number = ++met;
    numbers[node] = number;
    nodes[number] = node;
    parents[number] = source;
    leastSources[number] = source;
    for (const { starts, targets } of edgeSets) {
      const start = starts[node] ?? 0;
      for (let edge = (starts[node + 1] ?? 0) - 1; edge >= start; edge--) {
        const target = targets[edge] ?? 0;
        const targetNumber = numbers[target] ?? 0;
        if (targetNumber === 0) {
          waiting[top] = target;
          waiting[top + 1] = number;
          top += 2;
        } else if (targetNumber !== number && inRootSet[target] === 0) {
          backward[listed] = number;
          backward[listed + 1] = targetNumber;
          listed += 2;
        }
      }
    }
  }
  return {
    nodes: nodes.subarray(0, met + 1),
    parents: parents.subarray(0, met + 1),
    leastSources: leastSources.subarray(0, met + 1),
    backward: backward.subarray(0, listed),
  };
}
