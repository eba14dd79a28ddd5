import { NodeKind } from '../heap/graph.ts';
import { type GroupTree, unreached } from '../heap/group-tree.ts';
import type { AlignedGroups } from './aligned-groups.ts';

/** Objects this close above two collections make them one leak: a registry with an array and a hash, say. */
const relatedWithin = 2;

export interface GrowingRows {
  readonly groups: AlignedGroups;
  readonly dumps: number;
  /** Of the last dump. */
  readonly tree: GroupTree;
  /** Nodes of the last dump by growing row, in the order of the rows. */
  readonly nodes: ReadonlyMap<number, Uint32Array>;
}

/**
 * Sorts growing rows by leak. One leak are rows that grow, most of them, below the very same objects: a group may hold
 * the arrays of several constants, of which each leaks by itself.
 */
export function rowsByLeak(growing: GrowingRows): number[][] {
  const leaks: number[][] = [];
  const relations = new Relations(growing);
  for (const row of growing.nodes.keys()) {
    const known = leaks.find((rows) => rows.some((other) => relations.areOneLeak(other, row)));
    if (known) known.push(row);
    else leaks.push([row]);
  }
  return leaks;
}

class Relations {
  readonly #growing: GrowingRows;
  readonly #owners = new Map<string, ReadonlyMap<number, number>>();
  readonly #classes = new Map<number, ReadonlySet<string>>();

  constructor(growing: GrowingRows) {
    this.#growing = growing;
  }

  /** Of two rows, the holder of `upper` comes first. */
  areOneLeak(upper: number, lower: number): boolean {
    const { groups } = this.#growing;
    const [holder, otherHolder] = [groups.parents[upper] ?? 0, groups.parents[lower] ?? 0];
    const [near, otherNear] = [this.#nearHolders(holder), this.#nearHolders(otherHolder)];
    const common = near.findLast((row) => otherNear.includes(row));
    // Threads have nothing in common but that they live.
    if (common === undefined || common === 0) return false;
    // What a class or a root refers to under several names are several things.
    const isObject = groups.kind(common) === NodeKind.instance;
    if (!isObject && !(this.#gainsObjects(upper) && this.#gainsObjects(lower))) return false;
    const isNested = holder !== otherHolder && groups.isWithin(otherHolder, holder);
    if (isNested && !this.#holdsAllOf(upper, lower)) return false;
    const [owners, otherOwners] = [
      this.#ownersOf(upper, near.indexOf(common)),
      this.#ownersOf(lower, otherNear.indexOf(common)),
    ];
    return overlap(owners, otherOwners) > 1 / 2;
  }

  /** The holder, and above an object the objects that hold it. */
  #nearHolders(holder: number): number[] {
    const { groups } = this.#growing;
    const near = [holder];
    if (groups.kind(holder) !== NodeKind.instance) return near;
    let up = groups.parents[holder] ?? -1;
    while (near.length <= relatedWithin && up >= 0 && groups.kind(up) === NodeKind.instance) {
      near.push(up);
      up = groups.parents[up] ?? -1;
    }
    return near;
  }

  /** How many of a row's nodes hang on each node `levels` above their holder. */
  #ownersOf(row: number, levels: number): ReadonlyMap<number, number> {
    const key = `${row} ${levels}`;
    const known = this.#owners.get(key);
    if (known) return known;
    const { nodes, tree } = this.#growing;
    const owners = new Map<number, number>();
    if (levels === 0) {
      for (const node of nodes.get(row) ?? []) add(owners, tree.reachedFrom[node] ?? unreached, 1);
    } else {
      for (const [owner, held] of this.#ownersOf(row, levels - 1))
        add(owners, tree.reachedFrom[owner] ?? unreached, held);
    }
    this.#owners.set(key, owners);
    return owners;
  }

  #gainsObjects(row: number): boolean {
    const { groups, dumps } = this.#growing;
    return groups.objects(row, dumps - 1) > groups.objects(row, 0);
  }

  /** Whether each class that grows at `lower` grows at `upper` too. */
  #holdsAllOf(upper: number, lower: number): boolean {
    const classes = this.#classesOf(upper);
    return [...this.#classesOf(lower)].every((name) => classes.has(name));
  }

  /** Labels that gain objects at `row` or below it. */
  #classesOf(row: number): ReadonlySet<string> {
    const known = this.#classes.get(row);
    if (known) return known;
    const { groups } = this.#growing;
    const classes = new Set<string>();
    for (let below = row; below < (groups.ends[row] ?? 0); below++) {
      if (this.#gainsObjects(below)) classes.add(groups.labels[below] ?? '');
    }
    this.#classes.set(row, classes);
    return classes;
  }
}

/** The share of two distributions that lies at the same places. */
function overlap(one: ReadonlyMap<number, number>, other: ReadonlyMap<number, number>): number {
  const [oneTotal, otherTotal] = [total(one), total(other)];
  let shared = 0;
  for (const [node, held] of one) shared += Math.min(held / oneTotal, (other.get(node) ?? 0) / otherTotal);
  return shared;
}

function total(counts: ReadonlyMap<number, number>): number {
  let sum = 0;
  for (const count of counts.values()) sum += count;
  return sum;
}

function add(counts: Map<number, number>, key: number, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}
