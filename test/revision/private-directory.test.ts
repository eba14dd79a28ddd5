import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { privateTemporaryDirectory } from '../../src/revision/private-directory.ts';
import { Repository } from './repository.ts';

test('a private folder is for its owner alone, and gone afterwards', async () => {
  const folder = await privateTemporaryDirectory('heapgate-');
  expect(statSync(folder.path).mode & 0o777).toBe(0o700);
  mkdirSync(join(folder.path, 'a'));
  writeFileSync(join(folder.path, 'a/b'), '');
  await folder[Symbol.asyncDispose]();
  expect(existsSync(folder.path)).toBe(false);
});

test.each(['with space', 'x'.repeat(100)])(
  'its path is short and has no spaces where TMPDIR is %j',
  async (name) => {
    await using beside = Repository.create();
    vi.stubEnv('TMPDIR', beside.beside(name));
    onTestFinished(() => void vi.unstubAllEnvs());
    await using folder = await privateTemporaryDirectory('heapgate-');
    expect(folder.path).toMatch(/^\S{1,60}$/);
  },
);

test('an ordinary TMPDIR is used', async () => {
  await using beside = Repository.create();
  const temporary = beside.beside('t');
  vi.stubEnv('TMPDIR', temporary);
  onTestFinished(() => void vi.unstubAllEnvs());
  await using folder = await privateTemporaryDirectory('heapgate-');
  expect(folder.path.startsWith(`${temporary}/heapgate-`)).toBe(true);
});
