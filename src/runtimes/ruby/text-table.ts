import { byte } from './json-bytes.ts';

/** Texts of a dump, each decoded once and known by a number from then on. */
export class TextTable {
  /** By number. */
  readonly texts: string[] = [];
  readonly #spellings: Uint8Array[] = [];
  readonly #hashes: number[] = [];
  /** Open addressing with linear probing, at most half full; -1 is free. */
  #slots = new Int32Array(1024).fill(-1);

  /**
   * The number of the text that `bytes` spell between `start` and `end`: the inside of a JSON string, with its escapes.
   * Bytes that are not UTF-8 become U+FFFD. A text spelled in two ways has two numbers.
   */
  numberOf(bytes: Buffer, start: number, end: number): number {
    const hash = hashOf(bytes, start, end);
    let slot = hash & (this.#slots.length - 1);
    for (;;) {
      const number = this.#slots[slot] ?? -1;
      if (number === -1) return this.#add(bytes, start, end, hash);
      if (this.#hashes[number] === hash && this.#isSpelled(number, bytes, start, end)) return number;
      slot = (slot + 1) & (this.#slots.length - 1);
    }
  }

  #isSpelled(number: number, bytes: Uint8Array, start: number, end: number): boolean {
    const spelling = this.#spellings[number];
    if (spelling?.length !== end - start) return false;
    for (let i = 0; i < spelling.length; i++) if (spelling[i] !== bytes[start + i]) return false;
    return true;
  }

  #add(bytes: Buffer, start: number, end: number, hash: number): number {
    const spelling = Uint8Array.prototype.slice.call(bytes, start, end);
    const number = this.texts.push(decode(bytes, start, end)) - 1;
    this.#spellings.push(spelling);
    this.#hashes.push(hash);
    if (this.texts.length * 2 > this.#slots.length) {
      this.#slots = new Int32Array(this.#slots.length * 2).fill(-1);
      for (const [known, knownHash] of this.#hashes.entries()) this.#place(known, knownHash);
    } else {
      this.#place(number, hash);
    }
    return number;
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

/** FNV-1a, its high bits folded into the low ones that choose a slot. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c_9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x0100_0193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
