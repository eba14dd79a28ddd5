import type { HeapGraph, NodeKind } from '../heap/graph.ts';
import type { Group, GroupTree } from '../heap/group-tree.ts';
import { groupPaths } from '../heap/grouped-paths.ts';

/** Dumps in order, at least two, and what they have in common. */
export interface AlignedDumps {
  readonly count: number;
  readonly first: GroupedHeap;
  readonly last: GroupedHeap;
  readonly groups: AlignedGroups;
}

export interface GroupedHeap {
  readonly graph: HeapGraph;
  readonly tree: GroupTree;
}

export const grouped = (graph: HeapGraph): GroupedHeap => ({ graph, tree: groupPaths(graph) });

/** `undefined` for fewer than two dumps, which have nothing to be compared. */
export function alignDumps(heaps: readonly GroupedHeap[]): AlignedDumps | undefined {
  const [first, second] = heaps;
  const last = heaps.at(-1);
  if (!first || !second || !last) return undefined;
  return { count: heaps.length, first, last, groups: new AlignedGroups(heaps.map(({ tree }) => tree)) };
}

/**
 * The groups of several dumps side by side: row `i` is one path of labels, in every dump that has it. Rows are in the
 * order of a walk down from the root, children by their labels, so that what is below a row follows it at once.
 */
export class AlignedGroups {
  /** The row above each; the root's is -1. */
  readonly parents: number[] = [];
  /** The first row that is not below each. */
  readonly ends: number[] = [];
  readonly labels: string[] = [];
  /** What the objects of each row count under. */
  readonly classNames: string[] = [];
  readonly #kinds: (NodeKind | undefined)[] = [];
  /** By row and then by dump; `undefined` where a dump has no such group. */
  readonly #groups: (Group | undefined)[] = [];
  readonly #dumps: number;

  constructor(trees: readonly GroupTree[]) {
    this.#dumps = trees.length;
    // A path may be as long as a list whose classes follow no order: no recursion.
    const open: { readonly groups: Aligned; readonly parent: number }[] = [
      { groups: trees.map((tree) => tree.root), parent: -1 },
    ];
    for (let next = open.pop(); next; next = open.pop()) {
      const row = this.#add(next.groups, next.parent);
      for (const groups of alignedChildren(next.groups).reverse()) open.push({ groups, parent: row });
    }
    this.#close();
  }

  get count(): number {
    return this.labels.length;
  }

  kind(row: number): NodeKind | undefined {
    return this.#kinds[row];
  }

  group(row: number, dump: number): Group | undefined {
    return this.#groups[row * this.#dumps + dump];
  }

  objects(row: number, dump: number): number {
    return this.group(row, dump)?.objects ?? 0;
  }

  shallowBytes(row: number, dump: number): number {
    return this.group(row, dump)?.shallowBytes ?? 0;
  }

  /** Labels from the kind of root down to `row`. */
  path(row: number): string[] {
    const path: string[] = [];
    for (let step = row; step > 0; step = this.parents[step] ?? -1) path.push(this.labels[step] ?? '');
    return path.reverse();
  }

  /** Whether `row` is `ancestor` or below it. */
  isWithin(row: number, ancestor: number): boolean {
    return row >= ancestor && row < (this.ends[ancestor] ?? 0);
  }

  #add(groups: Aligned, parent: number): number {
    const known = groups.findLast((group) => group !== undefined);
    this.parents.push(parent);
    this.#kinds.push(known?.kind);
    this.#groups.push(...groups);
    this.classNames.push(known?.className ?? '');
    return this.labels.push(known?.label ?? '') - 1;
  }

  #close(): void {
    for (let row = this.count - 1; row >= 0; row--) {
      this.ends[row] = Math.max(this.ends[row] ?? 0, row + 1);
      const parent = this.parents[row] ?? -1;
      if (parent >= 0) this.ends[parent] = Math.max(this.ends[parent] ?? 0, this.ends[row] ?? 0);
    }
  }
}

type Aligned = readonly (Group | undefined)[];

/** Children of one group in every dump, merged by label: they are sorted by it. */
function alignedChildren(groups: Aligned): Aligned[] {
  const places = groups.map(() => 0);
  const at = (dump: number): Group | undefined => groups[dump]?.children[places[dump] ?? 0];
  const aligned: Aligned[] = [];
  for (;;) {
    let first: string | undefined;
    for (let dump = 0; dump < groups.length; dump++) {
      const label = at(dump)?.label;
      if (label !== undefined && (first === undefined || label < first)) first = label;
    }
    if (first === undefined) return aligned;
    const children = groups.map((_, dump) => (at(dump)?.label === first ? at(dump) : undefined));
    for (const [dump, child] of children.entries()) if (child) places[dump] = (places[dump] ?? 0) + 1;
    aligned.push(children);
  }
}
