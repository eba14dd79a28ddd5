import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requestTarget } from '../src/traffic/request-bytes.ts';
import { readScenario } from '../src/traffic/scenario-file.ts';

const cli = join(import.meta.dirname, '../src/cli.ts');
const samples = join(import.meta.dirname, 'traffic/import/samples');

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heapgate-import-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

const importing = (args: readonly string[], input?: string | Uint8Array) =>
  execa(process.execPath, [cli, 'import', '--quiet', ...args], {
    cwd: folder,
    reject: false,
    ...(input === undefined ? {} : { input }),
  });

const lines = (...requests: readonly (readonly [line: string, status: number])[]): string =>
  requests
    .map(([line, status]) => `203.0.113.9 - - [22/Nov/2026:10:00:00 +0000] "${line}" ${status} 1 "-" "-"\n`)
    .join('');

const readOut = async () => {
  const { kinds } = await readScenario(join(folder, 'out.yml'));
  return kinds.map(({ request, hostile }) => `${hostile ? 'hostile' : 'ordinary'} ${requestTarget(request)}`);
};

/** Each run starts a process. */
describe('heapgate import', { timeout: 60_000 }, () => {
  it.each(['nginx', 'apache', 'rails', 'lograge', 'heroku', 'alb'])(
    'writes a scenario from the %s log, whose format it is not told',
    async (format) => {
      const { exitCode, stdout } = await importing([
        join(samples, `${format}.log`),
        '--out',
        'out.yml',
        '--json',
        'facts.json',
      ]);
      expect([exitCode, stdout.split('\n').length > 5]).toEqual([0, true]);
      expect(JSON.parse(await readFile(join(folder, 'facts.json'), 'utf8'))).toMatchObject({ format });
      expect((await readOut()).some((kind) => kind.startsWith('ordinary'))).toBe(true);
      expect(await readdir(folder)).toEqual(['facts.json', 'out.yml']);
    },
  );

  it('reads standard input, packed or not', async () => {
    const log = lines(['GET / HTTP/1.1', 200], ['GET /p/\\xE9 HTTP/1.1', 500]);
    for (const input of [log, gzipSync(log)]) {
      expect((await importing(['-', '--out', 'out.yml', '--force'], input)).exitCode).toBe(0);
      expect(await readOut()).toEqual(['ordinary /', 'hostile /p/\xe9']);
    }
  });

  it('reads HAR with its bodies, and lists what changes data as off', async () => {
    const entry = (method: string, url: string, status: number, text?: string) => ({
      request: {
        method,
        url,
        headers: [],
        ...(text ? { postData: { mimeType: 'application/json', text } } : {}),
      },
      response: { status },
    });
    const har = {
      log: {
        entries: [
          entry('GET', 'http://shop.test/', 200),
          entry('GET', 'http://shop.test/gone', 404),
          entry('POST', 'http://shop.test/login', 302, '{"password":"hunter2"}'),
        ],
      },
    };
    await importing(['-', '--out', 'out.yml'], JSON.stringify(har));
    expect(await readOut()).toEqual(['ordinary /', 'hostile /gone']);
    const text = await readFile(join(folder, 'out.yml'), 'utf8');
    expect(text).toMatch(/^ {2}# {3}body: '\{"password":"(?!hunter2)[a-z]{6}\d"\}'$/m);
  });

  it('says how many lines it did not understand, and keeps the rest', async () => {
    const log = `${lines(['GET / HTTP/1.1', 200])}junk\n\n${lines(['GET /a HTTP/1.1', 200])}cut "GET`;
    const { stdout } = await importing(['-', '--out', 'out.yml'], log);
    expect(stdout).toContain('Not understood: 2 lines (lines 2, 5).');
    expect(await readOut()).toEqual(['ordinary /', 'ordinary /a']);
  });

  it('writes what the source cannot tell and where it came from above the requests', async () => {
    await importing([join(samples, 'lograge.log'), '--out', 'out.yml']);
    const text = await readFile(join(folder, 'out.yml'), 'utf8');
    expect(text).toMatch(
      /^# Imported from lograge\.log \(lograge log\): 5 requests\.\n# Such a source cannot tell: queries, /,
    );
  });

  it('shows and writes no secret', async () => {
    const { stdout } = await importing(
      ['-', '--out', 'out.yml', '--json', 'facts.json'],
      lines(['GET /?q=joe%40shop.example HTTP/1.1', 200], ['GET /x?api_key=hunter2hunter2 HTTP/1.1', 500]),
    );
    const written = await Promise.all(
      ['out.yml', 'facts.json'].map((file) => readFile(join(folder, file), 'utf8')),
    );
    expect([stdout, ...written].join()).not.toMatch(/joe|hunter2/);
    expect(stdout).toContain('1 × e-mail address, in query');
  });

  it('does not replace a file unless it is told to', async () => {
    await writeFile(join(folder, 'out.yml'), 'mine');
    const args = [join(samples, 'nginx.log'), '--out', 'out.yml'];
    const { exitCode, stderr } = await importing(args);
    expect([exitCode, stderr]).toEqual([
      2,
      'heapgate: out.yml exists already: name another file, or replace it with --force',
    ]);
    expect(await readFile(join(folder, 'out.yml'), 'utf8')).toBe('mine');
    expect((await importing([...args, '--force'])).exitCode).toBe(0);
    expect(await readOut()).toContain('ordinary /products/42?page=2');
  });

  const good = lines(['GET / HTTP/1.1', 200]);

  it.each([
    ['nothing', '', [], /^-: is empty: name a log that holds requests$/],
    [
      'no log',
      'hello\nworld\n',
      [],
      /^-: has none of the known formats in its first lines: name one with --format/,
    ],
    [
      'another format',
      good,
      ['--format', 'alb'],
      /^-: none of its 1 lines is of the AWS Application Load Balancer log format/,
    ],
    ['no HAR', good, ['--format', 'har'], /^-: is not HAR/],
    ['broken HAR', '{"log":{"entries":[{"request":', [], /^-: is not HAR/],
    [
      'failures only',
      lines(['GET / HTTP/1.1', 500]),
      [],
      /^-: holds no GET or HEAD request that was answered normally/,
    ],
    [
      'gzip that ends early',
      gzipSync(good).subarray(0, 30),
      [],
      /^-: the gzip data ends early or is damaged/,
    ],
    [
      'damaged gzip',
      Buffer.concat([gzipSync(good).subarray(0, 12), Buffer.alloc(40, 7)]),
      [],
      /^-: the gzip data ends early or is damaged/,
    ],
    ['an unknown format', good, ['--format', 'iis'], /argument 'iis' is invalid\. Allowed choices are har, /],
    [
      'a folder that is not there',
      good,
      ['--out', 'none/out.yml'],
      /^cannot write none\/out\.yml \(ENOENT\)/,
    ],
  ])('refuses %s in one line and leaves no file', async (_, input, args, message) => {
    const { exitCode, stdout, stderr } = await importing(['-', '--out', 'out.yml', ...args], input);
    expect([exitCode, stdout, stderr.split('\n').length]).toEqual([2, '', 1]);
    expect(stderr.replace(/^heapgate: /, '')).toMatch(message);
    expect(await readdir(folder)).toEqual([]);
  });

  it('refuses a file that is not there, a folder, and a command without --out', async () => {
    expect((await importing(['none.log', '--out', 'out.yml'])).stderr).toMatch(
      /^heapgate: none\.log: cannot be read \(ENOENT\)/,
    );
    expect((await importing(['.', '--out', 'out.yml'])).stderr).toMatch(
      /^heapgate: \.: cannot be read \(EISDIR\)/,
    );
    await appendFile(join(folder, 'a.log'), good);
    expect((await importing(['a.log'])).stderr).toMatch(/^heapgate: .*'--out <file>' not specified/);
    expect(await readdir(folder)).toEqual(['a.log']);
  });
});
