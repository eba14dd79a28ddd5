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

/** Collects one `HeapPart` after the other. */
export class HeapPartWriter {
  readonly nodeWords: number;
  #nodes = new Int32Array(1 << 16);
  #nodesEnd = 0;
  #edges = new Int32Array(1 << 15);
  #edgesEnd = 0;
  #largeSizes = new Map<number, number>();

  constructor(withHashes: boolean) {
    this.nodeWords = withHashes ? wordsWithHash : wordsWithoutHash;
  }

  /** Of the part so far. */
  get nodeCount(): number {
    return this.#nodesEnd / this.nodeWords;
  }

  get edgeCount(): number {
    return this.#edgesEnd;
  }

  /** Keeps a size for a word of the nodes that are appended next. */
  keepLargeSize(word: number, bytes: number): void {
    this.#largeSizes.set(this.#nodesEnd + word, bytes);
  }

  append(nodes: Int32Array, edges: Int32Array): void {
    this.#nodes = withRoom(this.#nodes, this.#nodesEnd + nodes.length);
    this.#nodes.set(nodes, this.#nodesEnd);
    this.#nodesEnd += nodes.length;
    this.#edges = withRoom(this.#edges, this.#edgesEnd + edges.length);
    this.#edges.set(edges, this.#edgesEnd);
    this.#edgesEnd += edges.length;
  }

  /** All since the last part. */
  part(): HeapPart {
    const part = {
      nodes: this.#nodes.slice(0, this.#nodesEnd),
      edges: this.#edges.slice(0, this.#edgesEnd),
      nodeWords: this.nodeWords,
      largeSizes: this.#largeSizes,
    };
    this.#nodesEnd = 0;
    this.#edgesEnd = 0;
    this.#largeSizes = new Map();
    return part;
  }
}

function withRoom(array: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  if (length <= array.length) return array;
  const larger = new Int32Array(Math.max(length, array.length * 2));
  larger.set(array);
  return larger;
}
