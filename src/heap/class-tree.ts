import { type DominatorChildren, dominatorChildren } from './dominator-children.ts';
import type { DominatorTree } from './dominators.ts';
import type { HeapGraph } from './graph.ts';

/**
 * The dominator tree with all objects joined that have the same path of classes, `class Registry → Array → Event`, as
 * columns. Row 0 is the virtual root; every row comes after its parent.
 */
export interface ClassTree {
  readonly parents: readonly number[];
  /** Indexes into the graph's names; that of the root means nothing. */
  readonly labels: readonly number[];
  readonly depths: readonly number[];
  /** Objects of the row itself. */
  readonly objects: readonly number[];
  /** Of those objects and of all below. */
  readonly retainedBytes: readonly number[];
  /** What the rows below do not account for: the objects themselves, and all below them where the tree ends. */
  readonly ownBytes: readonly number[];
}

export interface ClassTreeLimits {
  /** Rows that retain less are not followed further down. */
  readonly smallestBytes?: number;
  /** Rows this far from the root are not followed further down: a linked list is as deep as it is long. */
  readonly mostDepth?: number;
}

/** Linear in the objects that are looked at: row after row, each object once. */
export function classTree(
  graph: HeapGraph,
  tree: DominatorTree,
  { smallestBytes = 0, mostDepth = 128 }: ClassTreeLimits = {},
): ClassTree {
  const builder = new ClassTreeBuilder(graph, tree);
  for (let row = 0; row < builder.parents.length; row++) {
    const isOpened =
      (builder.retainedBytes[row] ?? 0) >= smallestBytes && (builder.depths[row] ?? 0) < mostDepth;
    if (isOpened) builder.open(row);
  }
  return builder;
}

class ClassTreeBuilder implements ClassTree {
  readonly parents = [0];
  readonly labels = [0];
  readonly depths = [0];
  readonly objects = [1];
  readonly retainedBytes: number[];
  readonly ownBytes: number[];
  readonly #graph: HeapGraph;
  readonly #tree: DominatorTree;
  readonly #children: DominatorChildren;
  /** The objects of row after row; the virtual root stands for those of row 0. */
  readonly #members: Uint32Array;
  /** Where in `members` the objects of each row begin. */
  readonly #starts = [0];
  #placed = 1;
  /** By label, the row below the one in hand, where `#rowAbove` says that it is below that one. */
  readonly #rowBelow: Uint32Array;
  readonly #rowAbove: Int32Array;

  constructor(graph: HeapGraph, tree: DominatorTree) {
    this.#graph = graph;
    this.#tree = tree;
    this.#children = dominatorChildren(tree);
    this.retainedBytes = [tree.retainedBytes[tree.root] ?? 0];
    this.ownBytes = [...this.retainedBytes];
    this.#members = new Uint32Array(tree.reachable + 1);
    this.#members[0] = tree.root;
    this.#rowBelow = new Uint32Array(graph.names.length);
    this.#rowAbove = new Int32Array(graph.names.length).fill(-1);
  }

  /** Adds a row for each class among what the objects of `row` dominate. */
  open(row: number): void {
    const first = this.parents.length;
    this.#forEachChild(row, (node, label) => {
      if (this.#rowAbove[label] !== row) this.#addRow(row, label);
      const below = this.#rowBelow[label] ?? 0;
      this.objects[below] = (this.objects[below] ?? 0) + 1;
      this.retainedBytes[below] = (this.retainedBytes[below] ?? 0) + (this.#tree.retainedBytes[node] ?? 0);
    });
    for (let below = first; below < this.parents.length; below++) {
      this.#starts.push(this.#placed);
      this.#placed += this.objects[below] ?? 0;
      const bytes = this.retainedBytes[below] ?? 0;
      this.ownBytes.push(bytes);
      this.ownBytes[row] = (this.ownBytes[row] ?? 0) - bytes;
    }
    const next = this.#starts.slice(first);
    this.#forEachChild(row, (node, label) => {
      const below = (this.#rowBelow[label] ?? 0) - first;
      const place = next[below] ?? 0;
      this.#members[place] = node;
      next[below] = place + 1;
    });
  }

  #addRow(parent: number, label: number): void {
    this.#rowAbove[label] = parent;
    this.#rowBelow[label] = this.parents.push(parent) - 1;
    this.labels.push(label);
    this.depths.push((this.depths[parent] ?? 0) + 1);
    this.objects.push(0);
    this.retainedBytes.push(0);
  }

  #forEachChild(row: number, visit: (node: number, label: number) => void): void {
    const { starts, children } = this.#children;
    const from = this.#starts[row] ?? 0;
    const to = from + (this.objects[row] ?? 0);
    for (let i = from; i < to; i++) {
      const member = this.#members[i] ?? 0;
      const end = starts[member + 1] ?? 0;
      for (let at = starts[member] ?? 0; at < end; at++) {
        const node = children[at] ?? 0;
        visit(node, this.#graph.labels[node] ?? 0);
      }
    }
  }
}
