import { readBytes, showBytes, utf8Bytes } from './byte-string.ts';
import { mapLiterals, type Place, placeholder, withNames } from './placeholder.ts';

/** `${NAME}` and `{name}` in what people write; a backslash before it takes it literally. */
const mention = /(\\*)(\$\{([A-Za-z_]\w*)\}|\{([A-Za-z_][\w-]*)\})/g;

/** The number that is new each time. */
export const numberName = 'n';

/** Reads the texts of a scenario's requests, in which values may stand that are known only when they are sent. */
export class TemplateReader {
  readonly #isKnown: (name: string) => boolean;
  readonly #onUnknown: (name: string) => void;

  /**
   * `isKnown`: whether a name in braces stands for a value; other braces are literal, as in `/p/{id}`, of which
   * `onUnknown` is told.
   */
  constructor(isKnown: (name: string) => boolean, onUnknown: (name: string) => void = () => {}) {
    this.#isKnown = isKnown;
    this.#onUnknown = onUnknown;
  }

  /** Target or whole request, where `\` begins an escape. */
  bytes(text: string, place: 'target' | 'body'): string {
    return this.#read(text, place, readBytes, (backslashes) => backslashes.length % 2 === 1);
  }

  /** Where `\` is a letter like others, but before what would stand for a value. */
  text(text: string, place: Place, literal: (text: string) => string = utf8Bytes): string {
    const unmarked = (part: string) => literal(part.replaceAll(mention, (whole) => whole.replace('\\', '')));
    return this.#read(text, place, unmarked, (backslashes) => backslashes !== '');
  }

  form(fields: Readonly<Record<string, string>>): string {
    const pairs = Object.entries(fields).map(
      ([name, value]) => `${formEncoded(name)}=${this.text(value, 'form', formEncoded)}`,
    );
    return pairs.join('&');
  }

  json(value: unknown): string {
    if (typeof value === 'string') return `"${this.text(value, 'json', jsonEncoded)}"`;
    if (Array.isArray(value)) return `[${value.map((item) => this.json(item)).join(',')}]`;
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    const pairs = Object.entries(value).map(([key, item]) => `"${jsonEncoded(key)}":${this.json(item)}`);
    return `{${pairs.join(',')}}`;
  }

  #read(
    text: string,
    place: Place,
    literal: (text: string) => string,
    isLiteral: (backslashes: string) => boolean,
  ): string {
    let read = '';
    let from = 0;
    for (const { 0: whole, 1: backslashes = '', 3: variable, 4: name, index } of text.matchAll(mention)) {
      if (isLiteral(backslashes)) continue;
      if (name !== undefined && !this.#isKnown(name)) {
        this.#onUnknown(name);
        continue;
      }
      read += literal(text.slice(from, index) + backslashes);
      read += placeholder(place, variable === undefined ? (name ?? '') : `$${variable}`);
      from = index + whole.length;
    }
    return read + literal(text.slice(from));
  }
}

/** A byte string as `TemplateReader.bytes` reads it back. */
export const writtenBytes = (bytes: string): string => written(bytes, showBytes);

/** A text as `TemplateReader.text` reads it back. */
export const writtenText = (text: string): string => written(text, (literal) => literal);

const written = (text: string, show: (literal: string) => string): string =>
  withNames(mapLiterals(text, (literal) => show(literal).replaceAll(mention, '$1\\$2')));

const formEncoded = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);

const jsonEncoded = (text: string): string => utf8Bytes(JSON.stringify(text).slice(1, -1));
