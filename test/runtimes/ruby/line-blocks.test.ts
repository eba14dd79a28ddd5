import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lineBlocks } from '../../../src/runtimes/ruby/line-blocks.ts';

async function blocksOf(text: string, blockBytes: number, mostBytes?: number): Promise<string[]> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'heapgate-lines-'));
  const file = join(folder.path, 'lines');
  await writeFile(file, text, 'latin1');
  const blocks: string[] = [];
  for await (const block of lineBlocks(file, blockBytes, mostBytes)) blocks.push(block.toString('latin1'));
  return blocks;
}

it('gives all of a file in whole lines, whatever their lengths and the size of a block', async () => {
  const text = fc
    .array(fc.string({ maxLength: 40, unit: fc.constantFrom('a', 'b', '\n') }))
    .map((parts) => parts.join(''));
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 64 }), async (written, blockBytes) => {
      const blocks = await blocksOf(written, blockBytes);
      expect(blocks.join('')).toBe(written === '' || written.endsWith('\n') ? written : `${written}\n`);
      for (const block of blocks) expect(block.endsWith('\n')).toBe(true);
    }),
    { numRuns: 200 },
  );
});

it('refuses a line that takes more memory than it may', async () => {
  await expect(blocksOf(`short\n${'x'.repeat(5000)}`, 64, 4096)).rejects.toThrow(
    /has a line too long for a Ruby heap dump/,
  );
  expect(await blocksOf(`short\n${'x'.repeat(500)}\n`, 64, 4096)).toHaveLength(2);
});
