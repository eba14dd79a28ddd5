import { globSync } from 'node:fs';
import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { referencesOf } from '../../src/heap/references.ts';
import { cutShortNotice } from '../../src/report/cut-short.ts';
import { readRubyDump } from '../../src/runtimes/ruby/dump-reader.ts';

const dumps = globSync(join(import.meta.dirname, '../runtimes/ruby/fixtures/*.json*'));
const names = dumps.map((file) => basename(file));
const linesOf = async (file: string): Promise<string[]> =>
  gunzipSync(await readFile(file))
    .toString('latin1')
    .split('\n')
    .slice(0, -1);

test.each(names)('the whole dump %s is not taken for a cut one', async (name) => {
  const graph = await readRubyDump(dumps[names.indexOf(name)] ?? '');
  expect(cutShortNotice(name, referencesOf(graph))).toBeUndefined();
});

test.each(
  names
    .filter((name) => name.endsWith('.gz'))
    .flatMap((name) => [10, 50, 90].map((share) => ({ name, share }))),
)('$share % of the lines of $name are told as that', async ({ name, share }) => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'hg-cut-'));
  const lines = await linesOf(dumps[names.indexOf(name)] ?? '');
  const kept = lines.slice(0, (lines.length * share) / 100);
  const file = join(folder.path, 'cut.json');
  await writeFile(file, `${kept.join('\n')}\n`, 'latin1');
  expect(cutShortNotice('cut.json', referencesOf(await readRubyDump(file)))).toMatch(
    /^cut\.json: this dump looks cut short: [\d,]+ of [\d,]+ references lead to objects that are not in it$/,
  );
});

test('analyze and diff say so once for each dump, whatever they print', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'hg-cut-'));
  const lines = await linesOf(dumps.find((file) => file.endsWith('ruby-3.1.json.gz')) ?? '');
  await writeFile(join(folder.path, 'whole.json'), `${lines.join('\n')}\n`, 'latin1');
  await writeFile(join(folder.path, 'cut.json'), `${lines.slice(0, 5500).join('\n')}\n`, 'latin1');
  const cli = join(import.meta.dirname, '../../src/cli.ts');
  const run = (...args: readonly string[]) =>
    execa(process.execPath, [cli, ...args, '--quiet'], { cwd: folder.path, reject: false });
  for (const args of [
    ['analyze', 'cut.json', '--json'],
    ['diff', 'whole.json', 'cut.json'],
  ]) {
    const { stderr, exitCode } = await run(...args);
    expect(stderr).toMatch(/^heapgate: cut\.json: this dump looks cut short: [^\n]*$/);
    expect(exitCode).toBe(0);
  }
  expect((await run('analyze', 'whole.json')).stderr).toBe('');
});
