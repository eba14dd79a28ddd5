import { type HeapGraph, NodeKind, type RootSet } from './graph.ts';
import { type GroupTree, unreached } from './group-tree.ts';
import { WaitingCaches } from './waiting-caches.ts';
import { foldedInto, type Span, WalkedGroup } from './walked-group.ts';

/**
 * Breadth first from the roots, in an order that gives an object to the holder that means it: globals first, then
 * what only classes lead to, then threads, then stale stack slots, and last the VM's caches.
 */
export function groupPaths(graph: HeapGraph): GroupTree {
  const walk = new Walk(graph);
  for (const kind of ['global', 'thread', 'stack'] as const) {
    walk.enterRoots(kind);
    walk.run();
  }
  while (walk.enterCaches()) walk.run();
  return walk.tree();
}

const reachedKind = 0xff;

/** Of root sets and threads, which are labelled by what they are called. */
const notInGraph = -1;

/** Targets by node in CSR form. */
interface Edges {
  readonly starts: Uint32Array;
  readonly targets: Uint32Array;
}

class Walk {
  readonly #graph: HeapGraph;
  readonly #ranks: Uint32Array;
  readonly #groups: WalkedGroup[] = [];
  readonly #root: WalkedGroup;
  /** The kind of each node that is unreached, else `reachedKind`: in one byte, since every edge asks for it. */
  readonly #unreachedKinds: Uint8Array;
  readonly #groupOf: Uint32Array;
  readonly #reachedFrom: Uint32Array;
  /** Nodes in the order in which they were put into groups. */
  readonly #queue: Uint32Array;
  #queued = 0;
  /** What was reached from the group that is being followed, and how much of each label. */
  readonly #reached: Uint32Array;
  #reachedCount = 0;
  readonly #countOf: Uint32Array;
  #reachedLabels: number[] = [];
  /** Spans of the queue that were not followed yet. */
  #frontier: Span[] = [];
  #classEdgesFollowed = 0;
  readonly #waiting = new WaitingCaches();

  constructor(graph: HeapGraph) {
    this.#graph = graph;
    this.#ranks = ranksOf(graph.names);
    this.#unreachedKinds = graph.kinds.slice();
    this.#groupOf = new Uint32Array(graph.nodeCount).fill(unreached);
    this.#reachedFrom = new Uint32Array(graph.nodeCount).fill(unreached);
    this.#queue = new Uint32Array(graph.nodeCount);
    this.#reached = new Uint32Array(graph.nodeCount);
    this.#countOf = new Uint32Array(graph.names.length);
    this.#root = this.#newGroup('heap', notInGraph, undefined, undefined);
  }

  tree(): GroupTree {
    const ranks = this.#ranks;
    const rankOf = (group: WalkedGroup) => ranks[group.labelNumber] ?? 0;
    for (const { children } of this.#groups) children.sort((a, b) => rankOf(a) - rankOf(b));
    this.#weigh();
    this.#root.children.sort((a, b) => compare(a.label, b.label));
    const reachedFrom = this.#reachedFrom;
    return {
      root: this.#root,
      groups: this.#groups,
      groupOf: this.#groupOf,
      reachedFrom,
      nodesOf: (group) => this.#nodesOf(group.id),
      pathTo: (node) => {
        const path: number[] = [];
        for (let step = node; step !== unreached; step = reachedFrom[step] ?? unreached) path.push(step);
        return path.reverse();
      },
    };
  }

  /** Adds up the bytes of the groups, in the order of the nodes, which memory likes better than that of the walk. */
  #weigh(): void {
    const bytesOf = new Float64Array(this.#groups.length);
    for (let node = 0; node < this.#groupOf.length; node++) {
      const group = this.#groupOf[node] ?? unreached;
      if (group !== unreached) bytesOf[group] = (bytesOf[group] ?? 0) + (this.#graph.shallowBytes[node] ?? 0);
    }
    for (const group of this.#groups) group.shallowBytes = bytesOf[group.id] ?? 0;
  }

  #nodesOf(id: number): Uint32Array {
    const { spans = [], objects = 0 } = this.#groups[id] ?? {};
    const nodes = new Uint32Array(objects);
    let at = 0;
    for (const { start, end } of spans) {
      nodes.set(this.#queue.subarray(start, end), at);
      at += end - start;
    }
    return nodes;
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
    const group = this.#topGroup(`root ${set.label}`, set.kind === 'stack' ? NodeKind.cache : undefined);
    for (const node of set.nodes) {
      const kind = this.#unreachedKinds[node];
      if (kind !== reachedKind) this.#reach(node, kind, unreached, group);
    }
    this.#openGroups(group);
  }

  #enterThread(set: RootSet): void {
    const group = this.#topGroup(`Thread "${set.label}"`, NodeKind.thread);
    for (const node of set.nodes) {
      group.className = this.#graph.names[this.#graph.labels[node] ?? 0] ?? '';
      if (this.#unreachedKinds[node] !== reachedKind) this.#put(node, group);
    }
  }

  /** Follows edges level by level, and those to classes where nothing else is left, until nothing new is reached. */
  run(): void {
    const edges = { starts: this.#graph.edgeStarts, targets: this.#graph.edgeTargets };
    do {
      while (this.#frontier.length > 0) {
        for (const spans of this.#takeFrontier()) {
          for (const { group, start, end } of spans) this.#follow(this.#queue, start, end, group, edges);
          if (spans[0]) this.#openGroups(spans[0].group);
        }
      }
      this.#enterClassEdges();
    } while (this.#frontier.length > 0);
  }

  /** Groups were numbered in a deterministic order, so their numbers are one. */
  #takeFrontier(): Span[][] {
    const spans = this.#frontier.sort((a, b) => a.group.id - b.group.id);
    this.#frontier = [];
    const runs: Span[][] = [];
    for (const span of spans) {
      const run = runs.at(-1);
      if (run?.[0]?.group === span.group) run.push(span);
      else runs.push([span]);
    }
    return runs;
  }

  /** Follows the edges from everything reached so far to its class and superclass. */
  #enterClassEdges(): void {
    const edges = { starts: this.#graph.classEdgeStarts, targets: this.#graph.classEdgeTargets };
    const byGroup = new Map<number, number[]>();
    const leadsOn = this.#leadsOn(edges, this.#queued - this.#classEdgesFollowed);
    for (; this.#classEdgesFollowed < this.#queued; this.#classEdgesFollowed++) {
      const node = this.#queue[this.#classEdgesFollowed] ?? 0;
      if (!leadsOn(node)) continue;
      const group = this.#groupOf[node] ?? 0;
      const nodes = byGroup.get(group);
      if (nodes) nodes.push(node);
      else byGroup.set(group, [node]);
    }
    for (const [id, nodes] of [...byGroup].sort(([a], [b]) => a - b)) {
      const group = this.#groups[id] ?? this.#root;
      this.#follow(Uint32Array.from(nodes), 0, nodes.length, group, edges);
      this.#openGroups(group);
    }
  }

  /** Tells of a node whether `edges` lead from it to something unreached; `asked` is how many nodes that is asked of. */
  #leadsOn({ starts, targets }: Edges, asked: number): (node: number) => boolean {
    const unreachedKinds = this.#unreachedKinds;
    const leadsOn = (node: number): boolean => {
      const end = starts[node + 1] ?? 0;
      for (let edge = starts[node] ?? 0; edge < end; edge++) {
        if (unreachedKinds[targets[edge] ?? 0] !== reachedKind) return true;
      }
      return false;
    };
    if (asked < this.#graph.nodeCount / 4) return leadsOn;
    // Asked of most nodes, it is quicker to find out of all in the order in which their edges lie in memory.
    const marks = new Uint8Array(this.#graph.nodeCount);
    for (let node = 0; node < marks.length; node++) if (leadsOn(node)) marks[node] = 1;
    return (node) => marks[node] === 1;
  }

  /** Enters the caches that were passed over. Answers whether there were any. */
  enterCaches(): boolean {
    const isUnreached = (node: number) => this.#unreachedKinds[node] !== reachedKind;
    const rankOf = (node: number) => this.#ranks[this.#graph.labels[node] ?? 0] ?? 0;
    const entered = this.#waiting.take(isUnreached, rankOf);
    for (const { node, from, groupId } of entered) {
      if (!isUnreached(node)) continue;
      this.#reachedFrom[node] = from;
      this.#put(
        node,
        this.#childOf(this.#groups[groupId] ?? this.#root, this.#graph.labels[node] ?? 0, node),
      );
    }
    return entered.length > 0;
  }

  /** Notes what edges lead to from `nodes[start .. end]`, which are of `group`. */
  #follow(nodes: Uint32Array, start: number, end: number, group: WalkedGroup, edges: Edges): void {
    const unreachedKinds = this.#unreachedKinds;
    const { starts, targets } = edges;
    for (let i = start; i < end; i++) {
      const node = nodes[i] ?? 0;
      const edgesEnd = starts[node + 1] ?? 0;
      for (let edge = starts[node] ?? 0; edge < edgesEnd; edge++) {
        const target = targets[edge] ?? 0;
        const kind = unreachedKinds[target];
        if (kind !== reachedKind) this.#reach(target, kind, node, group);
      }
    }
  }

  /** Notes that `node`, of `kind` and unreached so far, was reached from `from`, a node of `group`. */
  #reach(node: number, kind: number | undefined, from: number, group: WalkedGroup): void {
    if (kind === NodeKind.thread) return; // threads are roots of their own
    if (kind === NodeKind.cache && group.kind !== NodeKind.cache) {
      this.#waiting.add(node, from, group.id);
      return;
    }
    this.#unreachedKinds[node] = reachedKind;
    this.#reachedFrom[node] = from;
    this.#reached[this.#reachedCount++] = node;
    const label = this.#graph.labels[node] ?? 0;
    const count = this.#countOf[label] ?? 0;
    if (count === 0) this.#reachedLabels.push(label);
    this.#countOf[label] = count + 1;
  }

  /** Puts what was reached from `group` into its children, sorted by label: in the queue it then stands by group. */
  #openGroups(group: WalkedGroup): void {
    const labels = this.#reachedLabels.sort((a, b) => (this.#ranks[a] ?? 0) - (this.#ranks[b] ?? 0));
    if (labels.length === 0) return;
    const cursors = this.#countOf;
    const start = this.#queued;
    for (const label of labels) {
      const count = cursors[label] ?? 0;
      cursors[label] = this.#queued;
      this.#queued += count;
    }
    this.#sortReached(cursors);
    let from = start;
    for (const label of labels) {
      const end = cursors[label] ?? 0;
      this.#settle({ group: this.#childOf(group, label, this.#queue[from] ?? 0), start: from, end });
      cursors[label] = 0;
      from = end;
    }
    this.#reachedCount = 0;
    this.#reachedLabels = [];
  }

  /** Moves what was reached to the places in the queue that `cursors` holds by label. */
  #sortReached(cursors: Uint32Array): void {
    const { labels } = this.#graph;
    const reached = this.#reached;
    const queue = this.#queue;
    for (let i = 0; i < this.#reachedCount; i++) {
      const node = reached[i] ?? 0;
      const label = labels[node] ?? 0;
      const cursor = cursors[label] ?? 0;
      queue[cursor] = node;
      cursors[label] = cursor + 1;
    }
  }

  #put(node: number, group: WalkedGroup): void {
    this.#unreachedKinds[node] = reachedKind;
    this.#queue[this.#queued] = node;
    this.#settle({ group, start: this.#queued, end: ++this.#queued });
  }

  /** Makes the nodes of a span part of its group. */
  #settle(span: Span): void {
    const { group, start, end } = span;
    for (let i = start; i < end; i++) this.#groupOf[this.#queue[i] ?? 0] = group.id;
    group.objects += end - start;
    group.spans.push(span);
    this.#frontier.push(span);
  }

  #topGroup(label: string, kind: NodeKind | undefined): WalkedGroup {
    const known = this.#root.children.find((child) => child.label === label);
    return known ?? this.#newGroup(label, notInGraph, kind, this.#root);
  }

  /** The child of `parent` for nodes such as `node`. */
  #childOf(parent: WalkedGroup, label: number, node: number): WalkedGroup {
    const known = parent.next?.get(label);
    if (known) return known;
    const kind = this.#graph.kinds[node] as NodeKind | undefined;
    const child =
      foldedInto(parent, label) ?? this.#newGroup(this.#graph.names[label] ?? '', label, kind, parent);
    parent.next ??= new Map();
    parent.next.set(label, child);
    return child;
  }

  #newGroup(
    label: string,
    labelNumber: number,
    kind: NodeKind | undefined,
    parent: WalkedGroup | undefined,
  ): WalkedGroup {
    const group = new WalkedGroup(this.#groups.length, label, labelNumber, kind, parent);
    this.#groups.push(group);
    parent?.children.push(group);
    return group;
  }
}

/** The place of each name in alphabetical order. */
function ranksOf(names: readonly string[]): Uint32Array {
  const ranks = new Uint32Array(names.length);
  const sorted = [...names.keys()].sort((a, b) => compare(names[a] ?? '', names[b] ?? ''));
  for (const [rank, label] of sorted.entries()) ranks[label] = rank;
  return ranks;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
