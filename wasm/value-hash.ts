/**
 * Puts 53 bits of a hash of the bytes between `start` and `end` at `hashAt`, never 0: equal bytes have equal hashes, and
 * among millions of values two others are most unlikely to. Two lanes of 32 bits take the words in turn.
 */
export function hashValue(start: u32, end: u32, hashAt: u32): void {
  let one = end - start;
  let other: u32 = 0x85eb_ca6b;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const word = load<u32>(at);
    one = (one ^ word) * 0x9e37_79b1;
    one ^= one >>> 15;
    other = (other ^ word) * 0xc2b2_ae35;
    other ^= other >>> 13;
  }
  const rest = load<u32>(at) & ((1 << ((end - at) * 8)) - 1);
  one = mixed(one ^ rest);
  other = mixed(other ^ (rest * 0x27d4_eb2f)) >>> 11;
  store<u32>(hashAt, (one | other) === 0 ? 1 : one);
  store<u32>(hashAt, other, 4);
}

function mixed(hash: u32): u32 {
  const once = (hash ^ (hash >>> 16)) * 0x85eb_ca6b;
  const twice = (once ^ (once >>> 13)) * 0xc2b2_ae35;
  return twice ^ (twice >>> 16);
}
