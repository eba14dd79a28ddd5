import type { AddressPages } from '../../../heap/address-pages.ts';
import { byte, endOfString, malformed } from './json-bytes.ts';
import { plainKey, plainKeyAt, plainKeyBytes } from './plain-keys.ts';
import { absent, type Row } from './row.ts';
import type { RowBytes } from './row-bytes.ts';
import type { TextTable } from './text-table.ts';
import { hexWord, nextStop, word } from './words.ts';

/** So many digits make a number that fits into 31 bits. */
const mostDigits = 9;
/** Shorter addresses have no more digits than this and are exact as numbers. */
const mostHexDigits = 12;
/** Longer ones are not kept. */
const mostFlagsBytes = 256;

/**
 * Reads rows in the VM's own spelling, some bytes at a time: known values without escapes, `, ` between fields, no
 * other space. Gives up on any other row, which is then `RowScanner`'s to read; what it does read it reads as that does.
 */
export class PlainRowScanner {
  readonly #row: Row;
  readonly #texts: TextTable;
  readonly #pages: AddressPages;
  /** The words of the `flags` that were read last, with their braces: mostly they repeat. */
  readonly #flags = new Int32Array(mostFlagsBytes / 4);
  /** How many bytes they took, 0 at first; the last word begins four before their end, and may overlap the one before. */
  #flagsBytes = 0;
  /** Where the value ends that was read last, or `malformed`. */
  #end = 0;

  constructor(row: Row, texts: TextTable, pages: AddressPages) {
    this.#row = row;
    this.#texts = texts;
    this.#pages = pages;
  }

  /** Reads the row that starts at `start`. Gives the index of the newline that ends it, or `malformed` to give up. */
  scan(rows: RowBytes, start: number): number {
    const { words } = rows;
    this.#row.clear();
    if (words.getUint16(start, true) !== word.openBraceQuote) return malformed;
    for (let at = start + 2; ; ) {
      const key = plainKeyAt(words, at);
      if (key !== plainKey.other) {
        at += plainKeyBytes(key);
      } else {
        at = nextStop(words, at);
        if (words.getUint16(at, true) !== word.quoteColon) return malformed;
        at += 2;
      }
      this.#end = malformed;
      this.#readValue(key, rows, at);
      if (this.#end === malformed) return malformed;
      at = this.#end;
      const next = words.getInt32(at, true);
      if ((next & 0xff_ffff) === word.commaSpaceQuote) at += 3;
      else return (next & 0xffff) === word.closeBraceNewline ? at + 1 : malformed;
    }
  }

  #readValue(key: number, rows: RowBytes, start: number): void {
    const row = this.#row;
    switch (key) {
      case plainKey.address:
        row.address = this.#placeAt(rows, start);
        break;
      case plainKey.type:
        row.type = this.#textAt(rows, start);
        break;
      case plainKey.class:
        row.class = this.#placeAt(rows, start);
        break;
      case plainKey.superclass:
        row.superclass = this.#placeAt(rows, start);
        break;
      case plainKey.references:
        this.#readReferences(rows, start);
        break;
      case plainKey.memsize:
        row.memsize = this.#numberAt(rows, start);
        break;
      case plainKey.bytesize:
        row.bytesize = this.#numberAt(rows, start);
        break;
      case plainKey.imemoType:
        row.imemoType = this.#textAt(rows, start);
        break;
      case plainKey.struct:
        row.struct = this.#textAt(rows, start);
        break;
      case plainKey.singleton:
        row.singleton = rows.bytes[start] === byte.t;
        this.#passOver(rows, start);
        break;
      case plainKey.name:
        row.name = this.#textAt(rows, start);
        break;
      case plainKey.root:
        row.root = this.#textAt(rows, start);
        break;
      case plainKey.file:
        row.file = this.#textAt(rows, start);
        break;
      case plainKey.line:
        row.line = this.#numberAt(rows, start);
        break;
      case plainKey.value:
        this.#passOverString(rows, start);
        row.valueStart = start + 1;
        row.valueEnd = this.#end - 1;
        break;
      case plainKey.flags:
        this.#passOverFlags(rows, start);
        break;
      default:
        this.#passOver(rows, start);
    }
  }

  /** Mostly twelve digits, as every address in a 64-bit process's heap has. */
  #placeAt({ words }: RowBytes, start: number): number {
    if ((words.getInt32(start, true) & 0xff_ffff) !== word.quoteZeroX) return absent;
    const digits = start + 3;
    const upper = hexWord(words.getInt32(digits, true));
    const middle = hexWord(words.getInt32(digits + 4, true));
    const lower = hexWord(words.getInt32(digits + 8, true));
    if ((upper | middle | lower) < 0 || words.getUint8(digits + 12) !== byte.quote) {
      return this.#shortPlaceAt(words, digits);
    }
    this.#end = digits + 13;
    return this.#pages.placeAt((upper << 16) | middle, lower);
  }

  #shortPlaceAt(words: DataView, digits: number): number {
    let address = 0;
    let at = digits;
    for (; at < digits + mostHexDigits; at++) {
      const code = words.getUint8(at);
      const isDigit = code >= byte.zero && code <= byte.nine;
      if (!isDigit && (code < byte.a || code > byte.f)) break;
      address = address * 16 + (isDigit ? code - byte.zero : code - byte.a + 10);
    }
    if (at === digits || words.getUint8(at) !== byte.quote) return absent;
    this.#end = at + 1;
    return this.#pages.placeOf(address);
  }

  #readReferences(rows: RowBytes, start: number): void {
    const { words } = rows;
    this.#row.referenceCount = 0;
    if (words.getUint8(start) !== byte.openBracket) return;
    for (let at = start + 1; ; at += 2) {
      this.#end = malformed;
      const place = this.#placeAt(rows, at);
      if (this.#end === malformed) return;
      this.#row.addReference(place);
      at = this.#end;
      const next = words.getUint16(at, true);
      if (next === word.commaSpace) continue;
      this.#end = (next & 0xff) === byte.closeBracket ? at + 1 : malformed;
      return;
    }
  }

  #numberAt({ words }: RowBytes, start: number): number {
    let value = 0;
    let at = start;
    for (;;) {
      const digit = words.getUint8(at) - byte.zero;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
      at++;
    }
    const digits = at - start;
    const hasLeadingZero = digits > 1 && words.getUint8(start) === byte.zero;
    if (digits === 0 || digits > mostDigits || hasLeadingZero) return absent;
    this.#end = at;
    return value;
  }

  /** The number of a text. */
  #textAt(rows: RowBytes, start: number): number {
    this.#passOverString(rows, start);
    return this.#end === malformed ? absent : this.#texts.numberOf(rows, start + 1, this.#end - 1);
  }

  #passOverString({ words, bytes }: RowBytes, start: number): void {
    if (words.getUint8(start) !== byte.quote) return;
    const stop = nextStop(words, start + 1);
    this.#end = words.getUint8(stop) === byte.quote ? stop + 1 : endOfString(bytes, start);
  }

  #passOver(rows: RowBytes, start: number): void {
    const { words } = rows;
    const first = words.getInt32(start, true);
    if ((first & 0xff) === byte.quote) this.#passOverString(rows, start);
    else if (first === word.true) this.#end = start + 4;
    else if (first === word.fals && words.getUint8(start + 4) === byte.e) this.#end = start + 5;
    else this.#numberAt(rows, start);
  }

  /** `{"wb_protected":true, "old":true}` and the like: words alone, and in newer Rubies a number. */
  #passOverFlags(rows: RowBytes, start: number): void {
    const { words } = rows;
    if (this.#repeatsFlags(words, start)) {
      this.#end = start + this.#flagsBytes;
      return;
    }
    if (words.getUint16(start, true) !== word.openBraceQuote) return;
    for (let at = start + 2; ; at += 3) {
      at = nextStop(words, at);
      if (words.getUint16(at, true) !== word.quoteColon) return;
      this.#end = malformed;
      this.#passOver(rows, at + 2);
      if (this.#end === malformed) return;
      at = this.#end;
      this.#end = malformed;
      if ((words.getInt32(at, true) & 0xff_ffff) === word.commaSpaceQuote) continue;
      if (words.getUint8(at) === byte.closeBrace) this.#keepFlags(words, start, at + 1);
      return;
    }
  }

  #keepFlags(words: DataView, start: number, end: number): void {
    this.#end = end;
    const length = end - start;
    if (length > mostFlagsBytes) return;
    const last = (length - 1) >>> 2;
    for (let i = 0; i < last; i++) this.#flags[i] = words.getInt32(start + i * 4, true);
    this.#flags[last] = words.getInt32(end - 4, true);
    this.#flagsBytes = length;
  }

  #repeatsFlags(words: DataView, start: number): boolean {
    const flags = this.#flags;
    const length = this.#flagsBytes;
    const last = (length - 1) >>> 2;
    for (let i = 0; i < last; i++) if (words.getInt32(start + i * 4, true) !== flags[i]) return false;
    return length > 0 && words.getInt32(start + length - 4, true) === flags[last];
  }
}
