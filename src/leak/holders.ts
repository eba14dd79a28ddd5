import { type HeapGraph, NodeKind, type Site } from '../heap/graph.ts';
import { type Group, type GroupTree, groupPaths } from '../heap/grouped-paths.ts';
import { retainedBytes } from '../heap/retained.ts';
import { fingerprint } from './fingerprint.ts';

/** A dump on the x-axis of growth. */
export interface DumpPoint {
  readonly graph: HeapGraph;
  readonly ownRequests: number;
}

/** Where a leak accumulates: something that was already there and whose children grow from dump to dump. */
export interface Holder {
  /** The same for the same leak at another commit or on another machine: made of labels alone. */
  readonly id: string;
  readonly label: string;
  /** Labels from the kind of root down to the holder. */
  readonly path: readonly string[];
  /** Nodes of the last dump from a root to one of the children that grow. */
  readonly sample: readonly number[];
  /** What grows: the objects it holds itself, then all that hangs on them; most objects first. */
  readonly classes: readonly { readonly name: string; readonly objectsPer1000: number }[];
  readonly objectsPer1000: number;
  readonly shallowBytesPer1000: number;
  readonly retainedBytesPer1000: number;
  /** Other objects that hold most of what grows: cutting the path alone would not free it. */
  readonly alsoHeldBy: readonly string[];
  /** Where the growing objects were allocated, most first. */
  readonly sites: readonly (Site & { readonly objects: number })[];
}

/** Limits below which growth between dumps is not looked at, per 1,000 own requests. */
export interface HolderLimits {
  readonly objectsPer1000: number;
  readonly bytesPer1000: number;
}

/** Fewest dumps in which "rises every time" means anything. */
export const fewestDumps = 3;

/**
 * Finds what accumulates over `dumps` of one process, in order, at least `fewestDumps`. A child grows when it rises in
 * every interval; a group with such children is a holder, and nothing below those children is reported.
 */
export function findHolders(dumps: readonly DumpPoint[], limits: HolderLimits): Holder[] {
  if (dumps.length < fewestDumps) return [];
  const finder = new HolderFinder(dumps, limits);
  return finder.find();
}

/** One group in every dump; `undefined` where a dump has no such group. */
type Aligned = readonly (Group | undefined)[];

class HolderFinder {
  readonly #dumps: readonly DumpPoint[];
  readonly #trees: readonly GroupTree[];
  readonly #smallestObjects: number;
  readonly #smallestBytes: number;
  readonly #requests: number;

  constructor(dumps: readonly DumpPoint[], limits: HolderLimits) {
    this.#dumps = dumps;
    this.#trees = dumps.map((dump) => groupPaths(dump.graph));
    this.#requests = Math.max(1, (dumps.at(-1)?.ownRequests ?? 0) - (dumps[0]?.ownRequests ?? 0));
    this.#smallestObjects = Math.max(dumps.length, (limits.objectsPer1000 * this.#requests) / 1000);
    this.#smallestBytes = (limits.bytesPer1000 * this.#requests) / 1000;
  }

  find(): Holder[] {
    const found = this.#search(this.#trees.map((tree) => tree.root));
    return mergeRelated(found)
      .map((places) => this.#describe(places))
      .sort((a, b) => b.objectsPer1000 - a.objectsPer1000 || b.shallowBytesPer1000 - a.shallowBytesPer1000);
  }

  /** Depth first; nothing below a child that grows is looked at, all that hangs on it is its own growth. */
  #search(groups: Aligned): Place[] {
    const growing: Aligned[] = [];
    const below: Place[] = [];
    for (const child of alignedChildren(groups)) {
      if (child.some((group) => group?.kind === NodeKind.cache)) continue;
      if (this.#rises(child, (group) => group.objects, this.#smallestObjects)) {
        growing.push(child);
        continue;
      }
      const deeper = this.#search(child);
      below.push(...deeper);
      // A buffer grows in bytes alone. A collection does too, but then its children are found to grow.
      if (deeper.length === 0 && this.#rises(child, (group) => group.shallowBytes, this.#smallestBytes))
        growing.push(child);
    }
    return growing.length > 0 ? [{ holder: groups, growing }, ...below] : below;
  }

  #rises(groups: Aligned, measure: (group: Group) => number, smallestNet: number): boolean {
    const series = groups.map((group) => (group ? measure(group) : 0));
    const everyTime = series.every((value, i) => i === 0 || value > (series[i - 1] ?? 0));
    return everyTime && (series.at(-1) ?? 0) - (series[0] ?? 0) >= smallestNet;
  }

  #describe(places: readonly Place[]): Holder {
    const main = places[0] ?? raise('a holder without a place');
    const last = this.#dumps.length - 1;
    const growth = new Map<string, { objects: number; bytes: number }>();
    for (const child of places.flatMap((place) => place.growing)) addGrowth(child, growth);
    const direct = new Set(main.growing.map(labelOf));
    const classes = [...growth]
      .filter(([name, { objects }]) => objects > 0 || direct.has(name))
      .sort(
        ([a, x], [b, y]) =>
          Number(direct.has(b)) - Number(direct.has(a)) || y.objects - x.objects || (a < b ? -1 : 1),
      );
    const per1000 = (value: number) => (value / this.#requests) * 1000;
    const total = (key: 'objects' | 'bytes') =>
      [...growth.values()].reduce((sum, entry) => sum + entry[key], 0);
    const path = pathOf(main.holder);
    const label = path.at(-1) ?? 'heap';
    const grown = places.flatMap((place) => place.growing);
    const heldFirst = this.#nodesOf(0, grown);
    const heldLast = this.#nodesOf(last, grown);
    return {
      id: fingerprint(path, [...direct].sort()),
      label,
      path,
      sample: this.#samplePath(last, this.#nodesOf(last, [largestGrowth(main.growing)])),
      classes: classes.map(([name, { objects }]) => ({ name, objectsPer1000: per1000(objects) })),
      objectsPer1000: per1000(total('objects')),
      shallowBytesPer1000: per1000(total('bytes')),
      retainedBytesPer1000: per1000(this.#retained(last, heldLast) - this.#retained(0, heldFirst)),
      alsoHeldBy: this.#otherHolders(last, grown, heldLast),
      sites: this.#sites(last, heldLast),
    };
  }

  #retained(dump: number, held: ReadonlySet<number>): number {
    const graph = this.#dumps[dump]?.graph;
    return graph ? retainedBytes(graph, held) : 0;
  }

  #nodesOf(dump: number, groups: readonly Aligned[]): Set<number> {
    const inDump = groups.map((aligned) => aligned[dump]).filter((group) => group !== undefined);
    return this.#trees[dump]?.nodesOf(new Set(inDump)) ?? new Set();
  }

  /** Over a child that was allocated while tracing, where there is one: that one certainly is part of the growth. */
  #samplePath(dump: number, children: ReadonlySet<number>): number[] {
    const graph = this.#dumps[dump]?.graph;
    const traced = [...children].find((node) => (graph?.siteOf[node] ?? 0) !== 0);
    const sample = traced ?? children.values().next().value;
    return sample === undefined ? [] : (this.#trees[dump]?.pathTo(sample) ?? []);
  }

  #sites(dump: number, children: ReadonlySet<number>): Holder['sites'] {
    const graph = this.#dumps[dump]?.graph;
    const objects = new Map<number, number>();
    for (const node of children) {
      const site = graph?.siteOf[node] ?? 0;
      if (site !== 0) objects.set(site, (objects.get(site) ?? 0) + 1);
    }
    return [...objects]
      .sort(([, a], [, b]) => b - a)
      .flatMap(([index, count]) => {
        const site = graph?.sites[index];
        return site ? [{ ...site, objects: count }] : [];
      });
  }

  /** A grouped path names one holder of several: one pass over all edges finds the others. */
  #otherHolders(dump: number, grown: readonly Aligned[], children: ReadonlySet<number>): string[] {
    const graph = this.#dumps[dump]?.graph;
    const tree = this.#trees[dump];
    if (!graph || !tree) return [];
    const own = new Set(grown.flatMap((aligned) => [aligned[dump], aligned[dump]?.parent]));
    const heldBy = new Map<Group, Set<number>>();
    for (let node = 0; node < graph.nodeCount; node++) {
      const end = graph.edgeStarts[node + 1] ?? 0;
      for (let edge = graph.edgeStarts[node] ?? 0; edge < end; edge++) {
        const target = graph.edgeTargets[edge] ?? 0;
        if (!children.has(target)) continue;
        const group = tree.groupOf(node);
        if (!group || graph.kinds[node] === NodeKind.cache || isBelow(group, own)) break;
        const targets = heldBy.get(group) ?? new Set();
        heldBy.set(group, targets.add(target));
      }
    }
    return [...heldBy]
      .filter(([, targets]) => targets.size * 2 >= children.size)
      .sort(([, a], [, b]) => b.size - a.size)
      .map(([group]) => pathOf([group]).slice(-3).join(' → '))
      .slice(0, 2);
  }
}

/** The child that grew by most objects. */
function largestGrowth(children: readonly Aligned[]): Aligned {
  const growthOf = (child: Aligned) => (child.at(-1)?.objects ?? 0) - (child[0]?.objects ?? 0);
  return children.toSorted((a, b) => growthOf(b) - growthOf(a))[0] ?? [];
}

/** Somewhere that grows: the group that was there, and those of its children that rise. */
interface Place {
  readonly holder: Aligned;
  readonly growing: readonly Aligned[];
}

/** Groups this close below one object belong to one leak: a registry with an array and a hash, say. */
const relatedWithin = 2;

/** Holders under a common ancestor are one leak; the one that was found first stands for it. */
function mergeRelated(places: readonly Place[]): Place[][] {
  const merged: { ancestors: Set<Group>; places: Place[] }[] = [];
  for (const place of places) {
    const ancestors = nearAncestors(place.holder);
    const known = merged.find((entry) => ancestors.some((ancestor) => entry.ancestors.has(ancestor)));
    if (known) known.places.push(place);
    else merged.push({ ancestors: new Set(ancestors), places: [place] });
  }
  return merged.map((entry) => entry.places);
}

function nearAncestors(groups: Aligned): Group[] {
  const ancestors: Group[] = [];
  let group = groups.at(-1);
  for (let up = 0; group && up <= relatedWithin && group.kind === NodeKind.instance; up++) {
    ancestors.push(group);
    group = group.parent;
  }
  return ancestors;
}

function alignedChildren(groups: Aligned): Aligned[] {
  const labels = new Set<string>();
  for (const group of groups) for (const label of group?.children.keys() ?? []) labels.add(label);
  return [...labels]
    .sort()
    .map((label) => groups.map((group) => ownChild(group, label)))
    .filter((aligned) => aligned.some((child) => child !== undefined));
}

/** A folded chain leads back to an ancestor, which is nobody's child a second time. */
function ownChild(group: Group | undefined, label: string): Group | undefined {
  const child = group?.children.get(label);
  return child?.parent === group ? child : undefined;
}

function addGrowth(groups: Aligned, growth: Map<string, { objects: number; bytes: number }>): void {
  const first = groups[0];
  const last = groups.at(-1);
  const label = labelOf(groups);
  const entry = growth.get(label) ?? { objects: 0, bytes: 0 };
  entry.objects += (last?.objects ?? 0) - (first?.objects ?? 0);
  entry.bytes += (last?.shallowBytes ?? 0) - (first?.shallowBytes ?? 0);
  growth.set(label, entry);
  for (const child of alignedChildren(groups)) addGrowth(child, growth);
}

function labelOf(groups: Aligned): string {
  return groups.findLast((group) => group !== undefined)?.label ?? '';
}

function pathOf(groups: Aligned): string[] {
  const path: string[] = [];
  let group = groups.findLast((candidate) => candidate !== undefined);
  for (; group?.parent; group = group.parent) path.unshift(group.label);
  return path;
}

function isBelow(group: Group, ancestors: ReadonlySet<Group | undefined>): boolean {
  for (let up: Group | undefined = group; up; up = up.parent) if (ancestors.has(up)) return true;
  return false;
}

function raise(message: string): never {
  throw new Error(message);
}
