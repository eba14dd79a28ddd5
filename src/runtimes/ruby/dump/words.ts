import { malformed } from './json-bytes.ts';

/** JSON taken two, three or four bytes at a time, the first byte lowest. */
export const word = {
  openBraceQuote: 0x227b,
  quoteColon: 0x3a22,
  commaSpace: 0x202c,
  closeBraceNewline: 0x0a7d,
  commaSpaceQuote: 0x22_202c,
  quoteZeroX: 0x78_3022,
  true: 0x6575_7274,
  fals: 0x736c_6166,
} as const;

/** The high bit of each byte that ends a plain string or is in its way: a quote, a backslash, a control character. */
function stops(word: number): number {
  const quote = word ^ 0x2222_2222;
  const backslash = word ^ 0x5c5c_5c5c;
  return (
    (((quote - 0x0101_0101) & ~quote) |
      ((backslash - 0x0101_0101) & ~backslash) |
      ((word - 0x2020_2020) & ~word)) &
    0x8080_8080
  );
}

/** The index of the first quote, backslash or control character from `start` on. */
export function nextStop(words: DataView, start: number): number {
  for (let at = start; ; at += 4) {
    const found = stops(words.getInt32(at, true));
    // The lowest bit is certain; those above it may be a borrow.
    if (found !== 0) return at + ((31 - Math.clz32(found & -found)) >>> 3);
  }
}

/** The value of four lower-case hexadecimal digits, or `malformed`. */
export function hexWord(word: number): number {
  const values = (word & 0x0f0f_0f0f) + Math.imul((word >>> 6) & 0x0101_0101, 9);
  const letters = ((values + 0x0606_0606) >>> 4) & 0x0101_0101;
  const spelled = (values + 0x3030_3030 + Math.imul(letters, 0x27)) | 0;
  if (spelled !== word || (values & 0xf0f0_f0f0) !== 0) return malformed;
  const pairs = (values << 4) | (values >>> 8);
  return ((pairs & 0xff) << 8) | ((pairs >>> 16) & 0xff);
}
