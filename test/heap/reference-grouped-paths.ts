import { type HeapGraph, NodeKind, type RootSet } from '../../src/heap/graph.ts';

/**
 * Grouped paths the plain way, with maps and sets by name: slow, but easy to follow. What it finds is what
 * `src/heap/grouped-paths.ts` must find.
 *
 * The heap as a tree of groups: all nodes that are first reached over the same path of labels are one group, so
 * `Array → Event` is one group however many arrays and events there are. Groups compare across dumps, addresses do not.
 * After `ObjectGrowthDetector` of square/leakcanary's shark; the order of the roots and the folding of chains are ours.
 */
interface GroupTree {
  readonly root: Group;
  /** The group each node was first reached in; `undefined` for the unreachable. */
  groupOf(node: number): Group | undefined;
  /** The nodes that were first reached in one of `groups`, in the graph's order. */
  nodesOf(groups: ReadonlySet<Group>): Set<number>;
  /** The nodes from a root to `node`, over which it was first reached: a path that can be walked in the process. */
  pathTo(node: number): number[];
}

interface Group {
  readonly parent: Group | undefined;
  readonly label: string;
  /** What its nodes are; the invisible root and the sets of roots have none. */
  readonly kind: NodeKind | undefined;
  /** By label. A chain that was folded has its own ancestor as a child, whose `parent` is then another group. */
  readonly children: ReadonlyMap<string, Group>;
  readonly objects: number;
  readonly shallowBytes: number;
  /** One of its nodes. */
  readonly sample: number | undefined;
}

/**
 * Breadth first from the roots, in an order that gives an object to the holder that means it: globals first, then
 * what only classes lead to, then threads, then stale stack slots, and last the VM's caches.
 */
export function referenceGroupPaths(graph: HeapGraph): GroupTree {
  const walk = new Walk(graph);
  for (const kind of ['global', 'thread', 'stack'] as const) {
    walk.enterRoots(kind);
    walk.run();
  }
  while (walk.enterCaches()) walk.run();
  return walk.tree;
}

class MutableGroup implements Group {
  readonly id: number;
  readonly parent: MutableGroup | undefined;
  readonly label: string;
  readonly kind: NodeKind | undefined;
  readonly children = new Map<string, MutableGroup>();
  objects = 0;
  shallowBytes = 0;
  sample: number | undefined;

  constructor(id: number, label: string, kind: NodeKind | undefined, parent: MutableGroup | undefined) {
    this.id = id;
    this.label = label;
    this.kind = kind;
    this.parent = parent;
  }
}

const unreached = 0xffff_ffff;

class Walk {
  readonly #graph: HeapGraph;
  readonly #groups: MutableGroup[] = [];
  readonly #groupOf: Uint32Array;
  /** The node each was first reached from, or -1. */
  readonly #parentOf: Int32Array;
  readonly #root: MutableGroup;
  /** Nodes reached but not yet followed, by the group they were reached in. */
  #frontier = new Map<MutableGroup, number[]>();
  #waitingCaches: { node: number; from: MutableGroup; parentNode: number }[] = [];
  #classEdgesFollowed = 0;
  readonly #reached: number[] = [];

  constructor(graph: HeapGraph) {
    this.#graph = graph;
    this.#groupOf = new Uint32Array(graph.nodeCount).fill(unreached);
    this.#parentOf = new Int32Array(graph.nodeCount).fill(-1);
    this.#root = this.#newGroup('heap', undefined, undefined);
  }

  get tree(): GroupTree {
    return {
      root: this.#root,
      groupOf: (node) => this.#groups[this.#groupOf[node] ?? unreached],
      nodesOf: (groups) => {
        const wanted = new Uint8Array(this.#groups.length);
        for (const { id } of this.#groups.filter((group) => groups.has(group))) wanted[id] = 1;
        const nodes = new Set<number>();
        for (let node = 0; node < this.#groupOf.length; node++) {
          if (wanted[this.#groupOf[node] ?? unreached] === 1) nodes.add(node);
        }
        return nodes;
      },
      pathTo: (node) => {
        const path: number[] = [];
        for (let step = node; step >= 0; step = this.#parentOf[step] ?? -1) path.push(step);
        return path.reverse();
      },
    };
  }

  enterRoots(kind: RootSet['kind']): void {
    const sets = this.#graph.roots.filter((set) => set.kind === kind);
    for (const set of sets.toSorted((a, b) => compare(a.label, b.label))) {
      if (kind === 'thread') this.#enterThread(set);
      else this.#enterRootSet(set);
    }
  }

  #enterRootSet(set: RootSet): void {
    // A stale stack slot holds nothing on purpose, like a cache.
    const kind = set.kind === 'stack' ? NodeKind.cache : undefined;
    const group = this.#childOf(this.#root, `root ${set.label}`, kind);
    const reached = new Map<string, number[]>();
    for (const node of set.nodes) this.#reach(node, -1, group, reached);
    this.#openGroups(group, reached);
  }

  #enterThread(set: RootSet): void {
    const group = this.#childOf(this.#root, `Thread "${set.label}"`, NodeKind.thread);
    for (const node of set.nodes) {
      if (this.#groupOf[node] === unreached) this.#put([node, -1], group);
    }
  }

  /** Follows the edges from everything reached so far to its class and superclass. */
  #enterClassEdges(): void {
    const { classEdgeStarts, classEdgeTargets } = this.#graph;
    const byGroup = new Map<MutableGroup, number[]>();
    for (; this.#classEdgesFollowed < this.#reached.length; this.#classEdgesFollowed++) {
      const node = this.#reached[this.#classEdgesFollowed] ?? 0;
      const end = classEdgeStarts[node + 1] ?? 0;
      for (let edge = classEdgeStarts[node] ?? 0; edge < end; edge++) {
        if (this.#groupOf[classEdgeTargets[edge] ?? 0] !== unreached) continue;
        append(byGroup, this.#groups[this.#groupOf[node] ?? 0] ?? this.#root, node);
      }
    }
    for (const [group, nodes] of inOrder(byGroup))
      this.#expand(group, nodes, classEdgeStarts, classEdgeTargets);
  }

  /** Enters the caches that were passed over. Answers whether there were any. */
  enterCaches(): boolean {
    const waiting = this.#waitingCaches.filter(({ node }) => this.#groupOf[node] === unreached);
    this.#waitingCaches = [];
    waiting.sort((a, b) => a.from.id - b.from.id || compare(this.#labelOf(a.node), this.#labelOf(b.node)));
    for (const { node, from, parentNode } of waiting) {
      if (this.#groupOf[node] !== unreached) continue;
      this.#put([node, parentNode], this.#childOf(from, this.#labelOf(node), NodeKind.cache));
    }
    return waiting.length > 0;
  }

  /** Follows edges level by level, and those to classes where nothing else is left, until nothing new is reached. */
  run(): void {
    do {
      while (this.#frontier.size > 0) {
        const level = inOrder(this.#frontier);
        this.#frontier = new Map();
        for (const [group, nodes] of level) {
          this.#expand(group, nodes, this.#graph.edgeStarts, this.#graph.edgeTargets);
        }
      }
      this.#enterClassEdges();
    } while (this.#frontier.size > 0);
  }

  #expand(group: MutableGroup, nodes: readonly number[], starts: Uint32Array, targets: Uint32Array): void {
    const reached = new Map<string, number[]>();
    for (const node of nodes) {
      const end = starts[node + 1] ?? 0;
      for (let edge = starts[node] ?? 0; edge < end; edge++)
        this.#reach(targets[edge] ?? 0, node, group, reached);
    }
    this.#openGroups(group, reached);
  }

  /** Notes under its label that `node` was reached; `reached` holds pairs of node and the node it was reached from. */
  #reach(node: number, parentNode: number, from: MutableGroup, reached: Map<string, number[]>): void {
    if (this.#groupOf[node] !== unreached) return;
    const kind = this.#graph.kinds[node];
    if (kind === NodeKind.thread) return; // threads are roots of their own
    if (kind === NodeKind.cache && from.kind !== NodeKind.cache) {
      this.#waitingCaches.push({ node, from, parentNode });
      return;
    }
    this.#groupOf[node] = from.id; // reserved, so that a second edge does not reach it again
    const pairs = reached.get(this.#labelOf(node));
    if (pairs) pairs.push(node, parentNode);
    else reached.set(this.#labelOf(node), [node, parentNode]);
  }

  #openGroups(group: MutableGroup, reached: ReadonlyMap<string, readonly number[]>): void {
    for (const label of [...reached.keys()].sort(compare)) {
      const pairs = reached.get(label) ?? [];
      const child = this.#childOf(group, label, this.#graph.kinds[pairs[0] ?? 0] as NodeKind | undefined);
      this.#put(pairs, child);
    }
  }

  /** Puts nodes into `group`, each given with the node it was reached from. */
  #put(pairs: readonly number[], group: MutableGroup): void {
    const frontier = this.#frontier.get(group) ?? [];
    this.#frontier.set(group, frontier);
    let shallowBytes = 0;
    for (let i = 0; i < pairs.length; i += 2) {
      const node = pairs[i] ?? 0;
      this.#groupOf[node] = group.id;
      this.#parentOf[node] = pairs[i + 1] ?? -1;
      this.#reached.push(node);
      frontier.push(node);
      shallowBytes += this.#graph.shallowBytes[node] ?? 0;
    }
    group.objects += pairs.length / 2;
    group.shallowBytes += shallowBytes;
    group.sample ??= pairs[0];
  }

  #childOf(parent: MutableGroup, label: string, kind: NodeKind | undefined): MutableGroup {
    const known = parent.children.get(label);
    if (known) return known;
    const child = foldedInto(parent, label) ?? this.#newGroup(label, kind, parent);
    parent.children.set(label, child);
    return child;
  }

  #newGroup(label: string, kind: NodeKind | undefined, parent: MutableGroup | undefined): MutableGroup {
    const group = new MutableGroup(this.#groups.length, label, kind, parent);
    this.#groups.push(group);
    return group;
  }

  #labelOf(node: number): string {
    return this.#graph.names[this.#graph.labels[node] ?? 0] ?? '';
  }
}

const longestPeriod = 8;
/** Copies of a chain kept apart before the next is folded back; with fewer the holder would move up to an innocent one. */
const copiesKept = 3;

/**
 * A linked list would be a path as long as the list. When `label` would be the next step of a chain that already
 * stands `copiesKept` times above it, this is the group one period higher, which then takes the rest of the chain.
 */
function foldedInto(parent: MutableGroup, label: string): MutableGroup | undefined {
  const path: MutableGroup[] = [];
  for (
    let group: MutableGroup | undefined = parent;
    group?.parent && path.length < longestPeriod * copiesKept;
  ) {
    path.push(group);
    group = group.parent;
  }
  for (let period = 1; period <= longestPeriod; period++) {
    const length = period * copiesKept;
    if (length > path.length) return undefined;
    const periodic =
      label === path[period - 1]?.label &&
      path.slice(0, length - period).every((group, i) => group.label === path[i + period]?.label);
    if (periodic) return path[period - 1];
  }
  return undefined;
}

/** Groups were numbered in a deterministic order, so their numbers are one. */
function inOrder(map: ReadonlyMap<MutableGroup, number[]>): [MutableGroup, number[]][] {
  return [...map].sort(([a], [b]) => a.id - b.id);
}

function append(map: Map<MutableGroup, number[]>, group: MutableGroup, node: number): void {
  const nodes = map.get(group);
  if (nodes) nodes.push(node);
  else map.set(group, [node]);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
