import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readRubyDump } from '../../../src/runtimes/ruby/dump-reader.ts';
import { redactRubyDump } from '../../../src/runtimes/ruby/redact-dump.ts';
import { expectSameGraph } from './same-graph.ts';

const asItIs = (text: string): string => text;

interface Redacted extends AsyncDisposable {
  readonly plain: string;
  readonly file: string;
  /** Its text, unpacked. */
  readonly text: string;
}

async function redacted(dump: string | Buffer, key = Buffer.alloc(32, 7)): Promise<Redacted> {
  const folder = await mkdtempDisposable(join(tmpdir(), 'heapgate-redacted-'));
  const [plain, file] = [join(folder.path, 'dump.json'), join(folder.path, 'redacted.json.gz')];
  await writeFile(plain, dump);
  await redactRubyDump(plain, file, { key, name: asItIs, file: asItIs });
  const text = gunzipSync(await readFile(file)).toString('latin1');
  return { plain, file, text, [Symbol.asyncDispose]: () => folder.remove() };
}

const fixture = async (version: string): Promise<Buffer> =>
  gunzipSync(await readFile(new URL(`./fixtures/ruby-${version}.json.gz`, import.meta.url)));

describe.each(['3.1', '3.2', '3.3', '3.4', '4.0'])('a dump that Ruby %s wrote, redacted,', (version) => {
  it('is read as the same graph', async () => {
    await using dump = await redacted(await fixture(version));
    expectSameGraph(await readRubyDump(dump.file), await readRubyDump(dump.plain));
  });

  it('has strings equal that were, and no others', async () => {
    await using dump = await redacted(await fixture(version));
    const hashes = async (file: string) =>
      Array.from((await readRubyDump(file, [], { stringHashes: true })).stringHashes ?? []);
    const [before, after] = [await hashes(dump.plain), await hashes(dump.file)];
    const pairs = new Set(before.map((hash, node) => `${hash} ${after[node]}`));
    expect(pairs.size).toBeGreaterThan(1000);
    expect(new Set(before).size).toBe(pairs.size);
    expect(new Set(after).size).toBe(pairs.size);
  });

  it('says nothing that its strings and symbols said', async () => {
    const dump = await fixture(version);
    const rows = dump
      .toString('latin1')
      .split('\n')
      .flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
    const shown = rows.flatMap((row) => [row.name, row.real_class_name, row.method, row.file, row.struct]);
    const known = new Set(shown.flatMap((text: string | undefined) => text?.split(/\W+/) ?? []));
    const words = new Set<string>(
      rows.flatMap(({ value }) => (typeof value === 'string' ? (value.match(/\w{12,}/g) ?? []) : [])),
    );
    const told = [...words].filter((word) => !known.has(word));
    expect(told.length).toBeGreaterThan(100);
    await using redactedDump = await redacted(dump);
    const left = new Set(redactedDump.text.match(/\w{12,}/g));
    expect(told.filter((word) => left.has(word))).toEqual([]);
  });
});

it('hashes cannot be compared between two keys', async () => {
  const row = '{"address":"0x7f01", "type":"STRING", "bytesize":5, "value":"tulip"}\n';
  await using one = await redacted(row);
  await using other = await redacted(row, Buffer.alloc(32, 8));
  const hash = /"value":"([0-9a-f]{24})"/;
  expect(one.text).toMatch(hash);
  expect(hash.exec(one.text)?.[1]).not.toBe(hash.exec(other.text)?.[1]);
});

it('what is not known to be harmless is left out', async () => {
  await using dump = await redacted(
    [
      '{"address":"0x7f01", "type":"FLOAT", "class":"0x7f02", "value":41.5}',
      '{"address":"0x7f03", "type":"OBJECT", "tulip":"rose", "fd":7, "class":"tulip", "memsize":40}',
      '{"address":"0x7f04", "type":"ROSE & TULIP", "references":["tulip"]}',
      '',
    ].join('\n'),
  );
  expect(dump.text).toBe(
    [
      '{"address":"0x7f01", "type":"FLOAT", "class":"0x7f02"}',
      '{"address":"0x7f03", "type":"OBJECT", "memsize":40}',
      '{"address":"0x7f04"}',
      '',
    ].join('\n'),
  );
});

it('of a row that cannot be read nothing is left, and lines keep their numbers', async () => {
  await using dump = await redacted(
    '{"address":"0x7f01", "type":"STRING", "value":"tulip\n\n["tulip"]\n"tulip',
  );
  expect(dump.text).toBe('{}\n\n{}\n{}');
});
