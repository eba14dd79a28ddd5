import type { NodeKind } from './graph.ts';

/**
 * The nodes of one stretch of a dump with their edges, as the reader of that stretch numbers pages, labels and sites.
 * Of each node `nodeWords` words, which `NodeWord` names; of all of them the targets of their edges, as places, one
 * node's after another's: the other edges first, class edges last.
 */
export interface HeapPart {
  readonly nodes: Int32Array<ArrayBuffer>;
  readonly edges: Int32Array<ArrayBuffer>;
  readonly nodeWords: number;
  /** Sizes that do not fit into 31 bits, by index into `nodes`; a word of `isLarge` stands there. */
  readonly largeSizes: ReadonlyMap<number, number>;
}

export const NodeWord = {
  place: 0,
  label: 1,
  /** A `NodeKind`. */
  kind: 2,
  shallowBytes: 3,
  stringBytes: 4,
  site: 5,
  /** Where in `edges` the node's own begin, and the class edges among them; the next node's follow. */
  edgesFrom: 6,
  classEdgesFrom: 7,
  /** The lower 32 bits of a string's hash, and its upper 21: only where asked for. */
  hashLow: 8,
  hashHigh: 9,
} as const;
const wordsWithoutHash = 8;
const wordsWithHash = 10;

export const isLarge = -1;
const largestSmallSize = 2 ** 31 - 1;

/** Collects one `HeapPart` after the other, in the same memory. */
export class HeapPartWriter {
  readonly nodeWords: number;
  #nodes = new Int32Array(1 << 16);
  #node = 0;
  #nextNode = 0;
  #edges = new Int32Array(1 << 15);
  #nextEdge = 0;
  #largeSizes = new Map<number, number>();

  constructor(withHashes: boolean) {
    this.nodeWords = withHashes ? wordsWithHash : wordsWithoutHash;
  }

  /** Appends a node; the edges added next are its own. */
  addNode(
    place: number,
    label: number,
    kind: NodeKind,
    site: number,
    shallowBytes: number,
    stringBytes: number,
  ): void {
    const node = this.#nextNode;
    this.#nextNode = node + this.nodeWords;
    if (this.#nextNode > this.#nodes.length) this.#nodes = larger(this.#nodes);
    const nodes = this.#nodes;
    nodes[node + NodeWord.place] = place;
    nodes[node + NodeWord.label] = label;
    nodes[node + NodeWord.kind] = kind;
    nodes[node + NodeWord.shallowBytes] = this.#size(node + NodeWord.shallowBytes, shallowBytes);
    nodes[node + NodeWord.stringBytes] = this.#size(node + NodeWord.stringBytes, stringBytes);
    nodes[node + NodeWord.site] = site;
    nodes[node + NodeWord.edgesFrom] = this.#nextEdge;
    nodes[node + NodeWord.classEdgesFrom] = this.#nextEdge;
    if (this.nodeWords > NodeWord.hashLow) nodes.fill(0, node + NodeWord.hashLow, node + this.nodeWords);
    this.#node = node;
  }

  /** `hash` is a whole number of at most 53 bits. */
  setHash(hash: number): void {
    this.#nodes[this.#node + NodeWord.hashLow] = hash | 0;
    this.#nodes[this.#node + NodeWord.hashHigh] = Math.floor(hash / 0x1_0000_0000);
  }

  /** Not after a class edge of the same node. */
  addEdge(place: number): void {
    this.addClassEdge(place);
    this.#nodes[this.#node + NodeWord.classEdgesFrom] = this.#nextEdge;
  }

  addClassEdge(place: number): void {
    if (this.#nextEdge === this.#edges.length) this.#edges = larger(this.#edges);
    this.#edges[this.#nextEdge++] = place;
  }

  /** All since the last part. */
  part(): HeapPart {
    const part = {
      nodes: this.#nodes.slice(0, this.#nextNode),
      edges: this.#edges.slice(0, this.#nextEdge),
      nodeWords: this.nodeWords,
      largeSizes: this.#largeSizes,
    };
    this.#nextNode = 0;
    this.#nextEdge = 0;
    this.#largeSizes = new Map();
    return part;
  }

  #size(at: number, bytes: number): number {
    if (bytes <= largestSmallSize) return bytes;
    this.#largeSizes.set(at, bytes);
    return isLarge;
  }
}

function larger(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(array.length * 2);
  grown.set(array);
  return grown;
}
