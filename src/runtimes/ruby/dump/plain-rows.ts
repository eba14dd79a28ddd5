import { readFileSync } from 'node:fs';
import type { NodeKind } from '../../../heap/graph.ts';
import type { HeapPartWriter } from '../../../heap/heap-part.ts';
import { malformed } from './json-bytes.ts';
import { absent, type Row, rowNumbers, rowWords } from './row.ts';
import type { RowBytes } from './text-table.ts';

/** What compiled code asks for once and then remembers for some time. */
export interface RowNumbers {
  placeOf(address: number): number;
  /** The number of the text that is spelled from `start` to `end`. */
  textNumber(rows: RowBytes, start: number, end: number): number;
  siteNumber(file: number, line: number): number;
  /** The sort of the node that a row with these words is, or `absent` for a row that compiled code shall not read. */
  sortOf(words: SortWords): number;
}

/** The words of a row that tell the sort of its node. */
export type SortWords = Pick<Row, 'address' | 'type' | 'class' | 'imemoType' | 'struct'>;

/** Label and kind in one word, and whether the node has a value, whose length and hash are kept. */
export const nodeSort = (label: number, kind: NodeKind, hasValue: boolean): number =>
  (label << 4) | (hasValue ? 8 : 0) | kind;

/** What wasm/plain-rows.ts exports. */
interface CompiledReader {
  readonly memory: WebAssembly.Memory;
  readonly rowsAt: WebAssembly.Global;
  readonly wordsAt: WebAssembly.Global;
  readonly numbersAt: WebAssembly.Global;
  readonly placesAt: WebAssembly.Global;
  readonly nodesAt: WebAssembly.Global;
  readonly nodesEnd: WebAssembly.Global;
  readonly edgesAt: WebAssembly.Global;
  readonly edgesEnd: WebAssembly.Global;
  resize(length: number): number;
  begin(nodeWords: number, edgesBefore: number): void;
  readRows(start: number, end: number): number;
  scan(start: number): number;
  addNode(sort: number): void;
}

/** Rows in the memory of compiled code, which makes nodes of those in the VM's own spelling. Indexes are into `bytes`. */
export class PlainRows implements RowBytes {
  bytes = Buffer.alloc(0);
  words = new DataView(new ArrayBuffer(0));
  readonly #writer: HeapPartWriter;
  readonly #compiled: CompiledReader;
  /** Where rows begin in memory. */
  readonly #start: number;

  constructor(writer: HeapPartWriter, numbers: RowNumbers) {
    const reader = {
      placeOf: (address: number) => numbers.placeOf(address),
      textNumber: (start: number, end: number) =>
        numbers.textNumber(this, start - this.#start, end - this.#start),
      siteNumber: (file: number, line: number) => numbers.siteNumber(file, line),
      sortOf: (type: number, classPlace: number, imemoType: number, struct: number) =>
        numbers.sortOf({ address: absent, type, class: classPlace, imemoType, struct }),
      keepLargeSize: (word: number, bytes: number) => writer.keepLargeSize(word, bytes),
    };
    const code = readFileSync(new URL('./plain-rows.wasm', import.meta.url));
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code), { reader });
    this.#compiled = exports as unknown as CompiledReader;
    this.#start = this.#compiled.rowsAt.value;
    this.#writer = writer;
  }

  /** Makes room for `length` bytes, and leaves those there that are there. */
  resize(length: number): void {
    if (!this.#compiled.resize(length)) throw new RangeError('Array buffer allocation failed');
    const { buffer } = this.#compiled.memory;
    this.bytes = Buffer.from(buffer, this.#start, length);
    this.words = new DataView(buffer, this.#start);
  }

  /** Has the nodes of the rows read next follow those that the writer has. */
  begin(): void {
    this.#compiled.begin(this.#writer.nodeWords, this.#writer.edgeCount);
  }

  /** Reads rows that begin before `end`. Gives the index of the first that is not read here, or that after the last. */
  read(start: number, end: number): number {
    return this.#compiled.readRows(this.#start + start, this.#start + end) - this.#start;
  }

  /** Reads what one row says. Gives the index after it, or `malformed` where it is `RowScanner`'s to read. */
  scan(start: number, row: Row): number {
    const end = this.#compiled.scan(this.#start + start);
    if (end === malformed) return malformed;
    const { words, numbers, references } = this.#fields();
    for (const [i, key] of rowWords.entries()) row[key] = words[i] ?? absent;
    for (const [i, key] of rowNumbers.entries()) row[key] = numbers[i] ?? absent;
    row.references = references.slice(0, row.referenceCount);
    if (row.valueStart !== absent) this.#move(row, -this.#start);
    return end - this.#start;
  }

  /** Makes a node of what `row` says. */
  add(row: Row, sort: number): void {
    const { words, numbers, references } = this.#fields();
    if (row.valueStart !== absent) this.#move(row, this.#start);
    for (const [i, key] of rowWords.entries()) words[i] = row[key];
    for (const [i, key] of rowNumbers.entries()) numbers[i] = row[key];
    references.set(row.references.subarray(0, row.referenceCount));
    this.#compiled.addNode(sort);
  }

  /** Nodes made since `begin`. */
  get nodeCount(): number {
    return this.#nodes().length / this.#writer.nodeWords;
  }

  /** Hands the nodes made since `begin` over to the writer. */
  end(): void {
    const { edgesAt, edgesEnd } = this.#compiled;
    this.#writer.append(this.#nodes(), this.#wordsBetween(edgesAt, edgesEnd));
  }

  #nodes(): Int32Array {
    const { nodesAt, nodesEnd } = this.#compiled;
    return this.#wordsBetween(nodesAt, nodesEnd);
  }

  /** Addresses of memory come as signed words. */
  #wordsBetween(start: WebAssembly.Global, end: WebAssembly.Global): Int32Array {
    const { buffer } = this.#compiled.memory;
    return new Int32Array(buffer, start.value >>> 0, ((end.value - start.value) >>> 0) / 4);
  }

  #fields() {
    const { memory, wordsAt, numbersAt, placesAt } = this.#compiled;
    return {
      words: new Int32Array(memory.buffer, wordsAt.value, rowWords.length),
      numbers: new Float64Array(memory.buffer, numbersAt.value, rowNumbers.length),
      references: new Int32Array(memory.buffer, placesAt.value >>> 0),
    };
  }

  #move(row: Row, bytes: number): void {
    row.valueStart += bytes;
    row.valueEnd += bytes;
  }
}
