import { open } from 'node:fs/promises';
import { CannotMeasure } from '../../cannot-measure.ts';
import { byte } from './json-bytes.ts';

/** A longer line is no row of a heap dump. */
const longestLineBytes = 2 ** 30;

/**
 * Reads a file in blocks of whole lines, each ended by a newline, the last one too. While one block is used the next is
 * read; then its memory is used again. Throws `CannotMeasure` on a line of more than 1 GiB.
 */
export async function* lineBlocks(file: string, blockBytes: number): AsyncGenerator<Buffer, void, void> {
  await using handle = await open(file);
  let block = Buffer.allocUnsafe(Math.max(2, blockBytes));
  let spare = Buffer.allocUnsafe(block.length);
  let torn = 0; // bytes of a line at the block's start that were read with the block before
  let reading = handle.read(block, 0, block.length - 1); // the byte left is for the newline that the last line may lack
  for (;;) {
    const { bytesRead } = await reading;
    const filled = torn + bytesRead;
    if (bytesRead === 0) {
      if (torn > 0) yield block.fill(byte.newline, torn, torn + 1).subarray(0, torn + 1);
      return;
    }
    const linesEnd = block.subarray(0, filled).lastIndexOf(byte.newline) + 1;
    torn = filled - linesEnd;
    const next = torn * 2 < spare.length ? spare : doubled(block, file);
    block.copy(next, 0, linesEnd, filled);
    reading = handle.read(next, torn, next.length - 1 - torn);
    if (linesEnd > 0) yield block.subarray(0, linesEnd);
    spare = block;
    block = next;
  }
}

function doubled({ length }: Buffer, file: string): Buffer<ArrayBuffer> {
  if (length >= longestLineBytes) {
    throw new CannotMeasure(`${file} has a line of more than 1 GiB, so it is no Ruby heap dump`);
  }
  return Buffer.allocUnsafe(length * 2);
}
