import { closeBracket, commaSpace, malformed, openBracket, quote, quoteZeroX } from './json';
import { placeOf } from './reader';

/** Pages that were asked for, by their low bits: neighbours never share an entry. */
enum PageByte {
  page = 0,
  /** Of its first slot. */
  place = 4,
}
const pageEntries: u32 = 1 << 17;
const pagesAt: u32 = <u32>memory.data(8 << 17, 64);

/** Puts the place of an address, of up to sixteen digits but of 48 bits, at `field`. */
export function readPlace(at: u32, field: u32): u32 {
  if ((load<u32>(at) & 0xff_ffff) !== quoteZeroX) return malformed;
  const digits = v128.load(at, 3);
  const decimals = i8x16.lt_u(i8x16.sub(digits, i8x16.splat(0x30)), i8x16.splat(10));
  const letters = i8x16.lt_u(i8x16.sub(digits, i8x16.splat(0x61)), i8x16.splat(6));
  const count = ctz(~i8x16.bitmask(v128.or(decimals, letters)) | 0x1_0000);
  const end = at + 3 + count;
  if (load<u8>(end) !== quote || count === 0) return malformed;
  const values = i8x16.add(v128.and(digits, i8x16.splat(0x0f)), v128.and(letters, i8x16.splat(9)));
  const address = addressOf(values, count);
  if (address >> 48 !== 0) return malformed;
  store<i32>(field, placeAt(address));
  return end + 1;
}

/** The number whose digits are the first `count` bytes. */
function addressOf(digits: v128, count: u32): u64 {
  // Moved to the end; lanes below 0 are no lanes and give zeros.
  const lanes = i8x16.add(
    i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
    i8x16.splat(<i8>count - 16),
  );
  const all = i8x16.swizzle(digits, lanes);
  const pairs = v128.or(i16x8.shl(all, 4), i16x8.shr_u(all, 8));
  const bytes = i8x16.shuffle(pairs, pairs, 14, 12, 10, 8, 6, 4, 2, 0, 14, 12, 10, 8, 6, 4, 2, 0);
  return <u64>i64x2.extract_lane(bytes, 0);
}

function placeAt(address: u64): i32 {
  const page = <u32>(address >> 16);
  const entry = pagesAt + ((page & (pageEntries - 1)) << 3);
  // An entry of zeros is none yet, so that the lowest page never has one.
  if (load<u32>(entry, PageByte.page) !== page || page === 0 || (address & 7) !== 0)
    return placeElsewhere(address, entry);
  return load<i32>(entry, PageByte.place) + ((<i32>address & 0xffff) >>> 3);
}

function placeElsewhere(address: u64, entry: u32): i32 {
  // What is no multiple of eight is on a page of its own.
  if ((address & 7) !== 0) return placeOf(<f64>address);
  const first = placeOf(<f64>(address & ~0xffff));
  store<u32>(entry, <u32>(address >> 16), PageByte.page);
  store<i32>(entry, first, PageByte.place);
  return first + ((<i32>address & 0xffff) >>> 3);
}

/** Puts the places of a list one after the other from `places` on, and how many they are at `field`. */
export function readPlaces(at: u32, field: u32, places: u32): u32 {
  if (load<u8>(at) !== openBracket) return malformed;
  for (let next = places; ; next += 4) {
    at = readPlace(at + 1, next);
    if (at === malformed) return malformed;
    if (load<u16>(at) === commaSpace) {
      at += 1;
      continue;
    }
    store<u32>(field, (next + 4 - places) >> 2);
    return load<u8>(at) === closeBracket ? at + 1 : malformed;
  }
}
