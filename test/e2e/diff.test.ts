import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DiffReport } from '../../src/report/diff-json.ts';

/** Adds to two collections and a buffer of one class, and dumps its heap four times. */
const leakyScript = `
require 'objspace'
class Event; def initialize(i) = (@name = "event number #{i} of many"); end
class Span; end
class Registry; EVENTS = []; SPANS = {}; LOG = String.new; CACHE = Array.new(2000) { Object.new }; end
4.times do |dump|
  500.times { |i| Registry::EVENTS << Event.new(i); Registry::SPANS[dump * 500 + i] = Span.new; Registry::LOG << 'x' * 400 }
  GC.start
  File.write(File.join(ARGV[0], "#{dump}.json"), ObjectSpace.dump_all(output: :string))
end
`;
/** Has nothing in common with that one but what comes with Ruby. */
const smallScript = `
require 'objspace'
class User; end
USERS = Array.new(500) { User.new }
File.write(File.join(ARGV[0], 'small.json'), ObjectSpace.dump_all(output: :string))
`;
const otherScript = `
require 'objspace'
3000.times { |i| Object.const_set("Other#{i}", Class.new) }
File.write(File.join(ARGV[0], 'other.json'), ObjectSpace.dump_all(output: :string))
`;

let directory: string;
const dump = (name: string | number) => join(directory, `${name}.json`);
const diff = (...args: string[]) =>
  execa('node', ['src/cli.ts', 'diff', ...args], { reject: false, preferLocal: true });

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'heapgate-diff-'));
  await execa('ruby', ['-e', leakyScript, directory]);
  await execa('ruby', ['-e', otherScript, directory]);
  await execa('ruby', ['-e', smallScript, directory]);
}, 60_000);
afterAll(() => rm(directory, { recursive: true, force: true }));

describe('a script that leaks', () => {
  it.each([
    ['two', [0, 3]],
    ['four', [0, 1, 2, 3]],
  ])('shows its holders over %s dumps', async (_, dumps) => {
    const { stdout, exitCode } = await diff(...dumps.map(dump), '--json', '--quiet');
    const { findings } = DiffReport.parse(JSON.parse(stdout));
    expect(exitCode).toBe(0);
    expect(findings.map(({ holder, classes, objectsGained }) => [holder, classes[0], objectsGained])).toEqual(
      [
        ['Array', 'Event', 3000],
        ['Hash', 'Span', 1500],
        ['class Registry', 'String', 0],
      ],
    );
  });

  it('is told of on the terminal, and in a file beside it', async () => {
    const file = join(directory, 'diff-report.json');
    const { stdout, stderr } = await diff(dump(0), dump(3), '--json', file, '--limit', '1');
    expect(stdout).toContain('Array ← grows');
    expect(stdout).toContain('and 2 more holders');
    expect(stderr).toContain('reading');
    expect(DiffReport.parse(JSON.parse(await readFile(file, 'utf8'))).findings).toHaveLength(3);
  });
});

describe('bad input ends in status 2 and one line:', () => {
  const failures: [what: string, args: () => string[], line: RegExp][] = [
    ['one dump', () => [dump(0)], /name at least two/],
    ['a file that is missing', () => [dump(0), dump('missing')], /missing\.json/],
    [
      'dumps of different programs',
      () => [dump(0), dump('other')],
      /different programs: only \d+ % of their classes/,
    ],
    [
      'dumps of scripts that share what comes with Ruby',
      () => [dump(0), dump('small')],
      /different programs: beside those of the language no class is in both/,
    ],
    [
      'a dump where --json is written',
      () => ['--json', dump(0), dump(1), dump(2)],
      /would write over the heap dump/,
    ],
    ['a threshold that is no number', () => [dump(0), dump(1), '--threshold', 'many'], /--threshold/],
  ];
  it.each(failures)('%s', async (_, args, line) => {
    const before = await readFile(dump(0));
    const { exitCode, stdout, stderr } = await diff(...args(), '--quiet');
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(line);
    expect(before.equals(await readFile(dump(0)))).toBe(true);
  });

  it('a file that is no dump', async () => {
    const file = join(directory, 'text.json');
    await writeFile(file, 'not a dump\n'.repeat(100));
    const { exitCode, stderr } = await diff(dump(0), file, '--quiet');
    expect(exitCode).toBe(2);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
