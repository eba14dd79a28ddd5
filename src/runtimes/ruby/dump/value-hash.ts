const bitsOfLow = 0x1_0000_0000;

/**
 * 53 bits of a hash of the bytes between `start` and `end`, never 0: equal bytes have equal hashes, and among millions
 * of values two others are most unlikely to. Two lanes of 32 bits take the words in turn.
 */
export function hashOfValue(words: DataView, start: number, end: number): number {
  let one = end - start;
  let other = 0x85eb_ca6b;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const word = words.getInt32(at, true);
    one = Math.imul(one ^ word, 0x9e37_79b1);
    one ^= one >>> 15;
    other = Math.imul(other ^ word, 0xc2b2_ae35);
    other ^= other >>> 13;
  }
  const rest = words.getInt32(at, true) & ((1 << ((end - at) * 8)) - 1);
  one = mixed(one ^ rest);
  other = mixed(other ^ Math.imul(rest, 0x27d4_eb2f));
  return (other >>> 11) * bitsOfLow + (one >>> 0) || 1;
}

function mixed(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2_ae35);
  return twice ^ (twice >>> 16);
}
