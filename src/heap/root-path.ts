import { type SizedObject, sizedObject } from './analysis.ts';
import type { DominatorTree } from './dominators.ts';
import type { HeapGraph } from './graph.ts';
import { unreached } from './group-tree.ts';
import { groupPaths } from './grouped-paths.ts';

/** The objects from a root to one that it keeps alive, each referring to the next. */
export interface RootPath {
  /** The set of roots that the first object is in, such as `root vm`; undefined for a thread, which is its own root. */
  readonly root: string | undefined;
  readonly steps: readonly SizedObject[];
}

/** A shortest path to `node`, over what means to hold it where there is a choice; undefined for garbage. */
export function rootPath(graph: HeapGraph, tree: DominatorTree, node: number): RootPath | undefined {
  const { groups, groupOf, pathTo } = groupPaths(graph);
  if (groupOf[node] === unreached) return undefined;
  const path = pathTo(node);
  const first = groups[groupOf[path[0] ?? node] ?? 0];
  const steps = path.map((step) => sizedObject(graph, tree, step));
  const [start, ...rest] = steps;
  const isThread = first?.parent?.parent === undefined;
  return {
    root: isThread ? undefined : first?.parent?.label,
    // A thread's group is called by the thread's name.
    steps: start && first && isThread ? [{ ...start, class: first.label }, ...rest] : steps,
  };
}
