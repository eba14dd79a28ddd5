/** The keys of a row that are read. No two begin with the same two bytes, so these tell which one a key can be. */
const keys = [
  'address',
  'type',
  'class',
  'superclass',
  'references',
  'memsize',
  'bytesize',
  'imemo_type',
  'struct',
  'singleton',
  'name',
  'root',
  'file',
  'line',
] as const;
export type RowKey = (typeof keys)[number];

/** With their quotes. */
const spellings: readonly Uint8Array[] = keys.map((key) => new Uint8Array(Buffer.from(`"${key}"`)));

/** By the two bytes after the quote: 1 more than the index of the key, or 0. */
const keysByStart = tableByStart();

function tableByStart(): Uint8Array {
  const table = new Uint8Array(0x1_0000);
  for (const [index, key] of keys.entries()) table[Buffer.from(key).readUInt16LE()] = index + 1;
  return table;
}

/** The key that the JSON string at `start` is, or `undefined` where it is none that is read. */
export function rowKeyAt(bytes: Uint8Array, start: number): RowKey | undefined {
  const index = (keysByStart[(bytes[start + 1] ?? 0) | ((bytes[start + 2] ?? 0) << 8)] ?? 0) - 1;
  const spelling = spellings[index];
  if (spelling === undefined) return undefined;
  for (let i = 0; i < spelling.length; i++) if (bytes[start + i] !== spelling[i]) return undefined;
  return keys[index];
}
