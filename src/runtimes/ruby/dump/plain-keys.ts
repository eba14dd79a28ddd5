import { rowKeys } from './row-keys.ts';

/** Keys whose values are read, and those that the VM writes most besides. */
const keys = [...rowKeys, 'flags', 'embedded', 'encoding', 'method', 'generation'];

/** A number for each, in their order; 0 is any other key. */
export const plainKey = {
  other: 0,
  address: 1,
  type: 2,
  class: 3,
  superclass: 4,
  references: 5,
  memsize: 6,
  bytesize: 7,
  imemoType: 8,
  struct: 9,
  singleton: 10,
  name: 11,
  root: 12,
  file: 13,
  line: 14,
  value: 15,
  flags: 16,
} as const;

/** By number: a key as it stands in a row after its opening quote. */
const spellings = ['', ...keys.map((key) => `${key}":`)];
const slots = 512;

/**
 * A spelling as three words of four bytes, which may overlap: its first, its second where that does not pass its end,
 * and its last.
 */
const wordAt = (text: string, at: number): number =>
  at < 0 || text.length < at + 4 ? 0 : Buffer.from(text).readInt32LE(at);
const firstWords = Int32Array.from(spellings, (text) => wordAt(text, 0));
const secondWords = Int32Array.from(spellings, (text) => wordAt(text, 4));
const lastWords = Int32Array.from(spellings, (text) => wordAt(text, text.length - 4));
const lengths = Uint8Array.from(spellings, (text) => text.length);

/** No two of the keys begin with the same word, or fall into the same slot. */
const slotOf = (word: number): number => Math.imul(word, 0x9e37_79b1) >>> 23;
const keyBySlot = tableBySlot();

function tableBySlot(): Uint8Array {
  const table = new Uint8Array(slots);
  for (const [key, word] of firstWords.entries()) if (key > 0) table[slotOf(word)] = key;
  return table;
}

/** The number of the key whose first letter is at `start`. */
export function plainKeyAt(words: DataView, start: number): number {
  const first = words.getInt32(start, true);
  const key = keyBySlot[slotOf(first)] ?? 0;
  if (key === 0 || first !== firstWords[key]) return 0;
  const length = lengths[key] ?? 0;
  if (words.getInt32(start + length - 4, true) !== lastWords[key]) return 0;
  return length < 9 || words.getInt32(start + 4, true) === secondWords[key] ? key : 0;
}

/** How many bytes the key takes, with its closing quote and the colon. */
export const plainKeyBytes = (key: number): number => lengths[key] ?? 0;
