import { slotsPerPage } from './address-pages.ts';

const bitsPerWord = 32;
const wordsPerPage = slotsPerPage / bitsPerWord;

/**
 * From place to node, in a bit per slot and a count per 32 slots: small enough for the processor's cache, and
 * neighbours in memory, which refer to each other more often than others do, are neighbours here too.
 */
export class NodeIndex {
  readonly #taken: Int32Array;
  /** How many slots are taken before each word of `#taken`. */
  readonly #before: Uint32Array;
  /** The node at each taken slot, in the order of slots. */
  readonly #nodes: Uint32Array;

  /** `places` holds the place of every node, by node. Of several nodes at one place the first is found. */
  constructor(places: Int32Array, pageCount: number) {
    this.#taken = new Int32Array(pageCount * wordsPerPage);
    this.#before = new Uint32Array(this.#taken.length);
    for (let node = 0; node < places.length; node++) {
      const place = places[node] ?? 0;
      const word = place >>> 5;
      this.#taken[word] = (this.#taken[word] ?? 0) | (1 << (place & 31));
    }
    let count = 0;
    for (let word = 0; word < this.#taken.length; word++) {
      this.#before[word] = count;
      count += ones(this.#taken[word] ?? 0);
    }
    this.#nodes = new Uint32Array(count);
    for (let node = places.length - 1; node >= 0; node--) this.#nodes[this.#rank(places[node] ?? 0)] = node;
  }

  /** The node at `place`, or -1. */
  nodeAt(place: number): number {
    const isTaken = (((this.#taken[place >>> 5] ?? 0) >>> (place & 31)) & 1) === 1;
    return isTaken ? (this.#nodes[this.#rank(place)] ?? -1) : -1;
  }

  #rank(place: number): number {
    const lowerSlots = (1 << (place & 31)) - 1;
    return (this.#before[place >>> 5] ?? 0) + ones((this.#taken[place >>> 5] ?? 0) & lowerSlots);
  }
}

/** How many bits of a word are set. */
function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x5555_5555);
  const fours = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
