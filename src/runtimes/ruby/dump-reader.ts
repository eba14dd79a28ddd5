import { createReadStream } from 'node:fs';
import parser from 'stream-json/jsonl/parser.js';
import { CannotMeasure } from '../../cannot-measure.ts';
import { type HeapGraph, NodeKind, type Site } from '../../heap/graph.ts';
import { GraphBuilder } from '../../heap/graph-builder.ts';
import type { ThreadName } from '../runtime.ts';

/** A row of `ObjectSpace.dump_all`, as far as it is used. Keys differ between Ruby versions: all are optional. */
interface DumpRow {
  readonly address?: string;
  readonly type?: string;
  readonly root?: string;
  readonly class?: string;
  readonly superclass?: string;
  readonly name?: string;
  readonly singleton?: boolean;
  readonly imemo_type?: string;
  readonly struct?: string;
  readonly memsize?: number;
  readonly bytesize?: number;
  readonly file?: string;
  readonly line?: number;
  readonly references?: readonly string[];
}

/** The share of unreadable rows above which a dump says nothing trustworthy. */
const largestSkippedShare = 0.001;

/**
 * Reads a dump written by `ObjectSpace.dump_all` (JSON, one row a line), the straightforward way: one parsed object
 * a row. Throws `CannotMeasure` when the file is no such dump or too many of its rows cannot be read.
 */
export async function readRubyDump(file: string, threads: readonly ThreadName[] = []): Promise<HeapGraph> {
  const reader = new RubyDumpReader(threads);
  const rows = createReadStream(file, { highWaterMark: 1 << 20 }).pipe(
    parser.asStream({ errorIndicator: () => unreadable }),
  );
  for await (const row of rows) reader.read(row.value);
  return reader.graph(file);
}

const unreadable = null;

class RubyDumpReader {
  readonly #builder = new GraphBuilder();
  readonly #classes = new ClassNames();
  readonly #threadNames: ReadonlyMap<number, string>;
  #rows = 0;
  #skippedRows = 0;

  constructor(threads: readonly ThreadName[]) {
    this.#threadNames = new Map(threads.map((thread) => [thread.address, foldDigits(thread.name)]));
  }

  read(value: unknown): void {
    this.#rows++;
    if (!isRow(value)) this.#skippedRows++;
    else if (value.type === 'ROOT') this.#readRoot(value);
    else if (value.address === undefined || value.type === undefined) this.#skippedRows++;
    else if (value.type !== 'ZOMBIE') this.#readNode(value, value.type, Number(value.address));
  }

  graph(file: string): HeapGraph {
    if (this.#rows === 0) throw new CannotMeasure(`${file} is empty: the app wrote no heap dump`);
    if (this.#skippedRows > this.#rows * largestSkippedShare) {
      throw new CannotMeasure(
        `${file}: ${this.#skippedRows} of ${this.#rows} rows are not rows of a Ruby heap dump; was the disk full, or the dump cut short?`,
      );
    }
    return this.#builder.build(this.#skippedRows, (label) => this.#classes.nameOf(label));
  }

  #readRoot(row: DumpRow): void {
    const label = row.root ?? 'unknown';
    const kind = label === 'machine_context' ? 'stack' : 'global';
    this.#builder.addRoots(kind, label, (row.references ?? []).map(Number));
  }

  #readNode(row: DumpRow, type: string, address: number): void {
    const isClass = type === 'CLASS' || type === 'MODULE';
    if (isClass) this.#classes.add(row, type);
    this.#builder.addNode({
      address,
      label: isClass ? ownLabel(row.address ?? '') : labelOf(row, type),
      kind: kindOf(row, type),
      shallowBytes: shallowBytesOf(row),
      site: siteOf(row),
    });
    for (const target of row.references ?? []) {
      // A singleton class refers to its superclass among its references too: one edge of each is enough.
      if (target !== row.class && target !== row.superclass) this.#builder.addEdge(Number(target));
    }
    // The class of a VM-internal row is whatever it caches or belongs to, not what it is an instance of.
    if (row.class !== undefined) this.#builder.addClassEdge(Number(row.class));
    if (row.superclass !== undefined) this.#builder.addClassEdge(Number(row.superclass));
    if (row.struct === 'VM/thread') {
      this.#builder.addRoots('thread', this.#threadNames.get(address) ?? 'unnamed', [address]);
    }
  }
}

function isRow(value: unknown): value is DumpRow {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** What a call site last saw: it points at classes and methods without being anyone's data. */
const cacheTypes = new Set(['callcache', 'callinfo', 'constcache']);

function kindOf(row: DumpRow, type: string): NodeKind {
  if (type === 'CLASS' || type === 'MODULE') return NodeKind.classOrModule;
  if (type === 'IMEMO') return cacheTypes.has(row.imemo_type ?? '') ? NodeKind.cache : NodeKind.internal;
  if (type === 'ICLASS' || row.class === undefined) return NodeKind.internal;
  if (row.struct === 'VM/thread') return NodeKind.thread;
  return type === 'STRING' ? NodeKind.string : NodeKind.instance;
}

function labelOf(row: DumpRow, type: string): string {
  if (type === 'IMEMO') return `imemo_${row.imemo_type ?? 'unknown'}`;
  if (type === 'ICLASS') return 'iclass';
  // Arrays, hashes and strings without a class are the VM's own.
  return row.class === undefined ? `hidden ${type.toLowerCase()}` : instanceLabel(row.class);
}

/** Up to this length a string fits into its slot in every Ruby. */
const embeddedBytes = 23;
const stringHeaderBytes = 40;

/** By length for a longer string: `memsize` is its capacity, which doubles now and then, and nothing for a shared one. */
function shallowBytesOf(row: DumpRow): number {
  const length = row.bytesize ?? 0;
  return length > embeddedBytes ? stringHeaderBytes + length : (row.memsize ?? 0);
}

function siteOf(row: DumpRow): Site | undefined {
  return row.file !== undefined && row.line !== undefined ? { file: row.file, line: row.line } : undefined;
}

/** Numbers in names differ between boots and threads of a pool: `puma srv tp 001` is `puma srv tp #`. */
export function foldDigits(name: string): string {
  return name.replace(/\d+/g, '#');
}

// Classes may be named on rows after their instances, so labels hold the class's address until the end.
const instanceLabel = (classAddress: string): string => `instance ${classAddress}`;
const ownLabel = (classAddress: string): string => `self ${classAddress}`;

/** Names of classes as the process itself would say them, without addresses. */
class ClassNames {
  readonly #rows = new Map<string, { type: string; name?: string; superclass?: string; singleton: boolean }>();

  add(row: DumpRow, type: string): void {
    this.#rows.set(row.address ?? '', {
      type,
      singleton: row.singleton === true,
      ...(row.name === undefined ? {} : { name: row.name }),
      ...(row.superclass === undefined ? {} : { superclass: row.superclass }),
    });
  }

  nameOf(label: string): string {
    const [role, address] = label.split(' ', 2);
    if (address === undefined || !address.startsWith('0x')) return label;
    if (role === 'instance') return this.#classOf(address);
    return role === 'self' ? this.#ownName(address) : label;
  }

  /** The class an instance counts under: singleton classes are passed over, as `Kernel#class` does. */
  #classOf(address: string): string {
    let row = this.#rows.get(address);
    while (row?.singleton && row.superclass !== undefined) row = this.#rows.get(row.superclass);
    if (row === undefined) return 'unknown class';
    return row.name ?? `(anonymous) < ${this.#namedAncestor(row.superclass)}`;
  }

  #ownName(address: string): string {
    const row = this.#rows.get(address);
    if (row?.singleton) return `singleton class < ${this.#namedAncestor(row.superclass)}`;
    const kind = row?.type === 'MODULE' ? 'module' : 'class';
    if (row?.name !== undefined) return `${kind} ${row.name}`;
    return row?.type === 'MODULE' ? '(anonymous module)' : `class (anonymous) < ${this.#namedAncestor(row?.superclass)}`;
  }

  #namedAncestor(address: string | undefined): string {
    let row = address === undefined ? undefined : this.#rows.get(address);
    while (row && row.name === undefined && row.superclass !== undefined) row = this.#rows.get(row.superclass);
    return row?.name ?? 'BasicObject';
  }
}
