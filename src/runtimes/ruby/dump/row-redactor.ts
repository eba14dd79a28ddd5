import { createHmac } from 'node:crypto';
import type { DumpRedaction } from '../../runtime.ts';

/** What may be kept of a row. Whatever is not named here is left out: a new Ruby may write what is secret. */
const keptFields: ReadonlyMap<string, (value: unknown) => boolean> = new Map([
  ...fields(isAddress, ['address', 'class', 'superclass', 'default']),
  ...fields(isAddresses, ['references']),
  ...fields(isWord, ['type', 'root', 'imemo_type', 'struct', 'encoding']),
  ...fields(isNumber, ['memsize', 'bytesize', 'line', 'generation', 'length', 'size', 'capacity', 'ivars']),
  ...fields(isBoolean, ['singleton', 'embedded', 'frozen', 'shared', 'fstring']),
]);
/** Fields that hold names of the program's. */
const namedFields: ReadonlySet<string> = new Set(['name', 'real_class_name', 'method']);

function fields(isKept: (value: unknown) => boolean, names: readonly string[]) {
  return names.map((name) => [name, isKept] as const);
}

function isAddress(value: unknown): boolean {
  return typeof value === 'string' && /^0x[0-9a-f]{1,16}$/.test(value);
}

function isAddresses(value: unknown): boolean {
  return Array.isArray(value) && value.every(isAddress);
}

function isWord(value: unknown): boolean {
  return typeof value === 'string' && /^[\w ./:()<>#-]{0,80}$/.test(value);
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number';
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}

/**
 * Rows of a dump without what they say: values of strings and symbols become keyed hashes, so that equal ones can still
 * be told; sizes, lengths, names and references stay. Texts are byte strings.
 */
export class RowRedactor {
  readonly #how: DumpRedaction;

  /** Whoever knows its key can try values: it is to be forgotten with the run. */
  constructor(how: DumpRedaction) {
    this.#how = how;
  }

  /** One line for each, so that lines keep their numbers: a row that cannot be read has nothing left in it. */
  redact(line: string): string {
    const row = parsed(line);
    if (row === undefined) return line.trim() === '' ? '' : '{}';
    const kept = Object.entries(row).flatMap(([key, value]) => {
      const left = this.#left(key, value);
      return left === undefined ? [] : [`"${key}":${spelled(left)}`];
    });
    return `{${kept.join(', ')}}`;
  }

  #left(key: string, value: unknown): unknown {
    if (keptFields.get(key)?.(value)) return value;
    if (typeof value !== 'string') return undefined;
    if (key === 'value') return this.#hashed(value);
    if (namedFields.has(key)) return inUtf8(value, this.#how.name);
    return key === 'file' ? inUtf8(value, this.#how.file) : undefined;
  }

  #hashed(value: string): string {
    return createHmac('sha256', this.#how.key).update(value, 'latin1').digest('hex').slice(0, 24);
  }
}

function parsed(line: string): object | undefined {
  try {
    const row: unknown = JSON.parse(line);
    return typeof row === 'object' && row !== null && !Array.isArray(row) ? row : undefined;
  } catch {
    return undefined;
  }
}

/** As the VM does, which is read fastest. */
function spelled(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((each) => `"${each}"`).join(', ')}]`;
  return JSON.stringify(value).replace(
    /[^\0-\xff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Changes a text that stands in bytes, which stay as they are where nothing is changed. */
function inUtf8(bytes: string, change: (text: string) => string): string {
  const text = Buffer.from(bytes, 'latin1').toString('utf8');
  const changed = change(text);
  return changed === text ? bytes : Buffer.from(changed).toString('latin1');
}
