import { byte } from './json-bytes.ts';

/** Rows of a dump in memory. */
export interface RowBytes {
  readonly bytes: Buffer;
  /** The same memory and some more, which may be read but means nothing. */
  readonly words: DataView;
}

/** Texts of a dump, each decoded once and known by a number from then on. */
export class TextTable {
  /** By number. */
  readonly texts: string[] = [];
  /** All spellings in a row, and where in it each ends. */
  #spellings = new DataView(new ArrayBuffer(1 << 16));
  readonly #ends: number[] = [];
  readonly #hashes: number[] = [];
  /** Open addressing with linear probing, at most half full; -1 is free. */
  #slots = new Int32Array(1024).fill(-1);

  /**
   * The number of the text that is spelled between `start` and `end`: the inside of a JSON string, with its escapes.
   * Bytes that are not UTF-8 become U+FFFD. A text spelled in two ways has two numbers.
   */
  numberOf({ bytes, words }: RowBytes, start: number, end: number): number {
    const hash = hashOf(words, start, end);
    let slot = hash & (this.#slots.length - 1);
    for (;;) {
      const number = this.#slots[slot] ?? -1;
      if (number === -1) return this.#add(bytes, start, end, hash);
      if (this.#hashes[number] === hash && this.#isSpelled(number, words, start, end)) return number;
      slot = (slot + 1) & (this.#slots.length - 1);
    }
  }

  #isSpelled(number: number, words: DataView, start: number, end: number): boolean {
    const from = number === 0 ? 0 : (this.#ends[number - 1] ?? 0);
    const length = end - start;
    if ((this.#ends[number] ?? 0) - from !== length) return false;
    const spellings = this.#spellings;
    let at = 0;
    for (; at + 4 <= length; at += 4) {
      if (spellings.getInt32(from + at, true) !== words.getInt32(start + at, true)) return false;
    }
    const differing = spellings.getInt32(from + at, true) ^ words.getInt32(start + at, true);
    return (differing & lowBytes(length - at)) === 0;
  }

  #add(bytes: Buffer, start: number, end: number, hash: number): number {
    const number = this.texts.push(decode(bytes, start, end)) - 1;
    this.#keepSpelling(bytes.subarray(start, end));
    this.#hashes.push(hash);
    if (this.texts.length * 2 > this.#slots.length) {
      this.#slots = new Int32Array(this.#slots.length * 2).fill(-1);
      for (const [known, knownHash] of this.#hashes.entries()) this.#place(known, knownHash);
    } else {
      this.#place(number, hash);
    }
    return number;
  }

  #keepSpelling(spelling: Uint8Array): void {
    const start = this.#ends.at(-1) ?? 0;
    const end = start + spelling.length;
    // Comparing reads a word from the end on.
    if (end + 4 > this.#spellings.byteLength) {
      const larger = new Uint8Array((end + 4) * 2);
      larger.set(new Uint8Array(this.#spellings.buffer));
      this.#spellings = new DataView(larger.buffer);
    }
    new Uint8Array(this.#spellings.buffer).set(spelling, start);
    this.#ends.push(end);
  }

  #place(number: number, hash: number): void {
    let slot = hash & (this.#slots.length - 1);
    while (this.#slots[slot] !== -1) slot = (slot + 1) & (this.#slots.length - 1);
    this.#slots[slot] = number;
  }
}

function decode(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString('utf8', start, end);
  const hasEscapes = bytes.subarray(start, end).includes(byte.backslash);
  return hasEscapes ? String(JSON.parse(`"${text}"`)) : text;
}

/** A mask of the lowest `count` bytes of a word, at most three. */
const lowBytes = (count: number): number => (1 << (count * 8)) - 1;

/** Words multiplied and mixed downwards, since the low bits choose a slot. */
function hashOf(words: DataView, start: number, end: number): number {
  let hash = end - start;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    hash = Math.imul(hash ^ words.getInt32(at, true), 0x9e37_79b1);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash ^ (words.getInt32(at, true) & lowBytes(end - at)), 0x85eb_ca6b);
  return hash ^ (hash >>> 13);
}
