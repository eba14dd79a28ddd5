import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Repository } from '../revision/repository.ts';

const cli = join(import.meta.dirname, '../../src/cli.ts');
const lock = (version: string) =>
  `GEM\n  remote: https://gems.example/\n  specs:\n    plum (${version})\n\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n  plum\n`;

let repository: Repository;
beforeEach(() => {
  repository = Repository.create();
  repository.commit('base', { 'Gemfile.lock': lock('1.0'), 'notes.txt': 'Buy plums' });
  repository.git('checkout', '--quiet', '-b', 'change');
  repository.commit('head', { 'Gemfile.lock': lock('2.0') });
});
afterEach(() => repository[Symbol.asyncDispose]());

/** Nothing is printed but why, and no file is written. */
async function expectRefusal(message: string, ...args: readonly string[]): Promise<void> {
  const { directory } = repository;
  const before = await readdir(directory);
  const { stdout, stderr, exitCode } = await execa(process.execPath, [cli, 'bisect', ...args], {
    cwd: directory,
    reject: false,
    env: { XDG_CACHE_HOME: repository.beside('cache') },
  });
  expect(stderr).toBe(`heapgate: ${message}`);
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
  expect(await readdir(directory)).toEqual(before);
}

describe('before anything is measured', () => {
  test.each(['dependencies', 'commits', 'traffic'])('a log that is none is refused: %s', async (of) => {
    const message = "notes.txt, line 1: is not from a bisect's log: name another file";
    await expectRefusal(message, of, '--log', 'notes.txt');
    expect(await readFile(join(repository.directory, 'notes.txt'), 'utf8')).toBe('Buy plums');
  });

  test('a log that cannot be written is refused', () =>
    expectRefusal(
      'cannot use notes.txt/log as the log (EEXIST): name another with --log',
      ...['commits', '--base', 'main', '--log', 'notes.txt/log'],
    ));
});
