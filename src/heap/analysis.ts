import { withClassLabels } from './class-labels.ts';
import { type ClassTotals, classTotals } from './class-totals.ts';
import { type DominatorTree, unreachable } from './dominators.ts';
import type { HeapGraph, Site } from './graph.ts';
import { largestRows } from './largest-rows.ts';
import { type RepeatedStrings, repeatedStrings } from './repeated-strings.ts';
import { type GemTotals, gemTotals, type SiteTotals, siteTotals } from './site-totals.ts';

/** What one dump says: where its objects and bytes are, and what keeps them alive. */
export interface HeapAnalysis {
  readonly objects: number;
  /** Objects that the roots lead to; the others are garbage that was not collected yet. */
  readonly reachable: number;
  /** Shallow sizes of all objects. */
  readonly bytes: number;
  /** Shallow sizes of the reachable ones. */
  readonly reachableBytes: number;
  /** All of them, the largest retained size first; their objects and bytes add up to those of the heap. */
  readonly classes: readonly ClassTotals[];
  /**
   * The single objects with the largest retained sizes. Left out are those whose immediate dominator is of the same
   * class, for one linked list would fill the table.
   */
  readonly retainers: readonly SizedObject[];
  /** All of them, the most bytes first; none where allocations were not traced. */
  readonly sites: readonly SiteTotals[];
  readonly gems: readonly GemTotals[];
  readonly strings: RepeatedStrings;
  readonly skippedRows: number;
  readonly skippedLines: readonly number[];
}

/** One object and what it keeps alive, itself included. */
export interface SizedObject {
  readonly address: number;
  /** Of a class or module its own name. */
  readonly class: string;
  readonly bytes: number;
  readonly retainedObjects: number;
  readonly retainedBytes: number;
  readonly site: Site | undefined;
}

/** The tables of one dump. `limit` is how many single objects and strings are listed; `strings`, where they are known. */
export function analyzeHeap(
  graph: HeapGraph,
  tree: DominatorTree,
  limit: number,
  strings: RepeatedStrings = repeatedStrings(graph, limit),
): HeapAnalysis {
  const classes = classTotals(withClassLabels(graph), tree);
  const sites = siteTotals(graph);
  return {
    objects: graph.nodeCount,
    reachable: tree.reachable,
    bytes: classes.reduce((sum, { bytes }) => sum + bytes, 0),
    reachableBytes: tree.retainedBytes[tree.root] ?? 0,
    classes,
    retainers: largestObjects(graph, tree, limit, (node) => isRetainer(graph, tree, node)),
    sites,
    gems: gemTotals(sites),
    strings,
    skippedRows: graph.skippedRows,
    skippedLines: graph.skippedLines,
  };
}

/** Reachable, and no link of a list. */
function isRetainer({ labels }: HeapGraph, { root, parents }: DominatorTree, node: number): boolean {
  const dominator = parents[node] ?? unreachable;
  return dominator !== unreachable && (dominator === root || labels[dominator] !== labels[node]);
}

/** The objects with the largest retained sizes among those that are meant, largest first. */
export function largestObjects(
  graph: HeapGraph,
  tree: DominatorTree,
  limit: number,
  isMeant: (node: number) => boolean,
): SizedObject[] {
  const nodes = largestRows(tree.retainedBytes.subarray(0, graph.nodeCount), limit, isMeant);
  return nodes.map((node) => sizedObject(graph, tree, node));
}

export function sizedObject(graph: HeapGraph, tree: DominatorTree, node: number): SizedObject {
  return {
    address: graph.addresses[node] ?? 0,
    class: graph.names[graph.labels[node] ?? 0] ?? '',
    bytes: graph.shallowBytes[node] ?? 0,
    retainedObjects: tree.retainedObjects[node] ?? 0,
    retainedBytes: tree.retainedBytes[node] ?? 0,
    site: graph.sites[graph.siteOf[node] ?? 0],
  };
}
