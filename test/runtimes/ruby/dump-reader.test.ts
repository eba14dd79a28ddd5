import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type HeapGraph, NodeKind } from '../../../src/heap/graph.ts';
import { type DumpReaderOptions, readRubyDump } from '../../../src/runtimes/ruby/dump-reader.ts';
import type { ThreadName } from '../../../src/runtimes/runtime.ts';
import { damagedRow, row } from './dump-rows.ts';
import { readRubyDumpSlowly } from './reference-dump-reader.ts';
import { expectSameGraph, type Outcome, outcome } from './same-graph.ts';

const temporaryFolder = () => mkdtempDisposable(join(tmpdir(), 'heapgate-dump-'));

async function readText(
  text: string | Buffer,
  threads?: readonly ThreadName[],
  options?: DumpReaderOptions,
): Promise<HeapGraph> {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'dump.json');
  await writeFile(file, text);
  return await readRubyDump(file, threads, options);
}

const namesOf = ({ labels, names }: HeapGraph): (string | undefined)[] =>
  [...labels].map((label) => names[label]);

describe('a dump of this Ruby with odd objects', () => {
  let dump: Buffer;
  let graph: HeapGraph;
  let said: { counts: readonly number[]; threads: readonly ThreadName[] };
  const script = new URL('./odd-objects.rb', import.meta.url).pathname;

  beforeAll(async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'dump.json');
    said = JSON.parse((await execa('ruby', [script, file])).stdout);
    dump = await readFile(file);
    graph = await readRubyDump(file, said.threads);
  });

  async function readBoth(text: Buffer, options?: DumpReaderOptions): Promise<[Outcome, Outcome]> {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'dump.json');
    await writeFile(file, text);
    return [
      await outcome(readRubyDump(file, said.threads, options)),
      await outcome(readRubyDumpSlowly(file, said.threads)),
    ];
  }

  it('is read as the reference reads it', async () => {
    const [fast, slow] = await readBoth(dump);
    expectSameGraph(fast, slow);
    expectSameGraph(fast, graph);
  });

  it.each([1, 100, 4099])('is read the same in blocks of %i bytes', async (blockBytes) => {
    const small = dump.subarray(0, dump.indexOf('\n', 300_000) + 1);
    const [fast, slow] = await readBoth(small, { blockBytes, stretchBytes: 7919 });
    expectSameGraph(fast, slow);
  });

  it('is read as far as it was written, and the torn row counted', async () => {
    const torn = dump.subarray(0, dump.lastIndexOf('"type"'));
    const [fast, slow] = await readBoth(torn);
    expectSameGraph(fast, slow);
    expect(fast).toHaveProperty('skippedRows', 1);
  });

  it('has no row that is not understood', () => {
    expect(graph.skippedRows).toBe(0);
  });

  it('has as many instances of each class as Ruby says, anonymous and singleton ones too', () => {
    const names = namesOf(graph);
    const classes = ['Item', '(anonymous) < Item', '(anonymous) < Object', 'Caf\u00e9', 'Thread'];
    expect(classes.map((name) => names.filter((each) => each === name).length)).toEqual(said.counts);
  });

  it('calls classes and modules by their own names', () => {
    expect(graph.names).toEqual(
      expect.arrayContaining([
        'class Item',
        'module Tool',
        '(anonymous module)',
        'class (anonymous) < Item',
        'singleton class < Item',
      ]),
    );
  });

  it('has its threads as roots of their own, digits folded', () => {
    const threads = graph.roots.filter(({ kind }) => kind === 'thread');
    expect(threads.filter(({ label }) => label === 'pool #')).toHaveLength(2);
    for (const { nodes } of threads) expect(graph.kinds[nodes[0] ?? -1]).toBe(NodeKind.thread);
  });

  it('has threads that ended among the objects, and not among the roots', () => {
    const threads = graph.roots.filter(({ kind }) => kind === 'thread');
    const live = threads.flatMap(({ nodes }) => [...nodes]);
    const all = [...graph.labels.keys()].filter((node) => graph.names[graph.labels[node] ?? 0] === 'Thread');
    const ended = all.filter((node) => graph.kinds[node] === NodeKind.instance);
    expect(live).toHaveLength(3); // the main one too
    expect(ended).toHaveLength(2);
    expect(all.length).toBe(live.length + ended.length);
  });

  it('names the table of the allocation tracer, which the VM counts as an Object', () => {
    const tracer = graph.names.indexOf('allocation tracer');
    const nodes = [...graph.labels.keys()].filter((node) => graph.labels[node] === tracer);
    expect(nodes).toHaveLength(1);
    expect(graph.shallowBytes[nodes[0] ?? -1]).toBeGreaterThan(1000);
    expect(graph.kinds[nodes[0] ?? -1]).toBe(NodeKind.cache);
  });

  it('keeps no value of a string', () => {
    const kept = JSON.stringify([graph.names, graph.sites, graph.roots.map(({ label }) => label)]);
    for (const value of ['wide 4999', 'item', 'frozen', 'xxxxx']) {
      expect(dump.includes(`"value":"${value}`)).toBe(true);
      expect(kept).not.toContain(value);
    }
  });

  it('names the lines that allocated', () => {
    expect(graph.sites).toEqual(
      expect.arrayContaining([
        { file: 'caf\u00e9.rb', line: 7 },
        { file: '(odd) file', line: 7 },
      ]),
    );
    const ofItems = [...graph.siteOf].filter((_, node) => graph.names[graph.labels[node] ?? 0] === 'Item');
    expect(new Set(ofItems.map((site) => graph.sites[site]?.file))).toEqual(new Set([script]));
  });
});

describe('rows that no Ruby wrote', () => {
  const lineEnd = fc.constantFrom('\n', '\r\n', '\n\n', '\n\r\n');
  const sizes = fc.record({
    blockBytes: fc.integer({ min: 1, max: 300 }),
    stretchBytes: fc.integer({ min: 1, max: 3000 }),
  });
  const threads = [
    { address: 0x7f60_a480_0000, name: 'puma 12' },
    { address: 0x7f60_a480_0028, name: 'heapgate agent' },
  ];
  // So many good rows that some others among them are tolerated.
  const padding = Buffer.from('{"address":"0x8", "type":"OBJECT", "class":"0x7f60a4800028"}\n'.repeat(3000));

  async function expectSame(file: string, bytes: Buffer, options: DumpReaderOptions): Promise<void> {
    await writeFile(file, bytes);
    const fast = await outcome(readRubyDump(file, threads, options));
    expectSameGraph(fast, await outcome(readRubyDumpSlowly(file, threads)));
  }

  it('are read as the reference reads them, whatever the keys, values, spaces and block size', async () => {
    await using folder = await temporaryFolder();
    const lines = fc.array(fc.tuple(row, lineEnd), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(lines, sizes, async (all, options) => {
        const bytes = Buffer.concat(all.flatMap(([line, end]) => [line, Buffer.from(end)]));
        await expectSame(join(folder.path, 'dump.json'), bytes, options);
      }),
      { numRuns: 300 },
    );
  }, 30_000);

  it('are counted as unreadable where the reference cannot read them, and leave no trace', async () => {
    await using folder = await temporaryFolder();
    const lines = fc.array(fc.oneof(row, damagedRow), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(lines, fc.boolean(), async (all, lastIsEnded) => {
        const bytes = Buffer.concat([padding, ...all.flatMap((line) => [line, Buffer.from('\n')])]);
        await expectSame(join(folder.path, 'dump.json'), lastIsEnded ? bytes : bytes.subarray(0, -1), {
          blockBytes: 4096,
        });
      }),
      { numRuns: 60 },
    );
  }, 30_000);

  const oddRows = [
    '"memsize":012',
    '"memsize":0',
    '"memsize":-3',
    '"memsize":1.5e2, "bytesize":30.5',
    '"memsize":123456789012345678901',
    '"memsize":1e999',
    '"memsize":"40"',
    '"memsize":40]',
    '"line":12x',
    '"references":["0x8",]',
    '"references":["0x8" "0x8"]',
    '"references":[,"0x8"]',
    '"references":["0x8", 8, null, "eight", ["0x8"]]',
    '"references":"0x8"',
    '"references":["0x8"',
    '"references":["0x8"], "references":["0x8", "0x8"]',
    '"superclass":"0x10000000000000008"',
    '"superclass":"0x"',
    '"superclass":"0xABCdef08"',
    '"superclass":"0xffffffffffffffff"',
    '"superclass":"0x8 "',
    '"class":"0x8", "class":null',
    '"name":"tab\there", "file":"a", "line":1',
    '"value":"bell\x07"',
    '"value":"\\x41"',
    '"value":"\\u12g4"',
    '"value":"half \\',
    '"addresx":"0x8", "type2":"ROOT"',
    '"singleton":truth',
    '"flags":{"old":true}, "more":{"old":true}',
    '"flags":{"old":true, "marked":tru}',
    '"flags":{"old":true}}',
    '"a":1,',
    '"a"',
    '"a":',
  ];
  it.each(oddRows)('are read as the reference reads them: %s', async (fields) => {
    await using folder = await temporaryFolder();
    // A row with flags before it and one after it: what was read before must not show.
    const around =
      '{"address":"0x20", "type":"CLASS", "name":"A", "file":"b", "line":2, "flags":{"old":true}}';
    const rows = `${around}\n{"address":"0x10", "type":"CLASS", ${fields}}\n${around}\n`;
    await expectSame(join(folder.path, 'dump.json'), Buffer.concat([padding, Buffer.from(rows)]), {});
  });
});

describe('a dump', () => {
  it('without a row is refused', async () => {
    await expect(readText('')).rejects.toThrow(/dump\.json: this is empty: no heap dump was written to it$/);
  });

  it('of which more than one row in a thousand cannot be read is refused', async () => {
    const good = '{"address":"0x8", "type":"OBJECT"}\n'.repeat(1000);
    await expect(readText(`${good}no row\nnor this\n`)).rejects.toThrow(
      /2 of 1002 rows are not rows of a Ruby heap dump/,
    );
    expect((await readText(`${good}no row`)).skippedRows).toBe(1);
  });

  it('of which one row in few cannot be read is refused by its line', async () => {
    const good = '{"address":"0x8", "type":"OBJECT"}\n'.repeat(3);
    await expect(readText(`${good}no row`)).rejects.toThrow(
      /: 1 of 4 rows is not a row of a Ruby heap dump \(line 4\); was the disk full/,
    );
  });

  it('with a value nested without end is survived', async () => {
    const good = '{"address":"0x8", "type":"OBJECT"}\n'.repeat(1000);
    const deep = `{"address":"0x10", "type":"OBJECT", "flags":${'['.repeat(1_000_000)}}`;
    expect((await readText(`${good}${deep}`)).skippedRows).toBe(1);
  });

  it('whose superclasses go round in a circle is survived', async () => {
    const circle = [
      '{"address":"0x8", "type":"CLASS", "superclass":"0x10", "singleton":true}',
      '{"address":"0x10", "type":"CLASS", "superclass":"0x8", "singleton":true}',
      '{"address":"0x18", "type":"OBJECT", "class":"0x8"}',
    ];
    expect(namesOf(await readText(circle.join('\n'))).at(-1)).toBe('unknown class');
  });
});
