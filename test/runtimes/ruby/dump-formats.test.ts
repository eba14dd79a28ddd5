import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type HeapGraph, NodeKind } from '../../../src/heap/graph.ts';
import { readRubyDump } from '../../../src/runtimes/ruby/dump-reader.ts';
import { readRubyDumpSlowly } from './reference-dump-reader.ts';
import { expectSameGraph, outcome } from './same-graph.ts';

const fixture = (name: string): string => new URL(`./fixtures/${name}`, import.meta.url).pathname;
const instancesOf = (name: string, { labels, names }: HeapGraph): number =>
  labels.filter((label) => names[label] === name).length;

// Dumps of one program, which scripts/ruby-fixtures.ts holds and runs.
describe.each(['3.1', '3.2', '3.3', '3.4', '4.0'])('a dump that Ruby %s wrote', (version) => {
  const file = fixture(`ruby-${version}.json.gz`);

  it('is read as the reference reads it', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'heapgate-formats-'));
    const plain = join(folder.path, 'dump.json');
    await writeFile(plain, gunzipSync(await readFile(file)));
    const slow = await outcome(readRubyDumpSlowly(plain));
    expectSameGraph(await outcome(readRubyDump(plain)), slow);
    expectSameGraph(await outcome(readRubyDump(plain, [], { blockBytes: 5000, stretchBytes: 99_991 })), slow);
    expectSameGraph(await outcome(readRubyDump(file)), slow);
  }, 30_000);

  it('has every row understood, and no shape among its objects', async () => {
    const { skippedRows, names } = await readRubyDump(file);
    expect(skippedRows).toBe(0);
    expect(names).not.toContain('hidden shape');
  });

  it('has an object with a singleton class under the class above that', async () => {
    const graph = await readRubyDump(file);
    expect(instancesOf('Item', graph)).toBe(38);
    expect(instancesOf('(anonymous) < Item', graph)).toBe(5);
  });

  it('has the lengths of strings', async () => {
    const { stringBytes, kinds } = await readRubyDump(file);
    expect(Array.from(stringBytes).filter((bytes) => bytes === 1000)).toHaveLength(1);
    expect(kinds[stringBytes.indexOf(1000)]).toBe(NodeKind.string);
  });
});

// Rows as objspace_dump.c of these versions writes them; no Ruby wrote these.
describe.each(['2.7', '3.0'])('a synthetic dump in the format of Ruby %s', (version) => {
  const file = fixture(`synthetic-${version}.jsonl`);

  it('is read as the reference reads it', async () => {
    expectSameGraph(await outcome(readRubyDump(file)), await outcome(readRubyDumpSlowly(file)));
  });

  it('has an object with a singleton class under the class above that', async () => {
    expect(instancesOf('Item', await readRubyDump(file))).toBe(3);
  });

  it('has no empty slot and no zombie among its objects', async () => {
    const { names } = await readRubyDump(file);
    expect(names).not.toContain('hidden none');
    expect(names).not.toContain('hidden zombie');
  });

  it('has a thread as a root', async () => {
    const { roots } = await readRubyDump(file);
    expect(roots.map(({ kind }) => kind)).toEqual(['global', 'stack', 'thread']);
  });
});
