import { open } from 'node:fs/promises';
import { CannotMeasure } from '../../cannot-measure.ts';
import { byte } from './json-bytes.ts';

/**
 * Reads a file in blocks of whole lines, each ended by a newline, the last one too. While one block is used the next is
 * read; then its memory is used again. Throws `CannotMeasure` on a line that would take more than `mostBytes` of memory.
 */
export async function* lineBlocks(
  file: string,
  blockBytes: number,
  mostBytes = 2 ** 31,
): AsyncGenerator<Buffer, void, void> {
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
    const nextBytes = torn * 2 < spare.length ? spare.length : block.length * 2;
    if (nextBytes > mostBytes)
      throw new CannotMeasure(`${file} has a line too long for a Ruby heap dump: is it one?`);
    const next = nextBytes === spare.length ? spare : Buffer.allocUnsafe(nextBytes);
    block.copy(next, 0, linesEnd, filled);
    reading = handle.read(next, torn, next.length - 1 - torn);
    if (linesEnd > 0) yield block.subarray(0, linesEnd);
    spare = block;
    block = next;
  }
}
