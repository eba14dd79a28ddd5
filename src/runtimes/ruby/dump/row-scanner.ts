import type { AddressPages } from '../../../heap/address-pages.ts';
import {
  byte,
  endOfNumber,
  endOfString,
  endOfValue,
  fourHexDigits,
  hexDigit,
  malformed,
  skipSpace,
} from './json-bytes.ts';
import { absent, type Row } from './row.ts';
import { type RowKey, rowKeyAt } from './row-keys.ts';
import type { RowBytes, TextTable } from './text-table.ts';

/**
 * Reads rows of `ObjectSpace.dump_all` from their bytes into the same few fields over and over, without an object per
 * row. Keys differ between Ruby versions and may come in any order; what is unknown, the values of strings above all,
 * is passed over undecoded. A known key with a value that it never has counts as absent, one spelled with escapes as
 * unknown.
 */
export class RowScanner {
  readonly #row: Row;
  readonly #texts: TextTable;
  readonly #pages: AddressPages;
  /** The bytes of the object that was passed over last. */
  #lastObject = new Uint8Array();
  /** Where the value ends that was read last. */
  #end = 0;

  constructor(row: Row, texts: TextTable, pages: AddressPages) {
    this.#row = row;
    this.#texts = texts;
    this.#pages = pages;
  }

  /**
   * Reads the row that starts at `start`. Gives the index after the newline that ends it, or `malformed` where it is no
   * JSON object.
   */
  scan(rows: RowBytes, start: number): number {
    const { bytes } = rows;
    this.#row.clear();
    let at = skipSpace(bytes, start);
    if (bytes[at] !== byte.openBrace) return malformed;
    at = skipSpace(bytes, at + 1);
    if (bytes[at] !== byte.closeBrace) at = this.#readFields(rows, at);
    if (at === malformed) return malformed;
    at = skipSpace(bytes, at + 1);
    return bytes[at] === byte.newline ? at + 1 : malformed;
  }

  /** From the first key to the closing brace, whose index it gives. */
  #readFields(rows: RowBytes, firstKey: number): number {
    const { bytes } = rows;
    for (let at = firstKey; ; ) {
      const key = rowKeyAt(bytes, at);
      at = key === undefined ? endOfString(bytes, at) : at + key.length + 2;
      if (at === malformed) return malformed;
      at = skipSpace(bytes, at);
      if (bytes[at] !== byte.colon) return malformed;
      this.#readField(key, rows, skipSpace(bytes, at + 1));
      if (this.#end === malformed) return malformed;
      at = skipSpace(bytes, this.#end);
      if (bytes[at] === byte.closeBrace) return at;
      if (bytes[at] !== byte.comma) return malformed;
      at = skipSpace(bytes, at + 1);
    }
  }

  #readField(key: RowKey | undefined, rows: RowBytes, start: number): void {
    const { bytes } = rows;
    const row = this.#row;
    switch (key) {
      case undefined:
        this.#end =
          bytes[start] === byte.openBrace ? this.#endOfObject(bytes, start) : endOfValue(bytes, start);
        break;
      case 'address':
        row.address = this.#placeAt(bytes, start);
        break;
      case 'type':
        row.type = this.#textAt(rows, start);
        break;
      case 'class':
        row.class = this.#placeAt(bytes, start);
        break;
      case 'references':
        this.#readReferences(bytes, start);
        break;
      case 'memsize':
        row.memsize = this.#numberAt(bytes, start);
        break;
      case 'bytesize':
        row.bytesize = this.#numberAt(bytes, start);
        break;
      case 'imemo_type':
        row.imemoType = this.#textAt(rows, start);
        break;
      case 'file':
        row.file = this.#textAt(rows, start);
        break;
      case 'line':
        row.line = this.#numberAt(bytes, start);
        break;
      case 'superclass':
        row.superclass = this.#placeAt(bytes, start);
        break;
      case 'name':
        row.name = this.#textAt(rows, start);
        break;
      case 'singleton':
        row.singleton = bytes[start] === byte.t ? 1 : 0;
        this.#end = endOfValue(bytes, start);
        break;
      case 'struct':
        row.struct = this.#textAt(rows, start);
        break;
      case 'root':
        row.root = this.#textAt(rows, start);
        break;
      case 'value':
        this.#end = endOfValue(bytes, start);
        row.valueStart = bytes[start] === byte.quote ? start + 1 : absent;
        row.valueEnd = this.#end - 1;
        break;
    }
  }

  /** An object, which is `flags`, mostly repeats the row's before byte for byte: then its end is known. */
  #endOfObject(bytes: Buffer, start: number): number {
    const last = this.#lastObject;
    let same = 0;
    while (same < last.length && bytes[start + same] === last[same]) same++;
    if (same > 0 && same === last.length) return start + same;
    const end = endOfValue(bytes, start);
    if (end - start <= longestKeptObject && end !== malformed)
      this.#lastObject = new Uint8Array(bytes.subarray(start, end));
    return end;
  }

  #readReferences(bytes: Buffer, start: number): void {
    this.#row.referenceCount = 0;
    if (bytes[start] !== byte.openBracket) {
      this.#end = endOfValue(bytes, start);
      return;
    }
    let at = skipSpace(bytes, start + 1);
    while (bytes[at] !== byte.closeBracket) {
      const place = this.#placeAt(bytes, at);
      if (this.#end === malformed) return;
      if (place !== absent) this.#row.addReference(place);
      at = skipSpace(bytes, this.#end);
      if (bytes[at] === byte.closeBracket) break;
      this.#end = malformed;
      if (bytes[at] !== byte.comma) return;
      at = skipSpace(bytes, at + 1);
      if (bytes[at] === byte.closeBracket) return;
    }
    this.#end = at + 1;
  }

  /** The place of an address such as `"0x7fe2c35dfcc0"`. */
  #placeAt(bytes: Buffer, start: number): number {
    if (bytes[start] !== byte.quote || bytes[start + 1] !== byte.zero || bytes[start + 2] !== byte.x) {
      return this.#passOver(bytes, start);
    }
    const firstDigit = start + 3;
    let at = firstDigit;
    let high = 0;
    let low = 0;
    for (let four = fourHexDigits(bytes, at); four >= 0; four = fourHexDigits(bytes, at)) {
      high = (high << 16) | (low >>> 16);
      low = (low << 16) | four;
      at += 4;
    }
    for (let digit = hexDigit(bytes, at); digit >= 0; digit = hexDigit(bytes, at)) {
      high = (high << 4) | (low >>> 28);
      low = (low << 4) | digit;
      at++;
    }
    if (bytes[at] !== byte.quote || at === firstDigit || at > firstDigit + 16)
      return this.#passOver(bytes, start);
    this.#end = at + 1;
    return this.#pages.placeOf((high >>> 0) * 0x1_0000_0000 + (low >>> 0));
  }

  /** A whole number that is not negative. */
  #numberAt(bytes: Buffer, start: number): number {
    let value = 0;
    let at = start;
    for (;;) {
      const digit = (bytes[at] ?? 0) - byte.zero;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
      at++;
    }
    const next = bytes[at];
    const ended = next === byte.comma || next === byte.closeBrace;
    if (!ended || at === start || bytes[start] === byte.zero || at - start > mostPlainDigits) {
      return this.#oddNumberAt(bytes, start);
    }
    this.#end = at;
    return value;
  }

  #oddNumberAt(bytes: Buffer, start: number): number {
    const end = endOfNumber(bytes, start);
    if (end === malformed) return this.#passOver(bytes, start);
    this.#end = end;
    const value = Number(bytes.toString('latin1', start, end));
    return value >= 0 && Number.isSafeInteger(value) ? value : absent;
  }

  /** The number of a text. */
  #textAt(rows: RowBytes, start: number): number {
    const { bytes } = rows;
    if (bytes[start] !== byte.quote) return this.#passOver(bytes, start);
    this.#end = endOfString(bytes, start);
    return this.#end === malformed ? absent : this.#texts.numberOf(rows, start + 1, this.#end - 1);
  }

  #passOver(bytes: Buffer, start: number): number {
    this.#end = endOfValue(bytes, start);
    return absent;
  }
}

const longestKeptObject = 256;

/** So many digits at most are exact when added up one by one. */
const mostPlainDigits = 15;
