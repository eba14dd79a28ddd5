/** Bytes, in half the memory where none is 2 GiB or more. */
export type Sizes = Uint32Array | Float64Array;

/**
 * A heap dump as columns: node `i` is row `i` of every array, edges are in CSR form
 * (the targets of node `i` are `edgeTargets[edgeStarts[i] .. edgeStarts[i + 1]]`).
 * Built once by a runtime's dump reader and the same for every runtime. Values of strings are never kept.
 */
export interface HeapGraph {
  readonly nodeCount: number;
  /** Address in the process the dump came from; unique within one dump, meaningless across dumps. */
  readonly addresses: Float64Array;
  /** Index into `names`: the class of an instance, the own name of a class or module, the type of a VM internal. */
  readonly labels: Uint32Array;
  /** One of `NodeKind`. */
  readonly kinds: Uint8Array;
  /** Shallow size in bytes; of a string at least its length. */
  readonly shallowBytes: Sizes;
  /** Length of a string's value in bytes; 0 for everything that is no string. */
  readonly stringBytes: Sizes;
  /**
   * Only where asked for: 53 bits of a hash of each string's value, so that equal values of equal length can be told
   * without keeping any; 0 where there is no value to hash.
   */
  readonly stringHashes: Float64Array | undefined;
  /** Index into `sites`, or 0 where the allocation was not traced. */
  readonly siteOf: Uint32Array;
  readonly edgeStarts: Uint32Array;
  readonly edgeTargets: Uint32Array;
  /** Edges from an object to its class and from a class to its superclass: real, but last resort for a path. */
  readonly classEdgeStarts: Uint32Array;
  readonly classEdgeTargets: Uint32Array;
  readonly roots: readonly RootSet[];
  readonly names: readonly string[];
  readonly sites: readonly (Site | undefined)[];
  /** References of nodes to what is no node of the dump: they are no edges. */
  readonly lostReferences: number;
  /** Rows of the dump that could not be read. */
  readonly skippedRows: number;
  /** Line numbers of the first few of them, counted from 1. */
  readonly skippedLines: readonly number[];
}

export const NodeKind = {
  instance: 0,
  string: 1,
  classOrModule: 2,
  /** One that lives. */
  thread: 3,
  /** VM internals: real nodes, but no class of the program grows by them. */
  internal: 4,
  /** VM caches that point at whatever a call site last saw: followed last, never growth. */
  cache: 5,
} as const;
export type NodeKind = (typeof NodeKind)[keyof typeof NodeKind];

/** Where a value was allocated. */
export interface Site {
  readonly file: string;
  readonly line: number;
}

/** The nodes one kind of root keeps alive. */
export interface RootSet {
  readonly kind: 'global' | 'thread' | 'stack';
  /** The runtime's word for it, such as `vm` or `global_tbl`; for a thread its name with digits folded. */
  readonly label: string;
  readonly nodes: Uint32Array;
}
