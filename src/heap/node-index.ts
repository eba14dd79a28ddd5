import { slotsPerPage } from './address-pages.ts';

const bitsPerWord = 32;
const wordsPerPage = slotsPerPage / bitsPerWord;

/** A bit per slot, a count per 32 slots, and the nodes at the taken slots: in memory that threads share. */
export interface NodeIndexColumns {
  readonly taken: Int32Array;
  /** How many slots are taken before each word of `taken`. */
  readonly before: Uint32Array;
  /** The node at each taken slot, in the order of slots. */
  readonly nodes: Uint32Array;
}

/** `places` holds the place of every node, by node. Of several nodes at one place the first is found. */
export function indexNodes(places: Int32Array, pageCount: number): NodeIndexColumns {
  const words = pageCount * wordsPerPage;
  const taken = new Int32Array(new SharedArrayBuffer(4 * words));
  const before = new Uint32Array(new SharedArrayBuffer(4 * words));
  for (let node = 0; node < places.length; node++) {
    const place = places[node] ?? 0;
    taken[place >>> 5] = (taken[place >>> 5] ?? 0) | (1 << (place & 31));
  }
  let count = 0;
  for (let word = 0; word < words; word++) {
    before[word] = count;
    count += ones(taken[word] ?? 0);
  }
  const nodes = new Uint32Array(new SharedArrayBuffer(4 * count));
  for (let node = places.length - 1; node >= 0; node--) {
    const place = places[node] ?? 0;
    nodes[rank(taken, before, place)] = node;
  }
  return { taken, before, nodes };
}

/**
 * From place to node, in a bit per slot and a count per 32 slots: small enough for the processor's cache, and
 * neighbours in memory, which refer to each other more often than others do, are neighbours here too.
 */
export class NodeIndex {
  readonly #taken: Int32Array;
  readonly #before: Uint32Array;
  readonly #nodes: Uint32Array;

  constructor({ taken, before, nodes }: NodeIndexColumns) {
    this.#taken = taken;
    this.#before = before;
    this.#nodes = nodes;
  }

  /** The node at `place`, or -1. */
  nodeAt(place: number): number {
    const isTaken = (((this.#taken[place >>> 5] ?? 0) >>> (place & 31)) & 1) === 1;
    return isTaken ? (this.#nodes[rank(this.#taken, this.#before, place)] ?? -1) : -1;
  }
}

function rank(taken: Int32Array, before: Uint32Array, place: number): number {
  const lowerSlots = (1 << (place & 31)) - 1;
  return (before[place >>> 5] ?? 0) + ones((taken[place >>> 5] ?? 0) & lowerSlots);
}

/** How many bits of a word are set. */
function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x5555_5555);
  const fours = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
