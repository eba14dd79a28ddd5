/** The keys of a row that are read. No two begin with the same two bytes, so these tell which one a key can be. */
export const rowKeys = [
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
  'value',
] as const;
export type RowKey = (typeof rowKeys)[number];

interface SpelledKey {
  readonly key: RowKey;
  /** With the quotes. */
  readonly spelling: Uint8Array;
}

/** The first stands for no key. */
const spelledKeys: readonly (SpelledKey | undefined)[] = [
  undefined,
  ...rowKeys.map((key) => ({ key, spelling: new Uint8Array(Buffer.from(`"${key}"`)) })),
];

/** By the two bytes after the quote: an index into `spelledKeys`. */
const indexByStart = tableByStart();

function tableByStart(): Uint8Array {
  const table = new Uint8Array(0x1_0000);
  for (const [i, key] of rowKeys.entries()) table[Buffer.from(key).readUInt16LE()] = i + 1;
  return table;
}

/** The key that the JSON string at `start` is, or `undefined` where it is none that is read. */
export function rowKeyAt(bytes: Uint8Array, start: number): RowKey | undefined {
  const candidate = spelledKeys[indexByStart[(bytes[start + 1] ?? 0) | ((bytes[start + 2] ?? 0) << 8)] ?? 0];
  if (candidate === undefined) return undefined;
  const { key, spelling } = candidate;
  for (let i = 0; i < spelling.length; i++) if (bytes[start + i] !== spelling[i]) return undefined;
  return key;
}
