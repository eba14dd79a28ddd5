import fc from 'fast-check';
import { expect, it } from 'vitest';
import { holdsAny } from '../../src/redaction/secret-scan.ts';

async function* inChunks(bytes: Buffer, chunkBytes: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
}

it('a secret is found wherever it stands, also across chunks', async () => {
  const text = fc.string({ unit: 'binary-ascii', maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(
      text,
      text,
      fc.string({ unit: 'grapheme', minLength: 1 }),
      fc.integer({ min: 1, max: 50 }),
      async (before, after, secret, chunkBytes) => {
        fc.pre(!/^[0-9a-f]+$/i.test(secret));
        const bytes = Buffer.from(before + secret + after);
        expect(await holdsAny(inChunks(bytes, chunkBytes), ['no such thing', secret])).toBe(true);
      },
    ),
  );
});

it('what is not there is not found', async () => {
  expect(await holdsAny(inChunks(Buffer.from('tuliptuli'), 2), ['tulip-42', 'pt-', 'rose'])).toBe(false);
});

it('few hex digits are not looked for, since addresses have them by chance', async () => {
  const dump = Buffer.from('{"address":"0x7f8e1a80c028"}');
  expect(await holdsAny(inChunks(dump, 100), ['8e1a80'])).toBe(false);
  expect(await holdsAny(inChunks(dump, 100), ['7f8e1a80c028'])).toBe(true);
});
