import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AppLog } from '../../src/app/app-log.ts';
import { Sandbox } from './sandbox.ts';

async function logOf(chunks: Iterable<string>): Promise<{ file: string; tail: string[] }> {
  await using sandbox = await Sandbox.create();
  const path = join(sandbox.directory, 'log');
  let tail: string[];
  {
    await using log = new AppLog(path);
    for (const chunk of chunks) log.write(Buffer.from(chunk));
    tail = log.tail(2);
  }
  return { file: await readFile(path, 'utf8'), tail };
}

test('a short log is kept whole', async () => {
  expect(await logOf(['one\ntw', 'o\nthree\n'])).toEqual({
    file: 'one\ntwo\nthree\n',
    tail: ['two', 'three'],
  });
});

test('a long log keeps its beginning and its end, and says how much is between', async () => {
  const line = `${'x'.repeat(999)}\n`;
  const { file, tail } = await logOf(['first\n', ...Array<string>(8_000).fill(line), 'last\n']);
  expect(file.startsWith('first\n')).toBe(true);
  expect(file.endsWith('\nlast\n')).toBe(true);
  const written = Buffer.byteLength(file.replace(/\n\[\d+ bytes left out\]\n/, ''));
  const leftOut = Number(/\n\[(\d+) bytes left out\]\n/.exec(file)?.[1]);
  expect(written + leftOut).toBe(8_000_000 + 'first\nlast\n'.length);
  expect(written).toBe(4 * 1024 * 1024);
  expect(tail.at(-1)).toBe('last');
});

test('one endless line does not grow what is shown of it', async () => {
  const { tail } = await logOf(Array<string>(100).fill('y'.repeat(65_536)));
  expect(tail).toEqual(['y'.repeat(65_536)]);
});

test('bytes that are not text are shown as replacement characters', async () => {
  await using sandbox = await Sandbox.create();
  await using log = new AppLog(sandbox.logFile);
  log.write(Buffer.from([0xff, 0x0a]));
  expect(log.tail(1)).toEqual(['\ufffd']);
});
