/**
 * Where JSON values end, found sixteen bytes at a time. Every function takes the address of a value's first byte and
 * gives that after its last one, or `malformed`, also for what is JSON but not as a VM writes it: that is left to others.
 * No bound is checked: the newline after a row stops every loop.
 */
export const malformed: u32 = -1;

export const quote: u8 = 0x22;
export const openBracket: u8 = 0x5b;
export const closeBracket: u8 = 0x5d;
const backslash: u8 = 0x5c;
const zero: u8 = 0x30;
const e: u8 = 0x65;
const openBrace: u8 = 0x7b;
const closeBrace: u8 = 0x7d;

/** Two, three or four bytes at a time, the first byte lowest. */
export const openBraceQuote: u16 = 0x227b;
export const quoteColon: u16 = 0x3a22;
export const commaSpace: u16 = 0x202c;
export const closeBraceNewline: u16 = 0x0a7d;
export const commaSpaceQuote: u32 = 0x22_202c;
export const quoteZeroX: u32 = 0x78_3022;
export const wordTrue: u32 = 0x6575_7274;
const wordFals: u32 = 0x736c_6166;

/** Ones, then zeros: where a mask of sixteen bytes begins whose first `n` are ones, is `n` before the zeros. */
const zerosAt: u32 = <u32>memory.data(32, 16) + 16;
v128.store(zerosAt - 16, i8x16.splat(-1));

/** A mask of the first `count` of sixteen bytes. */
export function firstBytes(count: u32): v128 {
  return v128.load(zerosAt - count);
}

/** Of lists, and of objects within objects, nothing is known here. */
export function endOfValue(at: u32): u32 {
  if (load<u8>(at) !== openBrace) return endOfScalar(at);
  for (at += 1; ; at += 2) {
    if (load<u8>(at) !== quote) return malformed;
    at = nextStop(at + 1);
    if (load<u16>(at) !== quoteColon) return malformed;
    at = endOfScalar(at + 2);
    if (at === malformed) return malformed;
    if (load<u16>(at) === commaSpace) continue;
    return load<u8>(at) === closeBrace ? at + 1 : malformed;
  }
}

function endOfScalar(at: u32): u32 {
  const first = load<u32>(at);
  if (<u8>first === quote) return endOfString(at);
  if (first === wordTrue) return at + 4;
  if (first === wordFals && load<u8>(at, 4) === e) return at + 5;
  const digits = digitsAt(at);
  return digits === 0 ? malformed : at + digits;
}

/** A word of eight bytes that are all the same. */
export function eight(byte: u64): u64 {
  const four = (byte << 24) | (byte << 16) | (byte << 8) | byte;
  return (four << 32) | four;
}

/** How many digits stand at `at`, at most eight; none where a zero leads. */
export function digitsAt(at: u32): u32 {
  const values = load<u64>(at) ^ eight(0x30);
  const others = ((values + eight(0x76)) | values) & eight(0x80);
  const count = others === 0 ? 8 : <u32>(ctz(others) >> 3);
  return count > 1 && load<u8>(at) === zero ? 0 : count;
}

export function endOfString(at: u32): u32 {
  if (load<u8>(at) !== quote) return malformed;
  const stop = nextStop(at + 1);
  return load<u8>(stop) === quote ? stop + 1 : endOfEscaped(stop);
}

/** From the first backslash or control character in it on. */
function endOfEscaped(at: u32): u32 {
  while (true) {
    const stop = load<u8>(at);
    if (stop === quote) return at + 1;
    if (stop !== backslash) return malformed;
    at = endOfEscape(at + 1);
    if (at === malformed) return malformed;
    at = nextStop(at);
  }
}

/** Of what follows a backslash. */
function endOfEscape(at: u32): u32 {
  switch (load<u8>(at)) {
    case 0x22: // "
    case 0x5c: // \
    case 0x2f: // /
    case 0x62: // b
    case 0x66: // f
    case 0x6e: // n
    case 0x72: // r
    case 0x74: // t
      return at + 1;
    case 0x75: // u
      for (let i: u32 = 1; i < 5; i++) if (!isHexDigit(load<u8>(at + i))) return malformed;
      return at + 5;
    default:
      return malformed;
  }
}

function isHexDigit(code: u8): bool {
  return <u8>(code - 0x30) < 10 || <u8>((code | 0x20) - 0x61) < 6;
}

/** The first quote, backslash or control character. */
export function nextStop(at: u32): u32 {
  while (true) {
    const bytes = v128.load(at);
    const quotes = i8x16.eq(bytes, i8x16.splat(quote));
    const backslashes = i8x16.eq(bytes, i8x16.splat(backslash));
    const controls = i8x16.lt_u(bytes, i8x16.splat(0x20));
    const stops = i8x16.bitmask(v128.or(v128.or(quotes, backslashes), controls));
    if (stops !== 0) return at + ctz(stops);
    at += 16;
  }
}
