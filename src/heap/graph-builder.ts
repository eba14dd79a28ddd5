import type { HeapGraph, NodeKind, RootSet, Site } from './graph.ts';

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
  readonly #edges = new EdgeList();
  readonly #classEdges = new EdgeList();
  readonly #roots: { kind: RootSet['kind']; label: string; addresses: readonly number[] }[] = [];
  readonly #names = new Interned();
  readonly #sites: (Site | undefined)[] = [undefined];
  readonly #siteIndex = new Map<string, number>();

  /** Appends a node; the edges added next are its own. */
  addNode(node: { address: number; label: string; kind: NodeKind; shallowBytes: number; site?: Site | undefined }): void {
    this.#addresses.push(node.address);
    this.#labels.push(this.#names.indexOf(node.label));
    this.#kinds.push(node.kind);
    this.#shallowBytes.push(node.shallowBytes);
    this.#siteOf.push(node.site ? this.#indexOfSite(node.site) : 0);
    this.#edges.startNode();
    this.#classEdges.startNode();
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
  build(skippedRows: number, nameOf: (label: string) => string = (label) => label): HeapGraph {
    const addresses = this.#addresses.trimmed();
    const index = new AddressIndex(addresses);
    const edges = this.#edges.resolve(index);
    const classEdges = this.#classEdges.resolve(index);
    const names = new Interned();
    const renamed = this.#names.list.map((label) => names.indexOf(nameOf(label)));
    return {
      nodeCount: addresses.length,
      addresses,
      labels: this.#labels.trimmed().map((label) => renamed[label] ?? 0),
      kinds: this.#kinds.trimmed(),
      shallowBytes: this.#shallowBytes.trimmed(),
      siteOf: this.#siteOf.trimmed(),
      edgeStarts: edges.starts,
      edgeTargets: edges.targets,
      classEdgeStarts: classEdges.starts,
      classEdgeTargets: classEdges.targets,
      roots: this.#roots.map((root) => ({
        kind: root.kind,
        label: root.label,
        nodes: Uint32Array.from(new Set(root.addresses.map((address) => index.find(address)).filter((node) => node >= 0))),
      })),
      names: names.list,
      sites: this.#sites,
      skippedRows,
    };
  }

  #indexOfSite(site: Site): number {
    const key = `${site.file}:${site.line}`;
    const known = this.#siteIndex.get(key);
    if (known !== undefined) return known;
    this.#siteIndex.set(key, this.#sites.length);
    return this.#sites.push(site) - 1;
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
  readonly #type: new (length: number) => Values;
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
  resolve(index: AddressIndex): { starts: Uint32Array; targets: Uint32Array } {
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
    return { starts, targets: targets.slice(0, kept) };
  }
}

/** From address to node: open addressing with linear probing, at most half full. */
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
      let slot = this.#slotOf(addresses[node] ?? 0);
      while (this.#slots[slot] !== -1) slot = (slot + 1) & this.#mask;
      this.#slots[slot] = node;
    }
  }

  /** The node at `address`, or -1. */
  find(address: number): number {
    let slot = this.#slotOf(address);
    for (;;) {
      const node = this.#slots[slot] ?? -1;
      if (node === -1 || this.#addresses[node] === address) return node;
      slot = (slot + 1) & this.#mask;
    }
  }

  /** Heap slots are 8-byte aligned, so the low bits say nothing; multiplying spreads neighbours (Knuth's constant). */
  #slotOf(address: number): number {
    const high = Math.floor(address / 0x1_0000_0000);
    return (Math.imul((address >>> 3) ^ Math.imul(high, 0x85eb_ca6b), 0x9e37_79b1) >>> 7) & this.#mask;
  }
}
