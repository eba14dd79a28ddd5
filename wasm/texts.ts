import { endOfString, firstBytes, malformed } from './json';
import { textNumber } from './reader';

/** Texts that were asked for, by hash: the last with a hash has the entry. */
enum TextByte {
  /** Plus 1, so that zeros are no entry. */
  number = 0,
  length = 4,
  spelling = 16,
}
const entryBytes: u32 = 256;
const longestText: u32 = 240;
const textsAt: u32 = <u32>memory.data(256 << 12, 64);

/** Puts the number of a text, which mostly was read before, at `field`. */
export function readText(at: u32, field: u32): u32 {
  const end = endOfString(at);
  if (end === malformed) return malformed;
  const start = at + 1;
  const length = end - 1 - start;
  const entry = textsAt + hashOf(start, length) * entryBytes;
  const isKnown =
    load<u32>(entry, TextByte.length) === length &&
    load<u32>(entry, TextByte.number) !== 0 &&
    isSame(start, entry + TextByte.spelling, length);
  store<i32>(field, isKnown ? load<u32>(entry, TextByte.number) - 1 : keptText(start, length, entry));
  return end;
}

/** Twelve bits. */
function hashOf(start: u32, length: u32): u32 {
  let hash = i32x4.splat(length);
  for (let i: u32 = 0; i < length; i += 16) {
    const some = v128.and(v128.load(start + i), firstBytes(min<u32>(length - i, 16)));
    hash = i32x4.mul(v128.xor(hash, some), i32x4.splat(0x9e37_79b1));
    hash = v128.xor(hash, i32x4.shr_u(hash, 15));
  }
  const folded = i64x2.extract_lane(hash, 0) ^ rotl(i64x2.extract_lane(hash, 1), 29);
  return ((<u32>folded ^ <u32>(folded >>> 32)) * 0x9e37_79b1) >>> 20;
}

function isSame(one: u32, other: u32, length: u32): bool {
  for (let i: u32 = 0; i < length; i += 16) {
    const differing = v128.xor(v128.load(one + i), v128.load(other + i));
    if (v128.any_true(v128.and(differing, firstBytes(min<u32>(length - i, 16))))) return false;
  }
  return true;
}

function keptText(start: u32, length: u32, entry: u32): i32 {
  const number = textNumber(start, start + length);
  if (length > longestText) return number;
  store<u32>(entry, number + 1, TextByte.number);
  store<u32>(entry, length, TextByte.length);
  memory.copy(entry + TextByte.spelling, start, length);
  return number;
}
