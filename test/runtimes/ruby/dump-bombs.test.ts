import { mkdtempDisposable, readFile, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { execa } from 'execa';
import { expect, test, vi } from 'vitest';

// Each is refused in a second or two; read whole it takes minutes and gigabytes.
vi.setConfig({ testTimeout: 30_000 });
const mostMs = 15_000;
const mostKilobytes = 700_000;

const cli = join(import.meta.dirname, '../../../src/cli.ts');
const pieceBytes = 2 ** 26;
const pieces = 256;

/** `first`, then `again` for 16 GiB. What is packed piece by piece is unpacked as if it were one. */
function bomb(first: string, again: string, level: number): Buffer {
  const piece = gzipSync(again.repeat(pieceBytes / again.length), { level });
  return Buffer.concat([gzipSync(first), ...Array.from({ length: pieces }, () => piece)]);
}

async function expectRefusal(message: RegExp, verb: string, file: string, ...more: readonly string[]) {
  const peak = `${file}.peak`;
  const noted = `data:text/javascript,import { writeFileSync } from 'node:fs';
    process.on('exit', () => writeFileSync(${JSON.stringify(peak)}, String(process.resourceUsage().maxRSS)));`;
  const { exitCode, stderr, stdout } = await execa(
    process.execPath,
    ['--import', noted, cli, verb, file, ...more, '--quiet'],
    { reject: false, timeout: mostMs },
  );
  expect(stderr).toMatch(/^heapgate: [^\n]+$/);
  expect(stderr).toMatch(message);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(Number(await readFile(peak, 'utf8'))).toBeLessThan(mostKilobytes);
}

const tooLong = /: a line is too long for a Ruby heap dump: is it one\?$/;
const noRows = /: this is no heap dump .*: of [\d,]+ lines read so far [\d,]+ are no rows of one$/;
const tooSmall = /: its \w+ data unpacks to more than 400 times its size, as no heap dump does$/;
const row = (rest: string) => `{"address":"0x7f1234567890", "type":"ARRAY"${rest}`;

/** What is packed loosely passes for a dump by its size. */
const [loosely, tightly] = [1, 9];

const bombs: readonly [string, number, string, string, RegExp][] = [
  ['zeros', loosely, '', '\0', tooLong],
  ['zeros that are tightly packed', tightly, '', '\0', tooSmall],
  ['one row with references without end', loosely, row(', "references":['), '"0x7f1234567890", ', tooLong],
  ['one row whose value has no end', loosely, row(', "value":"'), 'a', tooLong],
  ['blank lines', loosely, '', '\n', noRows],
  ['empty rows', loosely, '', '{}\n', noRows],
  ['empty rows after a good one', loosely, `${row('}')}\n`, '{}\n', noRows],
  [
    'one row again and again',
    loosely,
    '',
    `${row('}')}\n`,
    /: its rows have the same addresses again and again/,
  ],
];

test.each(bombs)(
  'gzip that unpacks to %s is refused in one line',
  async (_name, level, first, again, message) => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'heapgate-bomb-'));
    const file = join(folder.path, 'dump.json');
    await writeFile(file, bomb(first, again, level));
    await expectRefusal(message, 'analyze', file);
  },
);

test('zstd that unpacks to zeros is refused in one line', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'heapgate-bomb-'));
  const file = join(folder.path, 'dump.json');
  await writeFile(file, zstdCompressSync(Buffer.alloc(2 ** 29)));
  await expectRefusal(tooSmall, 'analyze', file);
});

test('diff refuses two of them', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'heapgate-bomb-'));
  const file = join(folder.path, 'dump.json');
  await writeFile(file, bomb('', '\0', loosely));
  await expectRefusal(tooLong, 'diff', file, file);
});

test('a file that is nothing but a hole of a terabyte is refused by all threads that read it', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'heapgate-bomb-'));
  const file = join(folder.path, 'dump.json');
  await writeFile(file, '');
  await truncate(file, 2 ** 40);
  await expectRefusal(tooLong, 'analyze', file);
});
