import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import type { Answer } from './answer-reader.ts';
import { utf8Bytes } from './byte-string.ts';
import { setCookies } from './cookie-jar.ts';
import { fieldValue } from './html-field.ts';

/** What of an answer is kept for later requests of the same lane, and what it is called there. */
export interface Capture {
  readonly name: string;
  readonly from: 'cookie' | 'header' | 'json' | 'html';
  /** Name of a cookie, header, form field or meta tag; or the way to a field of JSON: `user.tokens.0`. */
  readonly at: string;
}

/** As much of an answer's body as is searched. */
export const searchedBytes = 2 * 1024 * 1024;

/** The value, a byte string; `undefined` where the answer has none. Never throws. */
export function captured({ from, at }: Capture, answer: Answer): string | undefined {
  switch (from) {
    case 'header':
      return answer.headers.get(at.toLowerCase());
    case 'cookie':
      return decodedCookie(setCookies(answer).find(({ name }) => name === at)?.value);
    case 'html':
      return fieldValue(bodyOf(answer), at);
    case 'json':
      return jsonValue(bodyOf(answer), at);
  }
}

/** For people: what was looked for. */
export function describeCapture({ from, at }: Capture): string {
  const sort = { cookie: 'cookie', header: 'header', json: 'JSON field', html: 'form field or meta tag' };
  return `${sort[from]} "${at}"`;
}

export const searchesBody = ({ from }: Capture): boolean => from === 'json' || from === 'html';

/** As a script in a browser reads it: servers escape what may not stand in a cookie. */
function decodedCookie(value: string | undefined): string | undefined {
  try {
    return value && utf8Bytes(decodeURIComponent(value));
  } catch {
    return value;
  }
}

function jsonValue(body: string, path: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(body, 'latin1').toString('utf8'));
  } catch {
    return undefined;
  }
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  if (typeof value === 'string') return utf8Bytes(value);
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** The body as a byte string, unpacked where the request asked for it to be packed. */
function bodyOf({ headers, bodyStart }: Answer): string {
  const unpack = unpackers[headers.get('content-encoding')?.trim().toLowerCase() ?? ''];
  if (!unpack) return bodyStart;
  try {
    return unpack(Buffer.from(bodyStart, 'latin1'), { maxOutputLength: 8 * searchedBytes }).toString(
      'latin1',
    );
  } catch {
    return '';
  }
}

type Unpack = (packed: Buffer, options: { maxOutputLength: number }) => Buffer;
const unpackers: Readonly<Record<string, Unpack>> = {
  gzip: gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
};
