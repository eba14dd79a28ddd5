import { readSync } from 'node:fs';
import type { DumpPart } from './dump-part.ts';
import { byte } from './json-bytes.ts';
import { RowBuffer } from './row-buffer.ts';
import type { RowReader } from './row-reader.ts';

/** A dump in a file, as the stretches that several readers share out among themselves. */
export interface Stretches {
  readonly fd: number;
  readonly fileBytes: number;
  /** Of each stretch but the last, which may be shorter. */
  readonly stretchBytes: number;
  /** Read at once. */
  readonly blockBytes: number;
  /** The number of the next stretch that nobody reads yet, in shared memory. */
  readonly next: Int32Array<SharedArrayBuffer>;
}

/** Behind the end of a stretch its last row may go on: so much is read at once there. */
const overrunBytes = 2 ** 16;

/**
 * Reads one free stretch after the other until none is left; `take` gets each with its number. A row belongs to the
 * stretch in which it begins.
 */
export function readStretches(
  stretches: Stretches,
  reader: RowReader,
  take: (number: number, part: DumpPart) => void,
): void {
  const { fileBytes, stretchBytes, next } = stretches;
  const buffer = new RowBuffer(reader, stretches.blockBytes);
  try {
    for (;;) {
      const number = Atomics.add(next, 0, 1);
      const start = number * stretchBytes;
      if (start >= fileBytes) return;
      readStretch(stretches, start, Math.min(start + stretchBytes, fileBytes), buffer);
      take(number, reader.part());
    }
  } catch (error) {
    // What one reader refuses no other need read on.
    Atomics.store(next, 0, Math.ceil(fileBytes / stretchBytes));
    throw error;
  }
}

function readStretch({ fd }: Stretches, start: number, end: number, buffer: RowBuffer): void {
  buffer.clear();
  let at = start === 0 ? 0 : firstRowFrom(fd, start, end, buffer);
  while (at - buffer.torn < end) {
    const room = buffer.room();
    const wanted = at < end ? end - at : overrunBytes;
    const count = readSync(fd, room, 0, Math.min(room.length, wanted), at);
    if (count === 0) {
      buffer.end();
      return;
    }
    const limit = end - (at - buffer.torn);
    at += count;
    if (buffer.took(count, limit)) return;
  }
}

/** Where the first row begins at or after `start`, or `end` where none does before that. */
function firstRowFrom(fd: number, start: number, end: number, buffer: RowBuffer): number {
  const room = buffer.room();
  for (let at = start - 1; at < end; ) {
    const count = readSync(fd, room, 0, Math.min(room.length, overrunBytes), at);
    if (count === 0) return end;
    const newline = room.subarray(0, count).indexOf(byte.newline);
    if (newline >= 0) return at + newline + 1;
    at += count;
  }
  return end;
}
