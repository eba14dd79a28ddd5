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

  test.each([
    [['plan', 'commits', '--base', 'main'], 'the plan'],
    [['probe', 'plan.json', '--candidate', '1'], 'the answer'],
  ])('%j without a file for what is measured is refused', (args, what) =>
    expectRefusal(`${what} would be measured and lost: name a file to write it to with --json`, ...args),
  );
});

describe('nothing is written over what is read', () => {
  const isItself = (file: string, what: string) =>
    `${file} is the ${what} itself: name another file to write`;

  test.each([
    [['merge', 'plan.json', 'a.json', '--next', './plan.json'], './plan.json', 'input'],
    [['merge', 'plan.json', 'a.json', '--next', 'b.json', '--json', 'a.json'], 'a.json', 'input'],
    [['probe', 'plan.json', '--candidate', '1', '--json', 'plan.json'], 'plan.json', 'plan'],
    [['traffic', '--scenario', 'notes.txt', '--out', 'notes.txt'], 'notes.txt', 'scenario'],
    [['traffic', '--log', 'log.jsonl', '--json', 'log.jsonl'], 'log.jsonl', 'log'],
    [['commits', '--log', 'log.jsonl', '--json', 'log.jsonl'], 'log.jsonl', 'log'],
  ])('%j', (args, file, what) => expectRefusal(isItself(file, what), ...args));
});

describe('explaining a log', () => {
  test.each([
    ['dependencies', '--json', 'a.json'],
    ['commits', '--html', 'a.html'],
    ['commits', '--markdown', 'a.md'],
    ['traffic', '--json', 'a.json'],
  ])('%s measures nothing that %s could take', (of, option, file) =>
    expectRefusal(
      `--replay explains a log and writes nothing: leave ${option} out`,
      ...[of, '--replay', 'log.jsonl', option, file],
    ),
  );

  test('that is none is refused', () =>
    expectRefusal(
      "notes.txt, line 1: is not from a bisect's log: name another file",
      ...['traffic', '--replay', 'notes.txt'],
    ));
});
