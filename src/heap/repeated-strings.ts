import type { HeapGraph } from './graph.ts';
import { largestRows } from './largest-rows.ts';

/** Strings of one value, which is known by its length and hash alone. */
export interface RepeatedString {
  /** Of the value, in bytes. */
  readonly length: number;
  /** 53 bits, the same for the same value within one dump. */
  readonly hash: number;
  readonly objects: number;
  /** Shallow size of all of them. */
  readonly bytes: number;
}

export interface RepeatedStrings {
  /** Values that more than one string has. */
  readonly values: number;
  /** What all strings but one of each value take. */
  readonly excessObjects: number;
  readonly excessBytes: number;
  /** Those that waste most, at most as many as asked for. */
  readonly largest: readonly RepeatedString[];
}

/** What is known of the strings of a graph. */
export type StringColumns = Pick<HeapGraph, 'nodeCount' | 'stringBytes' | 'stringHashes' | 'shallowBytes'>;

const filterSlots = 2 ** 22;

/** Which strings hold the same value; none where the dump was read without hashes. */
export function repeatedStrings(columns: StringColumns, limit: number): RepeatedStrings {
  const values = new StringValues(columns);
  const excess = new Float64Array(values.objects.length);
  let repeated = 0;
  let excessObjects = 0;
  let excessBytes = 0;
  for (const [value, objects] of values.objects.entries()) {
    if (objects < 2) continue;
    const spare = ((values.bytes[value] ?? 0) * (objects - 1)) / objects;
    excess[value] = spare;
    repeated += 1;
    excessObjects += objects - 1;
    excessBytes += spare;
  }
  const largest = largestRows(excess, limit, (value) => (values.objects[value] ?? 0) > 1);
  return {
    values: repeated,
    excessObjects,
    excessBytes: Math.round(excessBytes),
    largest: largest.map((value) => values.at(value)),
  };
}

/** Values that may be repeated, as columns; found by open addressing over hash and length. */
class StringValues {
  readonly objects: number[] = [];
  readonly bytes: number[] = [];
  readonly #lengths: number[] = [];
  readonly #hashes: number[] = [];
  #slots = new Int32Array(2 ** 12).fill(-1);

  constructor({ nodeCount, stringBytes, stringHashes, shallowBytes }: StringColumns) {
    if (stringHashes === undefined) return;
    // Most values are there once: what a small table of hashes has seen once needs no place in the large one.
    const seen = new Uint8Array(filterSlots);
    for (let node = 0; node < nodeCount; node++) {
      const hash = stringHashes[node] ?? 0;
      const slot = hash & (filterSlots - 1);
      if (hash !== 0 && (seen[slot] ?? 0) < 2) seen[slot] = (seen[slot] ?? 0) + 1;
    }
    for (let node = 0; node < nodeCount; node++) {
      const hash = stringHashes[node] ?? 0;
      if (hash === 0 || seen[hash & (filterSlots - 1)] === 1) continue;
      const value = this.#valueOf(hash, stringBytes[node] ?? 0);
      this.objects[value] = (this.objects[value] ?? 0) + 1;
      this.bytes[value] = (this.bytes[value] ?? 0) + (shallowBytes[node] ?? 0);
    }
  }

  at(value: number): RepeatedString {
    return {
      length: this.#lengths[value] ?? 0,
      hash: this.#hashes[value] ?? 0,
      objects: this.objects[value] ?? 0,
      bytes: this.bytes[value] ?? 0,
    };
  }

  #valueOf(hash: number, length: number): number {
    const slot = this.#slotOf(hash, length);
    const known = this.#slots[slot] ?? -1;
    if (known >= 0) return known;
    const value = this.#hashes.push(hash) - 1;
    this.#lengths.push(length);
    this.objects.push(0);
    this.bytes.push(0);
    this.#slots[slot] = value;
    if (this.#hashes.length * 2 > this.#slots.length) this.#grow();
    return value;
  }

  /** Where the value is, or would be. */
  #slotOf(hash: number, length: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const value = this.#slots[slot] ?? -1;
      if (value < 0 || (this.#hashes[value] === hash && this.#lengths[value] === length)) return slot;
    }
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 2).fill(-1);
    for (const [value, hash] of this.#hashes.entries()) {
      this.#slots[this.#slotOf(hash, this.#lengths[value] ?? 0)] = value;
    }
  }
}
