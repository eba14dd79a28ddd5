import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assertCanWrite, writeWhole } from '../src/whole-file.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heapgate-whole-file-'));
  file = join(folder, 'report.json');
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('a file', () => {
  it('is written whole, and nothing beside it', async () => {
    await writeWhole(file, ['one ', 'two']);
    expect([await readFile(file, 'utf8'), await readdir(folder)]).toEqual(['one two', ['report.json']]);
  });

  it('takes the place of one that exists, also where a link leads to it', async () => {
    await writeFile(file, 'old');
    const link = join(folder, 'latest.json');
    await symlink(file, link);
    await writeWhole(link, 'new');
    expect([await readFile(file, 'utf8'), await readFile(link, 'utf8')]).toEqual(['new', 'new']);
    expect((await readdir(folder)).sort()).toEqual(['latest.json', 'report.json']);
  });

  it('stays as it was where its text breaks off', async () => {
    await writeFile(file, 'old');
    function* text() {
      yield 'half of it';
      throw new Error('broken off');
    }
    await expect(writeWhole(file, text())).rejects.toThrow('broken off');
    expect([await readFile(file, 'utf8'), await readdir(folder)]).toEqual(['old', ['report.json']]);
  });

  it('stays as it was where it would get too large', async () => {
    await writeFile(file, 'old');
    const module = new URL('../src/whole-file.ts', import.meta.url).href;
    const script = `
      import { writeWhole } from ${JSON.stringify(module)};
      await writeWhole(${JSON.stringify(file)}, 'x'.repeat(100_000)).catch(({ name, message }) => console.log(name, message));`;
    // Of files this shell's processes may write 16 KiB.
    const { stdout } = await execa('bash', [
      '-c',
      'ulimit -f 16; exec "$@"',
      'bash',
      process.execPath,
      '--input-type=module-typescript',
      '-e',
      script,
    ]);
    expect(stdout).toMatch(/^CannotMeasure cannot write \S+report\.json \(EFBIG\): /);
    expect([await readFile(file, 'utf8'), await readdir(folder)]).toEqual(['old', ['report.json']]);
  });
});

it('a pipe gets the text as it comes', async () => {
  await execa('mkfifo', [file]);
  const [text] = await Promise.all([readFile(file, 'utf8'), writeWhole(file, 'text')]);
  expect(text).toBe('text');
  expect((await stat(file)).isFIFO()).toBe(true);
});

it('a full disk is told of, with what to do', async () => {
  await expect(writeWhole('/dev/full', 'text')).rejects.toThrow(
    /^cannot write \/dev\/full \(ENOSPC\): its disk is full: make room, or name a file on another$/,
  );
});

describe('before the work it is found out', () => {
  it('that a file can be written, which leaves nothing behind', async () => {
    await writeFile(join(folder, 'old.json'), 'old');
    await assertCanWrite(file);
    await assertCanWrite(join(folder, 'old.json'));
    expect(await readdir(folder)).toEqual(['old.json']);
    expect(await readFile(join(folder, 'old.json'), 'utf8')).toBe('old');
  });

  it.each([
    ['that it is a directory', 'reports', /reports \(EISDIR\): it is a directory: name a file$/],
    ['that it is to be a directory', 'none/', /none\/ \(EISDIR\): it is a directory: name a file$/],
    ['that its folder is missing', 'none/report.json', /report\.json \(ENOENT\): check the folder/],
    ['that its folder is a file', 'old.json/report.json', /report\.json \(ENOTDIR\): check the folder/],
  ])('%s', async (_, name, message) => {
    await mkdir(join(folder, 'reports'));
    await writeFile(join(folder, 'old.json'), 'old');
    await expect(assertCanWrite(`${folder}/${name}`)).rejects.toThrow(message);
  });

  it('that it has no name', async () => {
    await expect(assertCanWrite('')).rejects.toThrow('the name of a file to write is empty: name one');
  });

  it.skipIf(process.getuid?.() === 0)('that its folder may not be written to', async () => {
    await chmod(folder, 0o500);
    await expect(assertCanWrite(file)).rejects.toThrow(/\(EACCES\): check the folder and its permissions$/);
    await chmod(folder, 0o700);
  });
});
