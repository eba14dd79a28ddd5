/**
 * Where JSON values end, found on bytes without decoding them. Every function takes the index of a value's first byte
 * and gives the index after its last one, or `malformed`. No bound is checked: JSON on one line has no newline in it,
 * so the one after a row stops every loop.
 */
export const malformed = -1;

export const byte = {
  tab: 0x09,
  newline: 0x0a,
  carriageReturn: 0x0d,
  space: 0x20,
  quote: 0x22,
  plus: 0x2b,
  comma: 0x2c,
  minus: 0x2d,
  point: 0x2e,
  zero: 0x30,
  nine: 0x39,
  colon: 0x3a,
  openBracket: 0x5b,
  backslash: 0x5c,
  closeBracket: 0x5d,
  a: 0x61,
  e: 0x65,
  f: 0x66,
  n: 0x6e,
  t: 0x74,
  u: 0x75,
  x: 0x78,
  openBrace: 0x7b,
  closeBrace: 0x7d,
} as const;

/** Deeper values are no part of a dump's row; the limit keeps hostile ones from exhausting the stack. */
const deepestNesting = 64;

export function skipSpace(bytes: Uint8Array, start: number): number {
  let at = start;
  while (isSpace(bytes[at] ?? 0)) at++;
  return at;
}

export function endOfValue(bytes: Uint8Array, start: number, depth = 0): number {
  switch (bytes[start]) {
    case byte.quote:
      return endOfString(bytes, start);
    case byte.openBrace:
      return depth === deepestNesting ? malformed : endOfObject(bytes, start, depth + 1);
    case byte.openBracket:
      return depth === deepestNesting ? malformed : endOfArray(bytes, start, depth + 1);
    case byte.t:
      return endOfWord(bytes, start, words.true);
    case byte.f:
      return endOfWord(bytes, start, words.false);
    case byte.n:
      return endOfWord(bytes, start, words.null);
    default:
      return endOfNumber(bytes, start);
  }
}

export function endOfString(bytes: Uint8Array, start: number): number {
  if (bytes[start] !== byte.quote) return malformed;
  for (let at = start + 1; ; at++) {
    const next = bytes[at] ?? 0;
    if (next === byte.quote) return at + 1;
    if (next < byte.space) return malformed;
    if (next === byte.backslash) {
      at = lastOfEscape(bytes, at);
      if (at === malformed) return malformed;
    }
  }
}

/** By byte: 1 where it may follow a backslash by itself. */
const shortEscapes = Uint8Array.from({ length: 256 }, (_, code) =>
  '"\\/bfnrt'.includes(String.fromCharCode(code)) ? 1 : 0,
);

function lastOfEscape(bytes: Uint8Array, backslash: number): number {
  const kind = bytes[backslash + 1] ?? 0;
  if (kind !== byte.u) return shortEscapes[kind] === 1 ? backslash + 1 : malformed;
  for (let at = backslash + 2; at < backslash + 6; at++) {
    if (hexDigit(bytes, at) < 0) return malformed;
  }
  return backslash + 5;
}

function endOfObject(bytes: Uint8Array, start: number, depth: number): number {
  let at = skipSpace(bytes, start + 1);
  if (bytes[at] === byte.closeBrace) return at + 1;
  for (;;) {
    at = endOfString(bytes, at);
    if (at === malformed) return malformed;
    at = skipSpace(bytes, at);
    if (bytes[at] !== byte.colon) return malformed;
    at = endOfValue(bytes, skipSpace(bytes, at + 1), depth);
    if (at === malformed) return malformed;
    at = skipSpace(bytes, at);
    if (bytes[at] === byte.closeBrace) return at + 1;
    if (bytes[at] !== byte.comma) return malformed;
    at = skipSpace(bytes, at + 1);
  }
}

function endOfArray(bytes: Uint8Array, start: number, depth: number): number {
  let at = skipSpace(bytes, start + 1);
  if (bytes[at] === byte.closeBracket) return at + 1;
  for (;;) {
    at = endOfValue(bytes, at, depth);
    if (at === malformed) return malformed;
    at = skipSpace(bytes, at);
    if (bytes[at] === byte.closeBracket) return at + 1;
    if (bytes[at] !== byte.comma) return malformed;
    at = skipSpace(bytes, at + 1);
  }
}

const words = { true: Buffer.from('true'), false: Buffer.from('false'), null: Buffer.from('null') } as const;

function endOfWord(bytes: Uint8Array, start: number, word: Uint8Array): number {
  for (let i = 0; i < word.length; i++) if (bytes[start + i] !== word[i]) return malformed;
  return start + word.length;
}

export function endOfNumber(bytes: Uint8Array, start: number): number {
  let at = bytes[start] === byte.minus ? start + 1 : start;
  const whole = at;
  at = endOfDigits(bytes, at);
  if (at === whole || (bytes[whole] === byte.zero && at > whole + 1)) return malformed;
  if (bytes[at] === byte.point) {
    const fraction = at + 1;
    at = endOfDigits(bytes, fraction);
    if (at === fraction) return malformed;
  }
  if (((bytes[at] ?? 0) | 0x20) === byte.e) {
    const sign = bytes[at + 1];
    const exponent = sign === byte.plus || sign === byte.minus ? at + 2 : at + 1;
    at = endOfDigits(bytes, exponent);
    if (at === exponent) return malformed;
  }
  return at;
}

function endOfDigits(bytes: Uint8Array, start: number): number {
  let at = start;
  while (isDigit(bytes[at] ?? 0)) at++;
  return at;
}

const isDigit = (code: number): boolean => code >= byte.zero && code <= byte.nine;

/** A newline is none here: it ends the row. */
const isSpace = (code: number): boolean =>
  code <= byte.space && (code === byte.space || code === byte.carriageReturn || code === byte.tab);

/** By byte; -1 where it is no hexadecimal digit. */
const hexValues = Int8Array.from({ length: 256 }, (_, code) =>
  '0123456789abcdef'.indexOf(String.fromCharCode(code).toLowerCase()),
);

/** The value of the hexadecimal digit at `at`, or something negative. */
export function hexDigit(bytes: Uint8Array, at: number): number {
  return hexValues[bytes[at] ?? 0] ?? -1;
}

/** The value of the four hexadecimal digits from `at` on, or something negative: the sign of one bad digit stays. */
export function fourHexDigits(bytes: Uint8Array, at: number): number {
  return (
    (hexDigit(bytes, at) << 12) |
    (hexDigit(bytes, at + 1) << 8) |
    (hexDigit(bytes, at + 2) << 4) |
    hexDigit(bytes, at + 3)
  );
}
