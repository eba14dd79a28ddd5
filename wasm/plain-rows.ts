/**
 * Reads rows of a heap dump in the VM's own spelling: `, ` between fields, no other space, values as the VM writes
 * them. Any other row is left to `RowScanner`; what is read here is read as that does it.
 */
import { malformed } from './json';
import { appendNode, sortOfRow, writeTo } from './node-writer';
import { addressField, scanRow, typeField } from './row-scanner';

export { edgesEnd, nodesEnd } from './node-writer';
export { numbersAt, wordsAt } from './row-scanner';

/** Rows are in memory from here on. */
export const rowsAt: u32 = (<u32>__heap_base + 63) & ~63;
/** Behind the last row, for what is read ahead. */
const paddingBytes: u32 = 64;
const memoryPageBytes: u32 = 1 << 16;

export let placesAt: u32 = 0;
export let nodesAt: u32 = 0;
export let edgesAt: u32 = 0;

/** Makes room for `length` bytes of rows and for what is read of them. Gives whether there is enough memory. */
export function resize(length: u32): bool {
  const room = (length + paddingBytes + 63) & ~63;
  placesAt = rowsAt + room;
  // The shortest reference has six bytes, of which four are kept; the shortest row 27, of which at most 40.
  nodesAt = placesAt + room;
  edgesAt = nodesAt + 2 * room;
  const pages = (edgesAt + room + memoryPageBytes - 1) >>> 16;
  const missing = pages - memory.size();
  return missing <= 0 || memory.grow(missing) >= 0;
}

/** Nodes are made anew from now on, of a part that has so many edges before. */
export function begin(nodeWords: u32, edgesBefore: u32): void {
  writeTo(nodesAt, edgesAt, nodeWords, edgesBefore);
}

/** Reads rows that begin before `end`. Gives where the first begins that is not read here, or where the last one ends. */
export function readRows(start: u32, end: u32): u32 {
  while (start < end) {
    const next = scanRow(start, placesAt);
    if (next === malformed || load<i32>(addressField) < 0 || load<i32>(typeField) < 0) return start;
    const sort = sortOfRow();
    if (sort < 0) return start;
    appendNode(sort, placesAt);
    start = next;
  }
  return start;
}

/** Reads one row into the fields. Gives where the next one begins, or `malformed` for one that is left to others. */
export function scan(start: u32): u32 {
  return scanRow(start, placesAt);
}

/** Makes a node of what the fields say. */
export function addNode(sort: i32): void {
  appendNode(sort, placesAt);
}
