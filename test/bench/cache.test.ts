import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { BenchCache } from '../../bench/cache.ts';

async function emptyCache(): Promise<BenchCache> {
  const directory = await mkdtempDisposable(join(tmpdir(), 'heapgate-test-'));
  onTestFinished(() => directory.remove());
  vi.stubEnv('XDG_CACHE_HOME', directory.path);
  onTestFinished(() => void vi.unstubAllEnvs());
  return BenchCache.open();
}

test('a folder is filled once, and found again', async () => {
  const cache = await emptyCache();
  const fill = vi.fn((directory: string) => writeFile(join(directory, 'dump'), 'rows'));
  const made = await cache.folder('dumps', fill);
  expect(await cache.folder('dumps', fill)).toBe(made);
  expect(fill).toHaveBeenCalledOnce();
  expect(await readFile(join(made, 'dump'), 'utf8')).toBe('rows');
});

test('a folder that could not be filled is filled anew the next time, without what was left of it', async () => {
  const cache = await emptyCache();
  const cut = cache.folder('dumps', async (directory) => {
    await writeFile(join(directory, 'dump'), 'ro');
    throw new Error('no space');
  });
  await expect(cut).rejects.toThrow('no space');
  const made = await cache.folder('dumps', (directory) => writeFile(join(directory, 'other'), 'rows'));
  await expect(readFile(join(made, 'dump'))).rejects.toThrow('ENOENT');
});
