import { AddressPages } from '../../../heap/address-pages.ts';
import { NodeKind } from '../../../heap/graph.ts';
import { HeapPartWriter } from '../../../heap/heap-part.ts';
import type { ClassRow } from './class-names.ts';
import { type DumpPart, type DumpTables, mostSkippedLines, type RootRow } from './dump-part.ts';
import { byte, malformed } from './json-bytes.ts';
import { Labels } from './labels.ts';
import { PlainRowScanner } from './plain-row-scanner.ts';
import { absent, Row } from './row.ts';
import type { RowBytes } from './row-bytes.ts';
import { RowScanner } from './row-scanner.ts';
import { isCache, isClassOrModule, type RowType, rowType } from './row-types.ts';
import { Sites } from './sites.ts';
import { TextTable } from './text-table.ts';
import { hashOfValue } from './value-hash.ts';

/** Reads rows into parts of a heap, one part after the other: between two of them `part` is called. */
export class RowReader {
  readonly #pages = new AddressPages();
  readonly #texts = new TextTable();
  readonly #labels = new Labels();
  readonly #sites = new Sites();
  readonly #classes: DumpTables['classes'][number][] = [];
  readonly #types: RowType[] = [];
  readonly #imemos: { readonly kind: NodeKind; readonly label: number }[] = [];

  readonly #row = new Row();
  readonly #plainScanner = new PlainRowScanner(this.#row, this.#texts, this.#pages);
  readonly #scanner = new RowScanner(this.#row, this.#texts, this.#pages);

  readonly #withHashes: boolean;
  readonly #writer: HeapPartWriter;
  #roots: RootRow[] = [];
  #lines = 0;
  #rows = 0;
  #skippedRows = 0;
  #skippedLines: number[] = [];

  constructor(withHashes: boolean) {
    this.#withHashes = withHashes;
    this.#writer = new HeapPartWriter(withHashes);
  }

  /** Reads the row that starts at `start` and is ended by a newline. Gives the index after that. */
  read(rows: RowBytes, start: number): number {
    this.#lines++;
    let end = this.#plainScanner.scan(rows, start);
    if (end === malformed) end = this.#scanner.scan(rows, start);
    if (end !== malformed) {
      this.#readRow(rows);
      return end + 1;
    }
    if (!isEmptyLine(rows.bytes, start)) {
      this.#rows++;
      this.#skipRow();
    }
    return rows.bytes.indexOf(byte.newline, start) + 1;
  }

  /** All since the last part. */
  part(): DumpPart {
    const part = {
      ...this.#writer.part(),
      roots: this.#roots,
      lines: this.#lines,
      rows: this.#rows,
      skippedRows: this.#skippedRows,
      skippedLines: this.#skippedLines,
    };
    this.#roots = [];
    this.#lines = 0;
    this.#rows = 0;
    this.#skippedRows = 0;
    this.#skippedLines = [];
    return part;
  }

  tables(): DumpTables {
    return {
      pageStarts: this.#pages.starts,
      texts: this.#texts.texts,
      labels: this.#labels.all,
      siteFiles: this.#sites.files,
      siteLines: this.#sites.lines,
      classes: this.#classes,
    };
  }

  #readRow(rows: RowBytes): void {
    this.#rows++;
    const { type: typeNumber, address } = this.#row;
    const type = typeNumber === absent ? undefined : this.#typeOf(typeNumber);
    if (type?.role === 'root') this.#addRoots();
    else if (type?.role === 'none') return;
    else if (type === undefined || address === absent) this.#skipRow();
    else this.#addNode(rows, type, address);
  }

  #skipRow(): void {
    this.#skippedRows++;
    if (this.#skippedLines.length < mostSkippedLines) this.#skippedLines.push(this.#lines);
  }

  #addRoots(): void {
    const { root, references, referenceCount } = this.#row;
    this.#roots.push({ isThread: false, name: root, places: references.slice(0, referenceCount) });
  }

  #addNode(rows: RowBytes, type: RowType, place: number): void {
    const isThread = this.#textOf(this.#row.struct) === 'VM/thread';
    const { role } = type;
    if (role === 'class' || role === 'module' || role === 'iclass') this.#addClass(role, place);
    const { memsize, bytesize } = this.#row;
    const stringBytes = type.role === 'string' && bytesize !== absent ? bytesize : 0;
    this.#writer.addNode(
      place,
      this.#labelOf(type, place),
      this.#kindOf(type, isThread),
      this.#site(),
      shallowBytesOf(memsize, bytesize),
      stringBytes,
    );
    this.#addEdges();
    if (this.#withHashes && type.role === 'string') this.#addHash(rows);
    if (isThread) this.#roots.push({ isThread: true, name: absent, places: Int32Array.of(place) });
  }

  #addHash({ words }: RowBytes): void {
    const { valueStart, valueEnd } = this.#row;
    if (valueStart !== absent) this.#writer.setHash(hashOfValue(words, valueStart, valueEnd));
  }

  #labelOf(type: RowType, place: number): number {
    if (isClassOrModule(type)) return this.#labels.ofClass(place);
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
    const { class: classPlace, superclass, references, referenceCount } = this.#row;
    for (let i = 0; i < referenceCount; i++) {
      const target = references[i] ?? 0;
      // A singleton class refers to its superclass among its references too: one edge of each is enough.
      if (target !== classPlace && target !== superclass) this.#writer.addEdge(target);
    }
    // The class of a VM-internal row is whatever it caches or belongs to, not what it is an instance of.
    if (classPlace !== absent) this.#writer.addClassEdge(classPlace);
    if (superclass !== absent) this.#writer.addClassEdge(superclass);
  }

  #addClass(kind: ClassRow['kind'], place: number): void {
    const { name, superclass, singleton } = this.#row;
    this.#classes.push({
      place,
      kind,
      singleton,
      name: this.#textOf(name),
      superclass: superclass === absent ? undefined : superclass,
    });
  }

  #site(): number {
    const { file, line } = this.#row;
    return file === absent || line === absent ? 0 : this.#sites.numberOf(file, line);
  }

  #textOf(number: number): string | undefined {
    return number === absent ? undefined : this.#texts.texts[number];
  }

  #typeOf(number: number): RowType {
    const known = this.#types[number];
    if (known) return known;
    const type = rowType(this.#textOf(number) ?? '');
    this.#types[number] = type;
    return type;
  }

  #imemoOf(typeNumber: number): { readonly kind: NodeKind; readonly label: number } {
    const index = typeNumber - absent; // 0 is "does not say"
    const known = this.#imemos[index];
    if (known) return known;
    const type = this.#textOf(typeNumber) ?? 'unknown';
    const kind = isCache(type) ? NodeKind.cache : NodeKind.internal;
    const imemo = { kind, label: this.#labels.ofText(`imemo_${type}`) };
    this.#imemos[index] = imemo;
    return imemo;
  }
}

/** Up to this length a string fits into its slot in every Ruby. */
const embeddedBytes = 23;
const stringHeaderBytes = 40;

/** By length for a longer string: `memsize` is its capacity, which doubles now and then, and nothing for a shared one. */
function shallowBytesOf(memsize: number, bytesize: number): number {
  if (bytesize > embeddedBytes) return stringHeaderBytes + bytesize;
  return memsize === absent ? 0 : memsize;
}

function isEmptyLine(bytes: Uint8Array, start: number): boolean {
  const first = bytes[start] === byte.carriageReturn ? bytes[start + 1] : bytes[start];
  return first === byte.newline;
}
