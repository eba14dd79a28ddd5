import { once } from 'node:events';
import { mkdtempDisposable, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

vi.setConfig({ testTimeout: 30_000 });

const cli = join(import.meta.dirname, '../../src/cli.ts');
const row = (i: number) =>
  `{"address":"0x${(i * 40 + 80).toString(16)}", "type":"OBJECT", "class":"0x28", "memsize":40}\n`;
const rows = [
  '{"type":"ROOT", "root":"vm", "references":["0x28"]}\n',
  '{"address":"0x28", "type":"CLASS", "class":"0x28", "name":"Shop", "memsize":40}\n',
  ...Array.from({ length: 20_000 }, (_, i) => row(i)),
].join('');

let folder: Awaited<ReturnType<typeof mkdtempDisposable>>;
let dump: string;
const within = (name: string) => join(folder.path, name);

beforeAll(async () => {
  folder = await mkdtempDisposable(join(tmpdir(), 'heapgate-verbs-'));
  dump = within('dump.json');
  await writeFile(dump, rows);
});

afterAll(() => folder.remove());

const heapgate = (...args: readonly string[]) =>
  execa(process.execPath, [cli, ...args], { reject: false, cwd: folder.path });

/** With standard output in the shell's hands. */
const shell = (redirected: string, ...args: readonly string[]) =>
  execa('bash', ['-c', `"$@" ${redirected}`, 'bash', process.execPath, cli, ...args, '--quiet'], {
    reject: false,
    cwd: folder.path,
  });

const printing: readonly (readonly string[])[] = [
  ['analyze', 'dump.json', '--instances', 'Shop', '--limit', '20000'],
  ['analyze', 'dump.json', '--json'],
  ['analyze', 'dump.json', '--folded', '-'],
  ['diff', 'dump.json', 'dump.json'],
  ['diff', 'dump.json', 'dump.json', '--json'],
];

describe('--json - prints as --json without a file does, and writes nothing', () => {
  test.each([
    ['analyze', 'dump.json'],
    ['diff', 'dump.json', 'dump.json'],
  ])('%s', async (...args) => {
    const [dashed, bare] = [await heapgate(...args, '--json', '-'), await heapgate(...args, '--json')];
    expect(dashed.stdout).toBe(bare.stdout);
    expect(JSON.parse(dashed.stdout)).toHaveProperty('classes');
    expect(await readdir(folder.path)).not.toContain('-');
  });
});

describe('standard output', () => {
  test.each(printing)('that is read no further is no failure: %s %s %s %s', async (...args) => {
    const { stderr, exitCode } = await shell('| true; exit $PIPESTATUS', ...args);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  });

  test.each(printing)('that takes no more is told of in one line: %s %s %s %s', async (...args) => {
    const { stderr, exitCode } = await shell('> /dev/full', ...args);
    expect(stderr).toBe('heapgate: cannot print the result (ENOSPC): is the disk full?');
    expect(exitCode).toBe(2);
  });
});

test('progress that cannot be shown is no failure', async () => {
  const { stdout, exitCode } = await execa(
    'bash',
    ['-c', '"$@" 2> /dev/full', 'bash', process.execPath, cli, 'analyze', dump],
    { reject: false },
  );
  expect(stdout).toMatch(/^dump\.json: 20,001 objects/);
  expect(exitCode).toBe(0);
});

describe('a signal ends', () => {
  /** Sent while a dump is read that has no end. */
  async function sendWhileReading(signal: NodeJS.Signals, verb: string): Promise<unknown> {
    const pipe = within(`${verb}-${signal}`);
    await execa('mkfifo', [pipe]);
    const script = 'exec yes "$1" > "$2"';
    const endless = execa('bash', ['-c', script, 'bash', row(0).trim(), pipe], { reject: false });
    const run = execa(process.execPath, [cli, verb, pipe, dump].slice(0, verb === 'diff' ? 4 : 3), {
      reject: false,
    });
    await once(run.stderr, 'data');
    run.kill(signal);
    const ended = await run;
    endless.kill();
    await endless;
    return ended.signal;
  }

  test.each([
    ['analyze', 'SIGINT'],
    ['analyze', 'SIGTERM'],
    ['diff', 'SIGINT'],
  ] as const)('%s as it ends any program: %s', async (verb, signal) => {
    expect(await sendWhileReading(signal, verb)).toBe(signal);
  });
});

describe('one line says what cannot be done, and nothing is written:', () => {
  async function expectRefusal(message: string | RegExp, ...args: readonly string[]): Promise<void> {
    const before = await readdir(folder.path);
    const { stdout, stderr, exitCode } = await heapgate(...args, '--quiet');
    expect(stderr).toMatch(/^heapgate: [^\n]+$/);
    expect(stderr).toMatch(message);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(await readdir(folder.path)).toEqual(before);
    expect(await readFile(dump, 'latin1')).toBe(rows);
  }

  test.each([
    [['--path', 'Shop', '--instances', 'Shop'], '--path and --instances cannot be printed at once'],
    [['--path', 'Shop', '--json'], '--json without a file and --path cannot'],
    [['--folded', '-', '--json'], '--json without a file and --folded - cannot'],
    [['--folded', '-', '--json', '-'], '--json without a file and --folded - cannot'],
    [['--json', 'a.out', '--folded', './a.out'], './a.out is named twice: name another file to write'],
  ])('analyze %j', (args, message) => expectRefusal(message, 'analyze', 'dump.json', ...args));

  test.each([
    ['analyze', ['dump.json', '--json', '.'], 'cannot write . (EISDIR): it is a directory'],
    ['analyze', ['dump.json', '--flamegraph', 'dump.json/a.html'], 'a.html (ENOTDIR): check the folder'],
    ['analyze', ['dump.json', '--folded', ''], 'the name of a file to write is empty'],
    ['analyze', ['dump.json', '--json', '/dev/full'], 'cannot write /dev/full (ENOSPC): its disk is full'],
    ['diff', ['dump.json', 'dump.json', '--json', '.'], 'cannot write . (EISDIR): it is a directory'],
    ['diff', ['dump.json', 'dump.json', '--json', '/dev/full'], '(ENOSPC): its disk is full: make room'],
    ['analyze', [''], 'the heap dump: its name is empty: name a heap dump'],
  ])('%s %j', (verb, args, message) => expectRefusal(message, verb, ...args));

  test('a result over another dump', async () => {
    const packed = within('packed');
    await writeFile(packed, gzipSync(rows));
    await expectRefusal('over the heap dump packed: put', 'diff', '--json', 'packed', dump, dump);
    await writeFile(within('other'), rows);
    await expectRefusal('over the heap dump other: put', 'analyze', '--flamegraph', 'other', dump);
  });
});

describe('import writes over nothing that it reads:', () => {
  const line = '127.0.0.1 - - [10/Oct/2026:13:55:36 +0000] "GET / HTTP/1.1" 200 23 "-" "-"\n';

  test.each([
    ['--out', 'access.log'],
    ['--out', 'shop.yml', '--json', './access.log'],
  ])('%s %s %s %s', async (...args) => {
    const log = within('access.log');
    await writeFile(log, line);
    const { stderr, exitCode } = await heapgate('import', log, ...args, '--force');
    expect(stderr).toMatch(/^heapgate: \S*access\.log is the source itself: name another file to write$/);
    expect(exitCode).toBe(2);
    expect(await readFile(log, 'utf8')).toBe(line);
  });
});

test('a result may go where it cannot be read back from', async () => {
  const { stdout, exitCode } = await shell('| cat', 'diff', dump, dump, '--json', '/dev/stdout');
  expect(stdout).toContain('"findings": []');
  expect(exitCode).toBe(0);
});
