import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refuseToReplace, writeNewFile } from '../src/new-file.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heapgate-new-file-'));
  file = join(folder, 'shop.yml');
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('a new file', () => {
  it('is written, and nothing beside it', async () => {
    await refuseToReplace(file, { force: false });
    await writeNewFile(file, 'text', { force: false });
    expect([await readFile(file, 'utf8'), await readdir(folder)]).toEqual(['text', ['shop.yml']]);
  });

  it('does not replace one that came to be there meanwhile', async () => {
    await writeFile(file, 'mine');
    await expect(writeNewFile(file, 'text', { force: false })).rejects.toThrow(/exists already/);
    expect([await readFile(file, 'utf8'), await readdir(folder)]).toEqual(['mine', ['shop.yml']]);
  });

  it('replaces one where it is told to', async () => {
    await writeFile(file, 'mine');
    await refuseToReplace(file, { force: true });
    await writeNewFile(file, 'text', { force: true });
    expect([await readFile(file, 'utf8'), await readdir(folder)]).toEqual(['text', ['shop.yml']]);
  });

  it('is refused in one line where it cannot be', async () => {
    await expect(writeNewFile(join(folder, 'none/shop.yml'), 'text', { force: true })).rejects.toThrow(
      /none\/shop\.yml \(ENOENT\): check the folder and its permissions$/,
    );
  });
});
