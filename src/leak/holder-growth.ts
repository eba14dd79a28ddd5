import { NodeKind, type Site } from '../heap/graph.ts';
import type { Group } from '../heap/group-tree.ts';
import type { AlignedDumps, AlignedGroups, GroupedHeap } from './aligned-groups.ts';
import { bytesHeld } from './bytes-held.ts';
import { fingerprint } from './fingerprint.ts';
import { growingRows, type SmallestGrowth } from './growing-groups.ts';
import { nodesByRow } from './growing-nodes.ts';
import { otherHolders } from './other-holders.ts';
import { rowsByLeak } from './related-rows.ts';

/** Threads that run on have no holder in the program. */
const holderOfThreads = "the VM's list of living threads";

/** Where a leak accumulates, and what it gained from the first dump to the last. */
export interface HolderGrowth {
  /** The same for the same leak at another commit or on another machine: made of labels alone. */
  readonly id: string;
  /** A fingerprint for each group of objects that grows: holders that share some are one leak, to which others came. */
  readonly parts: readonly string[];
  readonly label: string;
  /** Labels from the kind of root down to the holder; of threads that run on their own, for no object holds them. */
  readonly path: readonly string[];
  /** Nodes of the last dump from a root to one of the children that grow. */
  readonly sample: readonly number[];
  /** What grows: the objects it holds itself, then all that hangs on them; most objects first. */
  readonly classes: readonly { readonly name: string; readonly objects: number }[];
  readonly objects: number;
  readonly shallowBytes: number;
  readonly retainedBytes: number;
  /** Other objects that hold most of what grows: cutting the path alone would not free it. */
  readonly alsoHeldBy: readonly string[];
  /** Where the growing objects were allocated, most first. */
  readonly sites: readonly (Site & { readonly objects: number })[];
}

/**
 * Finds what accumulates over `dumps`. A child grows when it rises in every interval, by `smallest` in all; a group
 * with such children is a holder, and nothing below those children is reported. Most objects first.
 */
export function findHolderGrowth(dumps: AlignedDumps, smallest: SmallestGrowth): HolderGrowth[] {
  const { groups, count } = dumps;
  const rows = growingRows(groups, count, smallest);
  if (rows.length === 0) return [];
  const first = { ...dumps.first, nodes: nodesByRow(rows, groups, 0, dumps.first) };
  const last = { ...dumps.last, nodes: nodesByRow(rows, groups, count - 1, dumps.last) };
  const leaks = rowsByLeak({ groups, dumps: count, tree: last.tree, nodes: last.nodes });
  return new HolderDescriber(groups, count, leaks, [first, last])
    .holders()
    .sort((a, b) => b.objects - a.objects || b.shallowBytes - a.shallowBytes || (a.id < b.id ? -1 : 1));
}

/** A dump and the nodes that grow in it, by row. */
interface EndOfSeries extends GroupedHeap {
  readonly nodes: ReadonlyMap<number, Uint32Array>;
}

class HolderDescriber {
  readonly #groups: AlignedGroups;
  readonly #lastDump: number;
  readonly #leaks: readonly (readonly number[])[];
  readonly #last: EndOfSeries;
  /** Bytes by number of the leak, counted from 1. */
  readonly #retained: { readonly before: Float64Array; readonly after: Float64Array };
  readonly #alsoHeldBy: readonly (readonly string[])[];

  constructor(
    groups: AlignedGroups,
    dumps: number,
    leaks: readonly (readonly number[])[],
    [first, last]: readonly [EndOfSeries, EndOfSeries],
  ) {
    this.#groups = groups;
    this.#lastDump = dumps - 1;
    this.#leaks = leaks;
    this.#last = last;
    const leakOf = this.#leakOf(last);
    this.#retained = {
      before: bytesHeld(first, this.#leakOf(first), leaks.length),
      after: bytesHeld(last, leakOf, leaks.length),
    };
    const own = leaks.map((rows) => this.#ownGroups(rows));
    this.#alsoHeldBy = otherHolders(last.graph, last.tree, leakOf, [new Set(), ...own]);
  }

  holders(): HolderGrowth[] {
    return this.#leaks.map((rows, leak) => this.#describe(rows, leak + 1));
  }

  #describe(rows: readonly number[], leak: number): HolderGrowth {
    const groups = this.#groups;
    // The place that comes first stands for the others.
    const holder = groups.parents[rows[0] ?? 0] ?? 0;
    const held = rows.filter((row) => groups.parents[row] === holder);
    const direct = new Set(held.map((row) => groups.classNames[row] ?? ''));
    const gains = this.#gainsByClass(rows);
    const classes = [...gains]
      .filter(([name, { objects }]) => objects > 0 || direct.has(name))
      .sort(
        ([a, x], [b, y]) =>
          Number(direct.has(b)) - Number(direct.has(a)) || y.objects - x.objects || (a < b ? -1 : 1),
      )
      .map(([name, { objects }]) => ({ name, objects }));
    const isThread = groups.kind(rows[0] ?? 0) === NodeKind.thread;
    const path = groups.path(isThread ? (rows[0] ?? 0) : holder);
    const { before, after } = this.#retained;
    return {
      id: fingerprint(path, [...direct].sort()),
      parts: rows.map((row) => fingerprint(groups.path(row), [])),
      label: isThread ? holderOfThreads : (path.at(-1) ?? ''),
      path,
      sample: this.#samplePath(held),
      classes,
      objects: sum([...gains.values()].map(({ objects }) => objects)),
      shallowBytes: sum([...gains.values()].map(({ bytes }) => bytes)),
      retainedBytes: (after[leak] ?? 0) - (before[leak] ?? 0),
      alsoHeldBy: this.#alsoHeldBy[leak] ?? [],
      sites: this.#sites(rows),
    };
  }

  /** The number of the leak that each node grows in, or 0. */
  #leakOf({ graph, nodes }: EndOfSeries): Uint32Array {
    const leakOf = new Uint32Array(graph.nodeCount);
    for (const [i, rows] of this.#leaks.entries()) {
      for (const row of rows) for (const node of nodes.get(row) ?? []) leakOf[node] = i + 1;
    }
    return leakOf;
  }

  /** What grows and what it hangs on. */
  #ownGroups(rows: readonly number[]): Set<Group> {
    const own = rows.flatMap((row) => {
      const group = this.#groups.group(row, this.#lastDump);
      return [group, group?.parent];
    });
    // The whole heap, which threads hang on, holds nothing.
    return new Set(own.filter((group) => group !== undefined).filter(({ parent }) => parent !== undefined));
  }

  #gainsByClass(rows: readonly number[]): Map<string, { objects: number; bytes: number }> {
    const groups = this.#groups;
    const gains = new Map<string, { objects: number; bytes: number }>();
    for (const top of rows) {
      for (let row = top; row < (groups.ends[top] ?? 0); row++) {
        const name = groups.classNames[row] ?? '';
        const gain = gains.get(name) ?? { objects: 0, bytes: 0 };
        gain.objects += groups.objects(row, this.#lastDump) - groups.objects(row, 0);
        gain.bytes += groups.shallowBytes(row, this.#lastDump) - groups.shallowBytes(row, 0);
        gains.set(name, gain);
      }
    }
    return gains;
  }

  /**
   * To one of the child that grew most, and of those to one that was allocated while tracing, where there is one: that
   * one certainly is part of the growth.
   */
  #samplePath(held: readonly number[]): number[] {
    const groups = this.#groups;
    const gain = (row: number) => groups.objects(row, this.#lastDump) - groups.objects(row, 0);
    const [most = 0] = held.toSorted((a, b) => gain(b) - gain(a));
    const { graph, tree, nodes } = this.#last;
    const children = nodes.get(most) ?? new Uint32Array();
    const sample = children.find((node) => graph.siteOf[node] !== 0) ?? children[0];
    return sample === undefined ? [] : tree.pathTo(sample);
  }

  #sites(rows: readonly number[]): HolderGrowth['sites'] {
    const { graph, nodes } = this.#last;
    const objects = new Map<number, number>();
    for (const row of rows) {
      for (const node of nodes.get(row) ?? []) {
        const site = graph.siteOf[node] ?? 0;
        if (site !== 0) objects.set(site, (objects.get(site) ?? 0) + 1);
      }
    }
    return [...objects]
      .flatMap(([index, count]) => {
        const site = graph.sites[index];
        return site ? [{ ...site, objects: count }] : [];
      })
      .sort(
        (a, b) => b.objects - a.objects || (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line),
      );
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
