import { readdirSync, readlinkSync } from 'node:fs';
import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DumpReading, readRubyDump } from '../../../src/runtimes/ruby/dump-reader.ts';
import { expectSameGraph } from './same-graph.ts';

let folder: Awaited<ReturnType<typeof mkdtempDisposable>>;
let file: string;

beforeAll(async () => {
  folder = await mkdtempDisposable(join(tmpdir(), 'heapgate-reading-'));
  file = join(folder.path, 'dump.json');
  const packed = await readFile(new URL('./fixtures/ruby-3.1.json.gz', import.meta.url));
  await writeFile(file, gunzipSync(packed));
});

afterAll(() => folder.remove());

/** Whether this process has the dump open. */
const isOpen = (): boolean =>
  readdirSync('/proc/self/fd').some((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`) === file;
    } catch {
      return false; // that of the folder that was listed
    }
  });

describe('a dump that is being read', () => {
  it.each([0, 2])(
    'gives the graph that reading it at once gives, with %i threads beside this one',
    async (workers) => {
      await using reading = new DumpReading(file, { workers, stretchBytes: 50_000 });
      expectSameGraph(await reading.graph(), await readRubyDump(file));
    },
  );

  it('may be read beside another, each giving its own graph', async () => {
    const options = { workers: 1, stretchBytes: 50_000 };
    await using one = new DumpReading(file, options);
    await using other = new DumpReading(file, { ...options, stringHashes: true });
    const [graph, hashed] = await Promise.all([one.graph(), other.graph()]);
    expect([graph.stringHashes, hashed.stringHashes?.length]).toEqual([undefined, graph.nodeCount]);
  });

  it('has its threads named when the graph is asked for', async () => {
    await using reading = new DumpReading(file);
    const plain = await readRubyDump(file);
    const [main] = plain.roots.filter(({ kind }) => kind === 'thread');
    const address = plain.addresses[main?.nodes[0] ?? -1] ?? 0;
    const { roots } = await reading.graph([{ address, name: 'puma 001' }]);
    expect(roots.map(({ label }) => label)).toContain('puma #');
  });

  it('is closed again, whether its graph was asked for or not', async () => {
    const reading = new DumpReading(file, { workers: 2 });
    await reading[Symbol.asyncDispose]();
    expect(isOpen()).toBe(false);
    await readRubyDump(file, [], { workers: 2 });
    expect(isOpen()).toBe(false);
  });

  it('that cannot be read fails where the graph is asked for, and nowhere else', async () => {
    const unasked = new DumpReading(join(folder.path, 'none.json'));
    await unasked[Symbol.asyncDispose]();
    await using asked = new DumpReading(join(folder.path, 'none.json'));
    await expect(asked.graph()).rejects.toThrow(/none\.json: there is no such file$/);
  });
});
