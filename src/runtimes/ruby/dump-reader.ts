import { CannotMeasure } from '../../cannot-measure.ts';
import { type HeapGraph, NodeKind } from '../../heap/graph.ts';
import { GraphBuilder } from '../../heap/graph-builder.ts';
import type { ThreadName } from '../runtime.ts';
import { ClassNames } from './class-names.ts';
import { byte, malformed } from './json-bytes.ts';
import { Labels } from './labels.ts';
import { lineBlocks } from './line-blocks.ts';
import { absent, RowScanner } from './row-scanner.ts';

/** The share of unreadable rows above which a dump says nothing trustworthy. */
const largestSkippedShare = 0.001;

/**
 * Reads a dump written by `ObjectSpace.dump_all` (JSON, one row a line) in one pass over its bytes, `blockBytes` at a
 * time. Throws `CannotMeasure` when the file is no such dump or too many of its rows cannot be read.
 */
export async function readRubyDump(
  file: string,
  threads: readonly ThreadName[] = [],
  blockBytes = 2 ** 20,
): Promise<HeapGraph> {
  const reader = new RubyDumpReader(threads);
  for await (const lines of lineBlocks(file, blockBytes)) reader.read(lines);
  return reader.graph(file);
}

class RubyDumpReader {
  readonly #builder = new GraphBuilder();
  readonly #row = new RowScanner();
  readonly #types: RowType[] = [];
  readonly #imemos: { readonly kind: NodeKind; readonly label: number }[] = [];
  readonly #classes = new ClassNames();
  readonly #labels = new Labels();
  readonly #threadNames: ReadonlyMap<number, string>;
  #rows = 0;
  #skippedRows = 0;

  constructor(threads: readonly ThreadName[]) {
    this.#threadNames = new Map(threads.map((thread) => [thread.address, foldDigits(thread.name)]));
  }

  /** `lines` are whole, each ended by a newline. */
  read(lines: Buffer): void {
    for (let start = 0; start < lines.length; ) {
      const end = this.#row.scan(lines, start);
      const next = (end === malformed ? lines.indexOf(byte.newline, start) : end) + 1;
      if (end !== malformed) this.#readRow();
      else if (!isEmptyLine(lines, start)) this.#skipRow();
      start = next;
    }
  }

  graph(file: string): HeapGraph {
    if (this.#rows === 0) throw new CannotMeasure(`${file} is empty: the app wrote no heap dump`);
    if (this.#skippedRows > this.#rows * largestSkippedShare) {
      throw new CannotMeasure(
        `${file}: ${this.#skippedRows} of ${this.#rows} rows are not rows of a Ruby heap dump; was the disk full, or the dump cut short?`,
      );
    }
    return this.#builder.build(this.#skippedRows, (label) => this.#labels.nameOf(label, this.#classes));
  }

  #readRow(): void {
    this.#rows++;
    const { type: typeNumber, address } = this.#row;
    const type = typeNumber === absent ? undefined : this.#typeOf(typeNumber);
    if (type?.role === 'root') this.#addRoots();
    else if (type === undefined || address === absent) this.#skippedRows++;
    else if (type.role !== 'zombie') this.#addNode(type, address);
  }

  #skipRow(): void {
    this.#rows++;
    this.#skippedRows++;
  }

  #addRoots(): void {
    const row = this.#row;
    const label = this.#textOf(row.root) ?? 'unknown';
    const kind = label === 'machine_context' ? 'stack' : 'global';
    this.#builder.addRoots(kind, label, [...row.references.subarray(0, row.referenceCount)]);
  }

  #addNode(type: RowType, address: number): void {
    const isThread = this.#textOf(this.#row.struct) === 'VM/thread';
    if (isClassOrModule(type)) this.#addClass(type, address);
    const label = this.#labelOf(type, address);
    this.#builder.addNode(
      address,
      label,
      this.#kindOf(type, isThread),
      shallowBytesOf(this.#row),
      this.#site(),
    );
    this.#addEdges();
    if (isThread) this.#addThread(address);
  }

  /** The agent's own thread holds what it answered last: nothing of the app's. */
  #addThread(address: number): void {
    const name = this.#threadNames.get(address) ?? 'unnamed';
    if (name !== agentThread) this.#builder.addRoots('thread', name, [address]);
  }

  #labelOf(type: RowType, address: number): number {
    if (isClassOrModule(type)) return this.#labels.ofClass(address);
    if (type.role === 'imemo') return this.#imemoOf(this.#row.imemoType).label;
    const isInternal = type.role === 'iclass' || this.#row.class === absent;
    return isInternal ? this.#labels.ofText(type.internalName) : this.#labels.ofInstance(this.#row.class);
  }

  #kindOf(type: RowType, isThread: boolean): NodeKind {
    if (isClassOrModule(type)) return NodeKind.classOrModule;
    if (type.role === 'imemo') return this.#imemoOf(this.#row.imemoType).kind;
    if (type.role === 'iclass' || this.#row.class === absent) return NodeKind.internal;
    if (isThread) return NodeKind.thread;
    return type.role === 'string' ? NodeKind.string : NodeKind.instance;
  }

  #addEdges(): void {
    const { class: classAddress, superclass, references, referenceCount } = this.#row;
    for (let i = 0; i < referenceCount; i++) {
      const target = references[i] ?? 0;
      // A singleton class refers to its superclass among its references too: one edge of each is enough.
      if (target !== classAddress && target !== superclass) this.#builder.addEdge(target);
    }
    // The class of a VM-internal row is whatever it caches or belongs to, not what it is an instance of.
    if (classAddress !== absent) this.#builder.addClassEdge(classAddress);
    if (superclass !== absent) this.#builder.addClassEdge(superclass);
  }

  #addClass(type: RowType, address: number): void {
    const { name, superclass, singleton } = this.#row;
    this.#classes.add(address, {
      isModule: type.role === 'module',
      singleton,
      name: this.#textOf(name),
      superclass: superclass === absent ? undefined : superclass,
    });
  }

  #site(): number {
    const { file, line } = this.#row;
    return file === absent || line === absent ? 0 : this.#builder.siteNumber(this.#textOf(file) ?? '', line);
  }

  #textOf(number: number): string | undefined {
    return number === absent ? undefined : this.#row.texts.texts[number];
  }

  #typeOf(number: number): RowType {
    const known = this.#types[number];
    if (known) return known;
    const name = this.#textOf(number) ?? '';
    const role = roles.get(name) ?? 'object';
    // Arrays, hashes and strings without a class are the VM's own.
    const type = { role, internalName: role === 'iclass' ? 'iclass' : `hidden ${name.toLowerCase()}` };
    this.#types[number] = type;
    return type;
  }

  #imemoOf(typeNumber: number): { readonly kind: NodeKind; readonly label: number } {
    const index = typeNumber - absent; // 0 is "does not say"
    const known = this.#imemos[index];
    if (known) return known;
    const type = this.#textOf(typeNumber) ?? 'unknown';
    const imemo = {
      kind: cacheTypes.has(type) ? NodeKind.cache : NodeKind.internal,
      label: this.#labels.ofText(`imemo_${type}`),
    };
    this.#imemos[index] = imemo;
    return imemo;
  }
}

/** What a row's `type` makes of it. */
interface RowType {
  readonly role: 'root' | 'zombie' | 'class' | 'module' | 'imemo' | 'iclass' | 'string' | 'object';
  /** What an object of this type is called that no class of the program has. */
  readonly internalName: string;
}

const roles: ReadonlyMap<string, RowType['role']> = new Map([
  ['ROOT', 'root'],
  ['ZOMBIE', 'zombie'],
  ['CLASS', 'class'],
  ['MODULE', 'module'],
  ['IMEMO', 'imemo'],
  ['ICLASS', 'iclass'],
  ['STRING', 'string'],
]);

const isClassOrModule = ({ role }: RowType): boolean => role === 'class' || role === 'module';

/** What a call site last saw: it points at classes and methods without being anyone's data. */
const cacheTypes = new Set(['callcache', 'callinfo', 'constcache']);

/** Up to this length a string fits into its slot in every Ruby. */
const embeddedBytes = 23;
const stringHeaderBytes = 40;

/** By length for a longer string: `memsize` is its capacity, which doubles now and then, and nothing for a shared one. */
function shallowBytesOf({ bytesize, memsize }: RowScanner): number {
  if (bytesize > embeddedBytes) return stringHeaderBytes + bytesize;
  return memsize === absent ? 0 : memsize;
}

function isEmptyLine(lines: Buffer, start: number): boolean {
  const first = lines[start] === byte.carriageReturn ? lines[start + 1] : lines[start];
  return first === byte.newline;
}

/** As agent.rb names its thread. */
const agentThread = 'heapgate agent';

/** Numbers in names differ between boots and threads of a pool: `puma srv tp 001` is `puma srv tp #`. */
export function foldDigits(name: string): string {
  return name.replace(/\d+/g, '#');
}
