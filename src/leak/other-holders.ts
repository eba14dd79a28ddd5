import { type HeapGraph, NodeKind } from '../heap/graph.ts';
import { type Group, type GroupTree, unreached } from '../heap/group-tree.ts';

const mostNamed = 2;
/** The end of a path says enough. */
const stepsNamed = 3;

/**
 * A grouped path names one holder of several: one pass over all edges finds the others. `setOf` has for each node the
 * number of what grows, counted from 1, or 0; `own` by number the groups of it and of its holder. Answers by number
 * the paths of other groups that hold at least half of it, most first.
 */
export function otherHolders(
  graph: HeapGraph,
  tree: GroupTree,
  setOf: Uint32Array,
  own: readonly ReadonlySet<Group>[],
): string[][] {
  const sizes = sizesOf(setOf, own.length);
  const held = new EdgeCounts(graph, tree, setOf, own.length);
  return own.map((groups, set) => {
    const half = (sizes[set] ?? 0) / 2;
    return held
      .groupsOf(set, half)
      .filter((group) => group.kind !== NodeKind.cache && !isWithin(group, groups))
      .map((group) => ({ path: pathOf(group), objects: held.distinct(group, set) }))
      .filter(({ objects }) => objects > 0 && objects >= half)
      .sort((a, b) => b.objects - a.objects || (a.path < b.path ? -1 : 1))
      .slice(0, mostNamed)
      .map(({ path }) => path);
  });
}

/** Edges from groups to sets. */
class EdgeCounts {
  readonly #graph: HeapGraph;
  readonly #tree: GroupTree;
  readonly #setOf: Uint32Array;
  readonly #sets: number;
  /** By group and then by set. */
  readonly #edges = new Map<number, number>();

  constructor(graph: HeapGraph, tree: GroupTree, setOf: Uint32Array, sets: number) {
    this.#graph = graph;
    this.#tree = tree;
    this.#setOf = setOf;
    this.#sets = sets;
    for (let node = 0; node < graph.nodeCount; node++) {
      const group = tree.groupOf[node] ?? unreached;
      if (group !== unreached) this.#count(node, group);
    }
  }

  #count(node: number, group: number): void {
    const { edgeStarts, edgeTargets } = this.#graph;
    const end = edgeStarts[node + 1] ?? 0;
    for (let edge = edgeStarts[node] ?? 0; edge < end; edge++) {
      const set = this.#setOf[edgeTargets[edge] ?? 0] ?? 0;
      if (set === 0) continue;
      const key = group * this.#sets + set;
      this.#edges.set(key, (this.#edges.get(key) ?? 0) + 1);
    }
  }

  /** Groups with at least `fewest` edges to `set`. */
  groupsOf(set: number, fewest: number): Group[] {
    const groups: Group[] = [];
    for (const [key, edges] of this.#edges) {
      const group = this.#tree.groups[Math.floor(key / this.#sets)];
      if (group && key % this.#sets === set && edges >= fewest) groups.push(group);
    }
    return groups;
  }

  /** How many nodes of `set` the nodes of `group` refer to, each counted once. */
  distinct(group: Group, set: number): number {
    const { edgeStarts, edgeTargets } = this.#graph;
    const targets = new Set<number>();
    for (let node = 0; node < this.#graph.nodeCount; node++) {
      if (this.#tree.groupOf[node] !== group.id) continue;
      const end = edgeStarts[node + 1] ?? 0;
      for (let edge = edgeStarts[node] ?? 0; edge < end; edge++) {
        const target = edgeTargets[edge] ?? 0;
        if (this.#setOf[target] === set) targets.add(target);
      }
    }
    return targets.size;
  }
}

function sizesOf(setOf: Uint32Array, sets: number): Uint32Array {
  const sizes = new Uint32Array(sets);
  for (const set of setOf) sizes[set] = (sizes[set] ?? 0) + 1;
  return sizes;
}

function isWithin(group: Group, ancestors: ReadonlySet<Group>): boolean {
  for (let up: Group | undefined = group; up; up = up.parent) if (ancestors.has(up)) return true;
  return false;
}

function pathOf(group: Group): string {
  const path: string[] = [];
  for (let step: Group | undefined = group; step?.parent && path.length < stepsNamed; step = step.parent)
    path.unshift(step.label);
  return path.join(' → ');
}
