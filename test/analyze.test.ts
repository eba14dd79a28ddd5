import { mkdtempDisposable, readFile, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { AnalysisReport } from '../src/report/analysis-json.ts';

/** Holds 500 events, 50 of them with the same text, and prints what the process itself says of its classes. */
const script = `
require 'objspace'
require 'json'
ObjectSpace.trace_object_allocations_start
class Event
  def initialize(number) = @children = ["event number #{number % 50}, told at length"]
end
class Registry
  def initialize = @items = Array.new(500) { |number| Event.new(number) }
end
REGISTRY = Registry.new
def REGISTRY.size = 500
file = File.open(ARGV[0], 'w')
# The first write makes objects of its own, which the count would lack.
file.write(' ')
file.rewind
GC.start
GC.disable
counts = {}.compare_by_identity
2.times do
  counts.each_key { |found| counts[found] = 0 }
  ObjectSpace.each_object do |object|
    next if Module === object
    found = ObjectSpace.internal_class_of(object)
    counts[found] = (counts[found] || 0) + 1
  end
end
ObjectSpace.dump_all(output: file)
totals = Hash.new(0)
counts.each do |found, count|
  found = found.superclass while found.singleton_class?
  totals[found.name] += count if found.name
end
puts JSON.generate(totals)
`;

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const cli = join(import.meta.dirname, '../src/cli.ts');
const analyze = (...args: readonly string[]) =>
  execa(process.execPath, [cli, 'analyze', '--quiet', ...args], { reject: false });

let folder: Awaited<ReturnType<typeof mkdtempDisposable>>;
let dump: string;
let live: Record<string, number>;

beforeAll(async () => {
  folder = await mkdtempDisposable(join(tmpdir(), 'heapgate-analyze-'));
  dump = join(folder.path, 'dump.json');
  await writeFile(join(folder.path, 'app.rb'), script);
  const { stdout } = await execa('ruby', ['app.rb', dump], { cwd: folder.path });
  live = JSON.parse(stdout);
});

afterAll(() => folder.remove());

describe('a dump of a live process', () => {
  test('has the objects of each class that the process says it has', async () => {
    const { stdout } = await analyze(dump, '--json');
    const { classes } = AnalysisReport.parse(JSON.parse(stdout));
    const counts = new Map(classes.map(({ name, objects }) => [name, objects]));
    // The process counts the table of its allocation tracer as an Object.
    expect(counts.get('allocation tracer')).toBe(1);
    counts.set('Object', (counts.get('Object') ?? 0) + 1);
    const differing = Object.entries(live).filter(([name, count]) => counts.get(name) !== count);
    expect(differing).toEqual([]);
    expect(live).toMatchObject({ Event: 500, Registry: 1 });
  });

  test('is told in tables: classes, retainers, lines and repeated strings', async () => {
    const { stdout, exitCode } = await analyze(dump, '--limit', '60');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^dump\.json: \d+,\d+ objects, /);
    expect(stdout).toMatch(/Registry +0x\w+ +40 B +1,\d+ +\S+ kB\n/);
    expect(stdout).toMatch(/app\.rb:6 +1,\d+ /);
    expect(stdout).toMatch(/\(app\) /);
    const length = 'event number 49, told at length'.length;
    expect(stdout).toMatch(new RegExp(`\\w{14} +${length} B +10 `));
  });

  test('never shows what a string says', async () => {
    const files = ['a.json', 'a.html', 'a.folded'].map((name) => join(folder.path, name));
    const [json = '', page = '', folded = ''] = files;
    const { stdout } = await analyze(dump, '--json', json, '--flamegraph', page, '--folded', folded);
    const written = await Promise.all(files.map((file) => readFile(file, 'utf8')));
    for (const text of [stdout, ...written]) expect(text).not.toContain('event number');
    expect(written[1]).toContain('<title>Registry\n');
    expect(written[2]).toMatch(/;Registry;Array;Event;Array;String \d+\n/);
  });

  test('leads over a path to the largest of a class, or to an address', async () => {
    const { stdout } = await analyze(dump, '--path', 'Event');
    expect(stdout).toMatch(/^Event at 0x\w+, the largest of 500\n/);
    expect(stdout).toMatch(/└ Registry .*\n +└ Array .*\n +└ Event /);
    const [, address = ''] = /^Event at (0x\w+)/.exec(stdout) ?? [];
    expect((await analyze(dump, '--path', address)).stdout).toMatch(`Event at ${address}\n`);
  });

  test('lists the largest instances of a class', async () => {
    const { stdout } = await analyze(dump, '--instances', 'Event', '--limit', '3');
    expect(stdout).toMatch(/^Event: 500 objects\n/);
    expect(stdout.match(/^ {2}Event +0x/gm)).toHaveLength(3);
  });

  test('prints folded stacks alone where they go to standard output', async () => {
    const { stdout } = await analyze(dump, '--folded', '-');
    for (const line of stdout.split('\n')) expect(line).toMatch(/^all(;[^;]+)* \d+$/);
  });
});

describe('one line says what is wrong, and the exit status is 2:', () => {
  async function expectRefusal(message: string | RegExp, ...args: readonly string[]): Promise<void> {
    const { stdout, stderr, exitCode } = await analyze(...args);
    expect(stderr).toMatch(/^heapgate: [^\n]+$/);
    expect(stderr).toMatch(message);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
  }

  async function file(content: string): Promise<string> {
    const path = join(folder.path, `input-${content.length}`);
    await writeFile(path, content);
    return path;
  }

  test('no such file', () => expectRefusal('there is no such file', join(folder.path, 'no.json')));

  test('a folder', () => expectRefusal('is a directory', folder.path));

  test('an empty file', async () => expectRefusal('is empty', await file('')));

  test('another sort of file', async () =>
    expectRefusal('no heap dump', await file('name: shop\nport: 80\n')));

  test('a dump that was cut short in its first row', async () => {
    const path = await file(await readFile(dump, 'latin1'));
    await truncate(path, 100);
    await expectRefusal(/no heap dump|not rows/, path);
  });

  test('a class that is not there', () =>
    expectRefusal('nothing in this dump is called "Evnet"; did you mean "Event"?', dump, '--path', 'Evnet'));

  test('an address that is not there', () => expectRefusal('no object at 0x8', dump, '--path', '0x8'));

  test('a limit that is no number', () => expectRefusal('a whole number', dump, '--limit', 'many'));

  test('an output that is the dump', () => expectRefusal('is the dump itself', dump, '--json', dump));

  test('an output that cannot be written', () =>
    expectRefusal('cannot write no/such/page.html (ENOENT)', dump, '--flamegraph', 'no/such/page.html'));
});

test('a dump whose last row is torn is told of all the same, with the line that was skipped', async () => {
  const torn = join(folder.path, 'torn.json');
  const rows = (await readFile(dump, 'latin1')).trimEnd().split('\n');
  await writeFile(torn, rows.join('\n').slice(0, -20), 'latin1');
  const { stdout, exitCode } = await analyze(torn);
  expect(exitCode).toBe(0);
  expect(stdout).toContain(`1 row that could not be read (line ${rows.length})`);
});
