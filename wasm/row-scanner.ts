import {
  closeBraceNewline,
  commaSpaceQuote,
  digitsAt,
  eight,
  endOfString,
  endOfValue,
  firstBytes,
  malformed,
  nextStop,
  openBraceQuote,
  quoteColon,
  wordTrue,
} from './json';
import { readPlace, readPlaces } from './places';
import { readText } from './texts';

/** What the row says that was read last, in the order of `Row`: words, and numbers of eight bytes; -1 is nothing. */
export const wordsAt: u32 = <u32>memory.data(64, 16);
export const numbersAt: u32 = <u32>memory.data(32, 16);
const wordsBytes: u32 = 64;

/** Where each field is, which has the size of a word or, of a number, of two. */
export const addressField: u32 = wordsAt;
export const typeField: u32 = wordsAt + 4;
export const classField: u32 = wordsAt + 8;
export const superclassField: u32 = wordsAt + 12;
export const fileField: u32 = wordsAt + 16;
export const imemoTypeField: u32 = wordsAt + 20;
export const structField: u32 = wordsAt + 24;
const rootField: u32 = wordsAt + 28;
const nameField: u32 = wordsAt + 32;
const singletonField: u32 = wordsAt + 36;
export const referenceCountField: u32 = wordsAt + 40;
/** And where the value of a string ends. */
export const valueField: u32 = wordsAt + 44;
export const memsizeField: u32 = numbersAt;
export const bytesizeField: u32 = numbersAt + 8;
export const lineField: u32 = numbersAt + 16;

/** What kind of value a key has. */
enum Sort {
  place,
  text,
  number,
  truth,
  places,
  value,
}

/** Of each key. */
enum KeyByte {
  /** As it stands in a row after its opening quote: at most sixteen bytes. */
  spelling = 0,
  /** Ones for as many bytes. */
  mask = 16,
  length = 32,
  sort = 36,
  field = 40,
}
/** The first of them is no key. */
const keyBytes: u32 = 48;
const keysAt: u32 = <u32>memory.data(48 * 17, 16);
/** By hash of a key's first four letters, of which no two keys have the same: its number, or 0. */
const keyNumbersAt: u32 = <u32>memory.data(512);
let keys: u32 = 0;

v128.store(keysAt, i8x16.splat(-1), KeyByte.mask);
addKey('address":', Sort.place, addressField);
addKey('type":', Sort.text, typeField);
addKey('class":', Sort.place, classField);
addKey('superclass":', Sort.place, superclassField);
addKey('file":', Sort.text, fileField);
addKey('imemo_type":', Sort.text, imemoTypeField);
addKey('struct":', Sort.text, structField);
addKey('root":', Sort.text, rootField);
addKey('name":', Sort.text, nameField);
addKey('singleton":', Sort.truth, singletonField);
addKey('references":', Sort.places, referenceCountField);
addKey('value":', Sort.value, valueField);
addKey('memsize":', Sort.number, memsizeField);
addKey('bytesize":', Sort.number, bytesizeField);
addKey('line":', Sort.number, lineField);

function addKey(spelling: string, sort: Sort, field: u32): void {
  const at = keysAt + ++keys * keyBytes;
  for (let i = 0; i < spelling.length; i++) store<u8>(at + i, <u8>spelling.charCodeAt(i));
  v128.store(at, firstBytes(spelling.length), KeyByte.mask);
  store<u32>(at, spelling.length, KeyByte.length);
  store<u32>(at, sort, KeyByte.sort);
  store<u32>(at, field, KeyByte.field);
  store<u8>(keyNumbersAt + keySlot(at), <u8>keys);
}

function keySlot(at: u32): u32 {
  return (load<u32>(at) * 0x9e37_79b1) >>> 23;
}

/** Reads what the row at `start` says into the fields and, from `places` on, what it refers to. Gives where the next begins. */
export function scanRow(start: u32, places: u32): u32 {
  clearFields();
  if (load<u16>(start) !== openBraceQuote) return malformed;
  for (let at = start + 2; ; at += 3) {
    const key = keysAt + <u32>load<u8>(keyNumbersAt + keySlot(at)) * keyBytes;
    const differing = v128.xor(v128.load(at), v128.load(key, KeyByte.spelling));
    if (v128.any_true(v128.and(differing, v128.load(key, KeyByte.mask)))) {
      at = nextStop(at);
      if (load<u16>(at) !== quoteColon) return malformed;
      at = endOfValue(at + 2);
    } else {
      at += load<u32>(key, KeyByte.length);
      at = readValue(at, load<u32>(key, KeyByte.sort), load<u32>(key, KeyByte.field), places);
    }
    if (at === malformed) return malformed;
    const next = load<u32>(at);
    if ((next & 0xff_ffff) === commaSpaceQuote) continue;
    return <u16>next === closeBraceNewline ? at + 2 : malformed;
  }
}

function clearFields(): void {
  for (let i: u32 = 0; i < wordsBytes; i += 16) v128.store(wordsAt + i, i8x16.splat(-1));
  store<u32>(referenceCountField, 0);
  store<f64>(memsizeField, -1);
  store<f64>(bytesizeField, -1);
  store<f64>(lineField, -1);
}

function readValue(at: u32, sort: Sort, field: u32, places: u32): u32 {
  switch (sort) {
    case Sort.place:
      return readPlace(at, field);
    case Sort.text:
      return readText(at, field);
    case Sort.number:
      return readNumber(at, field);
    case Sort.places:
      return readPlaces(at, field, places);
    case Sort.truth:
      store<i32>(field, <i32>(load<u32>(at) === wordTrue));
      return endOfValue(at);
    default:
      return readSpan(at, field);
  }
}

/** Where the value of a string is spelled. */
function readSpan(at: u32, field: u32): u32 {
  const end = endOfString(at);
  store<u32>(field, at + 1);
  store<u32>(field, end - 1, 4);
  return end;
}

/** Up to eight digits at once. */
function readNumber(at: u32, field: u32): u32 {
  const count = digitsAt(at);
  if (count === 0) return malformed;
  // The last digit highest, zeros before the first; then neighbours are joined.
  const digits = (load<u64>(at) & eight(0x0f)) << (64 - count * 8);
  const twos = digits * 10 + (digits >> 8);
  const low = (twos & 0x0000_00ff_0000_00ff) * 0x000f_4240_0000_0064;
  const high = ((twos >> 16) & 0x0000_00ff_0000_00ff) * 0x0000_2710_0000_0001;
  store<f64>(field, <f64>((low + high) >> 32));
  return at + count;
}
