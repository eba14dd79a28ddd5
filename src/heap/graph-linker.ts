import { addressAt, movedPlace } from './address-pages.ts';
import { type HeapGraph, NodeKind, type RootSet } from './graph.ts';
import { type HeapPart, isLarge, NodeWord } from './heap-part.ts';
import { NodeIndex } from './node-index.ts';

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
  readonly #numbers: Int32Array;
  readonly #numberOf: (own: number) => number;

  constructor(count: number, numberOf: (own: number) => number) {
    this.#numbers = new Int32Array(count).fill(-1);
    this.#numberOf = numberOf;
  }

  of(own: number): number {
    const known = this.#numbers[own] ?? -1;
    if (known !== -1) return known;
    const number = this.#numberOf(own);
    this.#numbers[own] = number;
    return number;
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
 * Joins the parts of a heap into one graph, in their order. Uses `parts` up: the memory of each is given back as soon as
 * it is read, since twice a heap is more than needs to be held. An edge or root whose target is no node is dropped.
 */
export function linkHeap(
  parts: readonly NumberedPart[],
  { pageStarts, roots, endedThreads, ...frame }: HeapFrame,
): HeapGraph {
  const places = placesOf(parts);
  const index = new NodeIndex(places, pageStarts.length);
  const columns = new GraphColumns(parts, places.length);
  for (const numbered of parts) {
    columns.append(numbered, index);
    numbered.part.nodes.buffer.transfer(0);
    numbered.part.edges.buffer.transfer(0);
  }
  for (const place of endedThreads) columns.kinds[index.nodeAt(place)] = NodeKind.instance;
  return {
    ...frame,
    ...columns.trimmed(),
    nodeCount: places.length,
    addresses: addressesOf(places, pageStarts),
    roots: roots.map((root) => ({
      kind: root.kind,
      label: root.label,
      nodes: Uint32Array.from(
        new Set([...root.places].map((place) => index.nodeAt(place)).filter((node) => node >= 0)),
      ),
    })),
  };
}

function placesOf(parts: readonly NumberedPart[]): Int32Array {
  const places = new Int32Array(parts.reduce((sum, { part }) => sum + part.nodes.length / part.nodeWords, 0));
  let node = 0;
  for (const { part, numbers } of parts) {
    const { nodes, nodeWords } = part;
    for (let at = 0; at < nodes.length; at += nodeWords) {
      places[node++] = movedPlace(nodes[at + NodeWord.place] ?? 0, numbers.pages);
    }
  }
  return places;
}

function addressesOf(places: Int32Array, pageStarts: Float64Array): Float64Array {
  const addresses = new Float64Array(places.length);
  for (let node = 0; node < places.length; node++) addresses[node] = addressAt(places[node] ?? 0, pageStarts);
  return addresses;
}

class GraphColumns {
  readonly #labels: Uint32Array;
  readonly kinds: Uint8Array;
  readonly #shallowBytes: Float64Array;
  readonly #siteOf: Uint32Array;
  readonly #stringBytes: Float64Array;
  readonly #stringHashes: Float64Array | undefined;
  readonly #edgeStarts: Uint32Array;
  readonly #edgeTargets: Uint32Array;
  readonly #classEdgeStarts: Uint32Array;
  readonly #classEdgeTargets: Uint32Array;
  #node = 0;
  #edges = 0;
  #classEdges = 0;

  constructor(parts: readonly NumberedPart[], nodeCount: number) {
    let edges = 0;
    let allEdges = 0;
    for (const { part } of parts) {
      allEdges += part.edges.length;
      for (let at = 0; at < part.nodes.length; at += part.nodeWords) {
        edges += (part.nodes[at + NodeWord.classEdgesFrom] ?? 0) - (part.nodes[at + NodeWord.edgesFrom] ?? 0);
      }
    }
    this.#labels = new Uint32Array(nodeCount);
    this.kinds = new Uint8Array(nodeCount);
    this.#shallowBytes = new Float64Array(nodeCount);
    this.#siteOf = new Uint32Array(nodeCount);
    this.#stringBytes = new Float64Array(nodeCount);
    const hasHashes = parts.some(({ part }) => part.nodeWords > NodeWord.hashHigh);
    this.#stringHashes = hasHashes ? new Float64Array(nodeCount) : undefined;
    this.#edgeStarts = new Uint32Array(nodeCount + 1);
    this.#edgeTargets = new Uint32Array(edges);
    this.#classEdgeStarts = new Uint32Array(nodeCount + 1);
    this.#classEdgeTargets = new Uint32Array(allEdges - edges);
  }

  append({ part, numbers }: NumberedPart, index: NodeIndex): void {
    const { nodes, nodeWords, edges } = part;
    const { pages, names, sites } = numbers;
    let nextEdge = 0;
    for (let at = 0; at < nodes.length; at += nodeWords) {
      const node = this.#node++;
      this.#labels[node] = names.of(nodes[at + NodeWord.label] ?? 0);
      this.kinds[node] = nodes[at + NodeWord.kind] ?? 0;
      this.#siteOf[node] = sites.of(nodes[at + NodeWord.site] ?? 0);
      this.#shallowBytes[node] = sizeAt(part, at + NodeWord.shallowBytes);
      this.#stringBytes[node] = sizeAt(part, at + NodeWord.stringBytes);
      if (this.#stringHashes) this.#stringHashes[node] = hashAt(nodes, at);
      const classEdgesFrom = nodes[at + NodeWord.classEdgesFrom] ?? 0;
      const edgesEnd = nodes[at + nodeWords + NodeWord.edgesFrom] ?? edges.length;
      for (; nextEdge < classEdgesFrom; nextEdge++) {
        const target = index.nodeAt(movedPlace(edges[nextEdge] ?? 0, pages));
        if (target >= 0) this.#edgeTargets[this.#edges++] = target;
      }
      for (; nextEdge < edgesEnd; nextEdge++) {
        const target = index.nodeAt(movedPlace(edges[nextEdge] ?? 0, pages));
        if (target >= 0) this.#classEdgeTargets[this.#classEdges++] = target;
      }
      this.#edgeStarts[node + 1] = this.#edges;
      this.#classEdgeStarts[node + 1] = this.#classEdges;
    }
  }

  trimmed() {
    return {
      labels: this.#labels,
      kinds: this.kinds,
      shallowBytes: this.#shallowBytes,
      siteOf: this.#siteOf,
      stringBytes: this.#stringBytes,
      stringHashes: this.#stringHashes,
      edgeStarts: this.#edgeStarts,
      edgeTargets: this.#edgeTargets.subarray(0, this.#edges),
      classEdgeStarts: this.#classEdgeStarts,
      classEdgeTargets: this.#classEdgeTargets.subarray(0, this.#classEdges),
    };
  }
}

function sizeAt({ nodes, largeSizes }: HeapPart, at: number): number {
  const bytes = nodes[at] ?? 0;
  return bytes === isLarge ? (largeSizes.get(at) ?? 0) : bytes;
}

function hashAt(nodes: Int32Array, at: number): number {
  return (nodes[at + NodeWord.hashHigh] ?? 0) * 0x1_0000_0000 + ((nodes[at + NodeWord.hashLow] ?? 0) >>> 0);
}
