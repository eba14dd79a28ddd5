import { movedPlace } from './address-pages.ts';
import { type HeapGraph, NodeKind, type RootSet } from './graph.ts';
import { type HeapPart, NodeWord } from './heap-part.ts';
import { indexNodes, NodeIndex } from './node-index.ts';
import type { GraphColumns, LinkedPart, PlacedPart } from './part-linker.ts';

/** What the numbers in a part stand for in the whole heap. */
export interface PartNumbers {
  /** By page number of the part. */
  readonly pages: Int32Array;
  /** By label of the part: an index into the graph's names. */
  readonly names: LateNumbers;
  /** By site of the part: an index into the graph's sites. */
  readonly sites: LateNumbers;
}

/** Other numbers for `count` numbers, each asked for at its first use: numbers given in that order depend on nothing else. */
export class LateNumbers {
  readonly numbers: Int32Array;
  readonly #numberOf: (own: number) => number;

  constructor(count: number, numberOf: (own: number) => number) {
    this.numbers = new Int32Array(count).fill(-1);
    this.#numberOf = numberOf;
  }

  use(own: number): void {
    if (this.numbers[own] === -1) this.numbers[own] = this.#numberOf(own);
  }
}

export interface NumberedPart {
  readonly part: HeapPart;
  readonly numbers: PartNumbers;
}

/** Roots whose nodes are given as places on pages of the whole heap. */
export interface PlacedRoots {
  readonly kind: RootSet['kind'];
  readonly label: string;
  readonly places: Int32Array;
}

/** What of a graph the parts do not tell. */
export interface HeapFrame extends Pick<HeapGraph, 'names' | 'sites' | 'skippedRows' | 'skippedLines'> {
  /** The address of each page's first slot, by page number of the whole heap. */
  readonly pageStarts: Float64Array;
  readonly roots: readonly PlacedRoots[];
  /** Places of threads that do not live any more, whatever the parts say: they are objects like others. */
  readonly endedThreads: Int32Array;
}

/**
 * The parts of a heap on their way to one graph, in their order: each of `parts` is to be given to `linkPart` with
 * `columns`, once, by any thread; then there is a graph.
 */
export class HeapLinking {
  readonly parts: readonly PlacedPart[];
  readonly columns: GraphColumns;
  readonly #frame: HeapFrame;

  constructor(numbered: readonly NumberedPart[], frame: HeapFrame) {
    this.#frame = frame;
    const nodeCount = numbered.reduce((sum, { part }) => sum + part.nodes.length / part.nodeWords, 0);
    const places = new Int32Array(nodeCount);
    let firstNode = 0;
    let firstEdge = 0;
    let firstClassEdge = 0;
    this.parts = numbered.map(({ part, numbers: { pages, names, sites } }) => {
      const placed = { pages, names: names.numbers, sites: sites.numbers, part };
      const starts = { firstNode, firstEdge, firstClassEdge };
      const { nodes, nodeWords, edges } = part;
      let classEdges = edges.length;
      for (let at = 0; at < nodes.length; at += nodeWords) {
        places[firstNode++] = movedPlace(nodes[at + NodeWord.place] ?? 0, pages);
        names.use(nodes[at + NodeWord.label] ?? 0);
        sites.use(nodes[at + NodeWord.site] ?? 0);
        classEdges -= (nodes[at + NodeWord.classEdgesFrom] ?? 0) - (nodes[at + NodeWord.edgesFrom] ?? 0);
      }
      firstEdge += edges.length - classEdges;
      firstClassEdge += classEdges;
      return { ...placed, ...starts };
    });
    const sharedSizes = numbered.some(({ part }) => part.largeSizes.size > 0)
      ? sharedNumbers
      : sharedIntegers;
    const hasHashes = numbered.some(({ part }) => part.nodeWords > NodeWord.hashHigh);
    this.columns = {
      index: indexNodes(places, frame.pageStarts.length),
      pageStarts: frame.pageStarts,
      addresses: sharedNumbers(nodeCount),
      labels: sharedIntegers(nodeCount),
      kinds: new Uint8Array(new SharedArrayBuffer(nodeCount)),
      shallowBytes: sharedSizes(nodeCount),
      siteOf: sharedIntegers(nodeCount),
      stringBytes: sharedSizes(nodeCount),
      stringHashes: hasHashes ? sharedNumbers(nodeCount) : undefined,
      edgeStarts: sharedIntegers(nodeCount + 1),
      edgeTargets: sharedIntegers(firstEdge),
      classEdgeStarts: sharedIntegers(nodeCount + 1),
      classEdgeTargets: sharedIntegers(firstClassEdge),
    };
  }

  /** Once all parts are linked; `linked` is what became of each. A root that is no node is dropped. */
  graph(linked: readonly LinkedPart[]): HeapGraph {
    const { pageStarts: _, roots, endedThreads, ...frame } = this.#frame;
    const { index: indexColumns, pageStarts: __, ...columns } = this.columns;
    const index = new NodeIndex(indexColumns);
    const nodeCount = columns.labels.length;
    const edges = closeGaps(columns.edgeTargets, columns.edgeStarts, this.#stretches(linked, 'edges'));
    const classEdges = closeGaps(
      columns.classEdgeTargets,
      columns.classEdgeStarts,
      this.#stretches(linked, 'classEdges'),
    );
    for (const place of endedThreads) columns.kinds[index.nodeAt(place)] = NodeKind.instance;
    return {
      ...frame,
      ...columns,
      edgeTargets: columns.edgeTargets.subarray(0, edges),
      classEdgeTargets: columns.classEdgeTargets.subarray(0, classEdges),
      nodeCount,
      lostReferences: columns.edgeTargets.length + columns.classEdgeTargets.length - edges - classEdges,
      roots: roots.map((root) => ({
        kind: root.kind,
        label: root.label,
        nodes: Uint32Array.from(
          new Set([...root.places].map((place) => index.nodeAt(place)).filter((node) => node >= 0)),
        ),
      })),
    };
  }

  #stretches(linked: readonly LinkedPart[], sort: keyof LinkedPart): Stretch[] {
    return this.parts.map(({ firstNode, firstEdge, firstClassEdge }, i) => ({
      firstNode,
      nodesEnd: this.parts[i + 1]?.firstNode ?? this.columns.labels.length,
      first: sort === 'edges' ? firstEdge : firstClassEdge,
      count: linked[i]?.[sort] ?? 0,
    }));
  }
}

/** The edges of one part, where they were written. */
interface Stretch {
  readonly firstNode: number;
  readonly nodesEnd: number;
  readonly first: number;
  readonly count: number;
}

/** Moves edges to directly behind each other, and answers how many there are. */
function closeGaps(targets: Uint32Array, starts: Uint32Array, stretches: readonly Stretch[]): number {
  let end = 0;
  for (const { firstNode, nodesEnd, first, count } of stretches) {
    const gap = first - end;
    if (gap > 0) {
      targets.copyWithin(end, first, first + count);
      for (let node = firstNode + 1; node <= nodesEnd; node++) starts[node] = (starts[node] ?? 0) - gap;
    }
    end += count;
  }
  return end;
}

const sharedNumbers = (count: number): Float64Array => new Float64Array(new SharedArrayBuffer(8 * count));
const sharedIntegers = (count: number): Uint32Array => new Uint32Array(new SharedArrayBuffer(4 * count));
