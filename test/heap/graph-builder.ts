import type { HeapGraph, NodeKind, RootSet, Site } from '../../src/heap/graph.ts';

/**
 * Collects the rows of a dump into the columns of a `HeapGraph`. Edges name their targets by address and may point
 * ahead; a target that no row has is dropped when the graph is built. Names and sites are kept once.
 */
export class GraphBuilder {
  readonly #addresses = new Column(Float64Array);
  readonly #labels = new Column(Uint32Array);
  readonly #kinds = new Column(Uint8Array);
  readonly #shallowBytes = new Column(Float64Array);
  readonly #siteOf = new Column(Uint32Array);
  readonly #stringBytes = new Column(Float64Array);
  readonly #stringHashes = new Column(Float64Array);
  readonly #edges = new EdgeList();
  readonly #classEdges = new EdgeList();
  readonly #roots: { kind: RootSet['kind']; label: string; addresses: readonly number[] }[] = [];
  #labelCount = 0;
  #hasHashes = false;
  readonly #sites: (Site | undefined)[] = [undefined];
  readonly #sitesByFile = new Map<string, Map<number, number>>();

  /**
   * Appends a node; the edges added next are its own. `label` is a number of the caller's own, counted from 0, for what
   * `build` then has a name for; `site` comes from `siteNumber`, or is 0 where the allocation was not traced.
   */
  addNode(
    address: number,
    label: number,
    kind: NodeKind,
    shallowBytes: number,
    site = 0,
    stringBytes = 0,
    stringHash = 0,
  ): void {
    this.#addresses.push(address);
    this.#labels.push(label);
    this.#labelCount = Math.max(this.#labelCount, label + 1);
    this.#kinds.push(kind);
    this.#shallowBytes.push(shallowBytes);
    this.#siteOf.push(site);
    this.#stringBytes.push(stringBytes);
    if (stringHash !== 0) this.#hasHashes = true;
    this.#stringHashes.push(stringHash);
    this.#edges.startNode();
    this.#classEdges.startNode();
  }

  siteNumber(file: string, line: number): number {
    const known = this.#sitesByFile.get(file)?.get(line);
    if (known !== undefined) return known;
    const number = this.#sites.push({ file, line }) - 1;
    const lines = this.#sitesByFile.get(file) ?? new Map<number, number>();
    this.#sitesByFile.set(file, lines.set(line, number));
    return number;
  }

  addEdge(targetAddress: number): void {
    this.#edges.add(targetAddress);
  }

  addClassEdge(targetAddress: number): void {
    this.#classEdges.add(targetAddress);
  }

  addRoots(kind: RootSet['kind'], label: string, addresses: readonly number[]): void {
    this.#roots.push({ kind, label, addresses });
  }

  /** `nameOf` turns the labels that nodes were added with into the names people read; several may become one. */
  build(
    skippedRows: number,
    nameOf: (label: number) => string,
    skippedLines: readonly number[] = [],
  ): HeapGraph {
    const addresses = this.#addresses.trimmed();
    const index = new AddressIndex(addresses);
    const edges = this.#edges.resolve(index);
    const classEdges = this.#classEdges.resolve(index);
    const names = new Interned();
    const nameOfLabel = Uint32Array.from({ length: this.#labelCount }, (_, label) =>
      names.indexOf(nameOf(label)),
    );
    return {
      nodeCount: addresses.length,
      addresses,
      labels: this.#labels.trimmed().map((label) => nameOfLabel[label] ?? 0),
      kinds: this.#kinds.trimmed(),
      shallowBytes: this.#shallowBytes.trimmed(),
      siteOf: this.#siteOf.trimmed(),
      stringBytes: this.#stringBytes.trimmed(),
      stringHashes: this.#hasHashes ? this.#stringHashes.trimmed() : undefined,
      edgeStarts: edges.starts,
      edgeTargets: edges.targets,
      classEdgeStarts: classEdges.starts,
      classEdgeTargets: classEdges.targets,
      lostReferences: edges.lost + classEdges.lost,
      roots: this.#roots.map((root) => ({
        kind: root.kind,
        label: root.label,
        nodes: Uint32Array.from(
          new Set(root.addresses.map((address) => index.find(address)).filter((node) => node >= 0)),
        ),
      })),
      names: names.list,
      sites: this.#sites,
      skippedRows,
      skippedLines,
    };
  }
}

/** Strings, each kept once. */
class Interned {
  readonly list: string[] = [];
  readonly #index = new Map<string, number>();

  indexOf(text: string): number {
    const known = this.#index.get(text);
    if (known !== undefined) return known;
    this.#index.set(text, this.list.length);
    return this.list.push(text) - 1;
  }
}

type NumberArray = Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/** A typed array that grows. */
class Column<Values extends NumberArray> {
  readonly #type: new (
    length: number,
  ) => Values;
  #values: Values;
  length = 0;

  constructor(type: new (length: number) => Values) {
    this.#type = type;
    this.#values = new type(1024);
  }

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new this.#type(this.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.length++] = value;
  }

  trimmed(): Values {
    return this.#values.slice(0, this.length) as Values;
  }
}

class EdgeList {
  readonly #starts = new Column(Uint32Array);
  readonly #targets = new Column(Float64Array);

  startNode(): void {
    this.#starts.push(this.#targets.length);
  }

  add(targetAddress: number): void {
    this.#targets.push(targetAddress);
  }

  /** CSR of the edges whose target is a row of the dump. */
  resolve(index: AddressIndex): { starts: Uint32Array; targets: Uint32Array; lost: number } {
    const from = this.#starts.trimmed();
    const addresses = this.#targets.trimmed();
    const starts = new Uint32Array(from.length + 1);
    const targets = new Uint32Array(addresses.length);
    let kept = 0;
    for (let node = 0; node < from.length; node++) {
      starts[node] = kept;
      const end = from[node + 1] ?? addresses.length;
      for (let edge = from[node] ?? 0; edge < end; edge++) {
        const target = index.find(addresses[edge] ?? 0);
        if (target >= 0) targets[kept++] = target;
      }
    }
    starts[from.length] = kept;
    return { starts, targets: targets.slice(0, kept), lost: addresses.length - kept };
  }
}

/** From address to node: open addressing with double hashing, at most half full. */
class AddressIndex {
  readonly #addresses: Float64Array;
  readonly #slots: Int32Array;
  readonly #mask: number;

  constructor(addresses: Float64Array) {
    this.#addresses = addresses;
    const size = 2 ** Math.ceil(Math.log2(Math.max(2, addresses.length * 2)));
    this.#mask = size - 1;
    this.#slots = new Int32Array(size).fill(-1);
    for (let node = 0; node < addresses.length; node++) {
      const address = addresses[node] ?? 0;
      let slot = this.#firstSlotOf(address);
      while (this.#slots[slot] !== -1) slot = (slot + stepOf(address)) & this.#mask;
      this.#slots[slot] = node;
    }
  }

  /** The node at `address`, or -1. */
  find(address: number): number {
    let slot = this.#firstSlotOf(address);
    for (;;) {
      const node = this.#slots[slot] ?? -1;
      if (node === -1 || this.#addresses[node] === address) return node;
      slot = (slot + stepOf(address)) & this.#mask;
    }
  }

  /** Neighbours in memory, which refer to each other more often than others do, are neighbours in the table. */
  #firstSlotOf(address: number): number {
    return ((address >>> 3) + Math.imul(highBitsOf(address), 0x85eb_ca6b)) & this.#mask;
  }
}

/** From a taken slot to the next to try: odd, so that all are tried in the end, and another for every address. */
const stepOf = (address: number): number =>
  (Math.imul((address | 0) ^ highBitsOf(address), 0x9e37_79b1) >>> 15) | 1;

const highBitsOf = (address: number): number => Math.floor(address / 0x1_0000_0000);
