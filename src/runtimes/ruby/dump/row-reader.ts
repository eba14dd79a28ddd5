import { AddressPages } from '../../../heap/address-pages.ts';
import { NodeKind } from '../../../heap/graph.ts';
import { HeapPartWriter } from '../../../heap/heap-part.ts';
import type { ClassRow } from './class-names.ts';
import { type DumpPart, type DumpTables, mostSkippedLines, type RootRow } from './dump-part.ts';
import { refuseEarly } from './early-refusal.ts';
import { byte, malformed } from './json-bytes.ts';
import { Labels } from './labels.ts';
import { nodeSort, PlainRows, type SortWords } from './plain-rows.ts';
import { absent, Row } from './row.ts';
import { RowScanner } from './row-scanner.ts';
import { isCache, isClassOrModule, type RowType, rowType, vmStruct } from './row-types.ts';
import { Sites } from './sites.ts';
import { TextTable } from './text-table.ts';

/** Reads rows into parts of a heap, one part after the other: between two of them `part` is called. */
export class RowReader {
  /** The memory that rows have to be in. */
  readonly rows: PlainRows;
  readonly #pages = new AddressPages();
  readonly #texts = new TextTable();
  readonly #labels = new Labels();
  readonly #sites = new Sites();
  readonly #classes: DumpTables['classes'][number][] = [];
  readonly #types: RowType[] = [];

  readonly #row = new Row();
  readonly #scanner = new RowScanner(this.#row, this.#texts, this.#pages);

  readonly #writer: HeapPartWriter;
  #roots: RootRow[] = [];
  /** Lines that gave no node, and those of them that are rows. */
  #otherLines = 0;
  #otherRows = 0;
  #skippedRows = 0;
  #skippedLines: number[] = [];
  /** Of all parts. */
  readonly #soFar = { lines: 0, strangeLines: 0, nodes: 0 };

  constructor(withHashes: boolean) {
    this.#writer = new HeapPartWriter(withHashes);
    this.rows = new PlainRows(this.#writer, {
      placeOf: (address) => this.#pages.placeOf(address),
      textNumber: (rows, start, end) => this.#texts.numberOf(rows, start, end),
      siteNumber: (file, line) => this.#sites.numberOf(file, line),
      sortOf: (words) => this.#sortOfObject(words),
    });
  }

  /** Reads the rows that begin before `end`, each ended by a newline. Gives the index after the last. */
  read(start: number, end: number): number {
    this.rows.begin();
    let at = this.rows.read(start, end);
    while (at < end) at = this.rows.read(this.#readOther(at), end);
    this.rows.end();
    return at;
  }

  /** All since the last part. Throws `CannotMeasure` where there can be no dump in what was read so far. */
  part(): DumpPart {
    const { nodeCount } = this.#writer;
    this.#count(nodeCount);
    const part = {
      ...this.#writer.part(),
      roots: this.#roots,
      lines: nodeCount + this.#otherLines,
      rows: nodeCount + this.#otherRows,
      skippedRows: this.#skippedRows,
      skippedLines: this.#skippedLines,
    };
    this.#roots = [];
    this.#otherLines = 0;
    this.#otherRows = 0;
    this.#skippedRows = 0;
    this.#skippedLines = [];
    return part;
  }

  #count(nodes: number): void {
    const soFar = this.#soFar;
    soFar.lines += nodes + this.#otherLines;
    soFar.strangeLines += this.#otherLines - this.#otherRows + this.#skippedRows;
    soFar.nodes += nodes;
    refuseEarly({ ...soFar, pages: this.#pages.count });
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

  /** Reads the row at `start`, which is spelled in another way or says more than what an object is. */
  #readOther(start: number): number {
    let end = this.rows.scan(start, this.#row);
    if (end === malformed) end = this.#scanner.scan(this.rows, start);
    if (end !== malformed) {
      this.#readRow();
      return end;
    }
    const { bytes } = this.rows;
    if (isEmptyLine(bytes, start)) this.#otherLines++;
    else this.#skipRow();
    return bytes.indexOf(byte.newline, start) + 1;
  }

  #readRow(): void {
    const { type: typeNumber, address } = this.#row;
    const type = typeNumber === absent ? undefined : this.#typeOf(typeNumber);
    if (type?.role === 'root' || type?.role === 'none') {
      this.#otherLines++;
      this.#otherRows++;
      if (type.role === 'root') this.#addRoots('set', this.#references());
    } else if (type === undefined || address === absent) {
      this.#skipRow();
    } else {
      this.#addNode(type, address);
    }
  }

  #skipRow(): void {
    this.#otherLines++;
    this.#otherRows++;
    this.#skippedRows++;
    const line = this.#writer.nodeCount + this.rows.nodeCount + this.#otherLines;
    if (this.#skippedLines.length < mostSkippedLines) this.#skippedLines.push(line);
  }

  #addRoots(kind: RootRow['kind'], places: Int32Array): void {
    this.#roots.push({ kind, name: this.#row.root, places });
  }

  #references(): Int32Array {
    return this.#row.references.slice(0, this.#row.referenceCount);
  }

  #addNode(type: RowType, place: number): void {
    const { role } = type;
    if (role === 'class' || role === 'module' || role === 'iclass') this.#addClass(role, place);
    this.rows.add(this.#row, this.#sortOf(type, this.#row));
    const struct = this.#textOf(this.#row.struct);
    if (struct === vmStruct.thread) this.#addRoots('thread', Int32Array.of(place));
    if (struct === vmStruct.ractor) this.#addRoots('ractor', this.#references());
  }

  /** Of an object whose row says nothing but that, as do all with the same words; `absent` for others. */
  #sortOfObject(row: SortWords): number {
    const type = this.#typeOf(row.type);
    const isObject = type.role === 'object' || type.role === 'string' || type.role === 'imemo';
    const struct = this.#textOf(row.struct);
    const isOfRoots = struct === vmStruct.thread || struct === vmStruct.ractor;
    return isObject && !isOfRoots ? this.#sortOf(type, row) : absent;
  }

  #sortOf(type: RowType, row: SortWords): number {
    const struct = this.#textOf(row.struct);
    return nodeSort(
      this.#labelOf(type, row, struct),
      this.#kindOf(type, row, struct),
      type.role === 'string',
    );
  }

  #labelOf(type: RowType, row: SortWords, struct: string | undefined): number {
    if (isClassOrModule(type)) return this.#labels.ofClass(row.address);
    if (type.role === 'imemo') return this.#labels.ofText(`imemo_${this.#imemoTypeOf(row)}`);
    if (type.role === 'iclass') return this.#labels.ofText(type.internalName);
    if (struct === vmStruct.allocationTracer) return this.#labels.ofText('allocation tracer');
    return row.class === absent ? this.#labels.ofText(type.internalName) : this.#labels.ofInstance(row.class);
  }

  #kindOf(type: RowType, row: SortWords, struct: string | undefined): NodeKind {
    if (isClassOrModule(type)) return NodeKind.classOrModule;
    if (type.role === 'imemo') return isCache(this.#imemoTypeOf(row)) ? NodeKind.cache : NodeKind.internal;
    if (type.role === 'iclass' || row.class === absent) return NodeKind.internal;
    if (struct === vmStruct.thread) return NodeKind.thread;
    // It grows with what is traced, and nothing of the program grows by it.
    if (struct === vmStruct.allocationTracer) return NodeKind.cache;
    return type.role === 'string' ? NodeKind.string : NodeKind.instance;
  }

  #imemoTypeOf({ imemoType }: SortWords): string {
    return this.#textOf(imemoType) ?? 'unknown';
  }

  #addClass(kind: ClassRow['kind'], place: number): void {
    const { name, superclass, singleton } = this.#row;
    this.#classes.push({
      place,
      kind,
      singleton: singleton === 1,
      name: this.#textOf(name),
      superclass: superclass === absent ? undefined : superclass,
    });
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
}

function isEmptyLine(bytes: Uint8Array, start: number): boolean {
  const first = bytes[start] === byte.carriageReturn ? bytes[start + 1] : bytes[start];
  return first === byte.newline;
}
