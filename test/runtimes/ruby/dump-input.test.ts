import { chmod, mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { execa } from 'execa';
import { beforeAll, describe, expect, it } from 'vitest';
import { CannotMeasure } from '../../../src/cannot-measure.ts';
import type { HeapGraph } from '../../../src/heap/graph.ts';
import { readRubyDump } from '../../../src/runtimes/ruby/dump-reader.ts';
import { expectSameGraph } from './same-graph.ts';

const reader = new URL('../../../src/runtimes/ruby/dump-reader.ts', import.meta.url).href;
const temporaryFolder = () => mkdtempDisposable(join(tmpdir(), 'heapgate-input-'));

describe('a dump', () => {
  let dump: Buffer;
  let graph: HeapGraph;

  beforeAll(async () => {
    dump = gunzipSync(await readFile(new URL('./fixtures/ruby-3.1.json.gz', import.meta.url)));
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'dump.json');
    await writeFile(file, dump);
    graph = await readRubyDump(file, [], { workers: 0 });
  });

  it.each([1, 3])('is read the same with %i worker threads', async (workers) => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'dump.json');
    await writeFile(file, dump);
    expectSameGraph(await readRubyDump(file, [], { workers, stretchBytes: 50_000 }), graph);
  });

  it.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
    ['nothing', (bytes: Buffer) => bytes],
  ])('packed by %s is read through a pipe, whatever its name', async (_name, pack) => {
    await using folder = await temporaryFolder();
    const pipe = join(folder.path, 'dump.txt');
    await execa('mkfifo', [pipe]);
    const [read] = await Promise.all([readRubyDump(pipe), writeFile(pipe, pack(dump))]);
    expectSameGraph(read, graph);
  });

  it.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ])('packed by %s is read from a file, whatever its name', async (_name, pack) => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'dump.json');
    await writeFile(file, pack(dump));
    expectSameGraph(await readRubyDump(file), graph);
  });

  it('is read from standard input', async () => {
    const script = `
      import { readRubyDump } from ${JSON.stringify(reader)};
      console.log((await readRubyDump('-')).nodeCount);`;
    const { stdout } = await execa(process.execPath, ['--input-type=module-typescript', '-e', script], {
      input: dump,
    });
    expect(Number(stdout)).toBe(graph.nodeCount);
  });

  it('is read from standard input that others look at too, as it comes', async () => {
    const script = `
      import { readRubyDump } from ${JSON.stringify(reader)};
      void process.stdin.isTTY;
      const reading = readRubyDump('-');
      setTimeout(() => process.stderr.write('reading'), 0);
      console.log((await reading).nodeCount);`;
    const child = execa(process.execPath, ['--input-type=module-typescript', '-e', script]);
    child.stderr.once('data', () => child.stdin.end(dump));
    expect(Number((await child).stdout)).toBe(graph.nodeCount);
  });

  it('has equal hashes for equal strings, others for others, where hashes are asked for', async () => {
    expect(graph.stringHashes).toBeUndefined();
    const rows = ['app', 'app', 'apq', 'apppppppppppp', 'app"', ''].map(
      (value, i) =>
        `{"address":"0x${i + 1}0", "type":"STRING", "class":"0x8", "bytesize":${value.length}, "value":${JSON.stringify(value)}}\n`,
    );
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'dump.json');
    await writeFile(file, [...rows, '{"address":"0x8", "type":"OBJECT", "class":"0x8"}\n'].join(''));
    const { stringHashes } = await readRubyDump(file, [], { stringHashes: true });
    const [one, same, ...others] = stringHashes ?? [];
    expect(one).toBe(same);
    expect(new Set([one, ...others]).size).toBe(others.length + 1);
    expect(others.at(-1)).toBe(0); // no string
    expect(others.slice(0, -1)).not.toContain(0);
  });
});

describe('what is no dump', () => {
  const refusals: [string, Buffer | string, RegExp][] = [
    ['an empty file', '', /: this is empty: no heap dump was written to it$/],
    ['an empty file that is packed', gzipSync(''), /: this is empty/],
    ['blank lines', '\n\n', /: this is empty/],
    ['text', 'Lorem ipsum\ndolor\n', /: this is no heap dump of Ruby .*: no line of it is a row of one$/],
    ['JSON of something else', '{"name":"heapgate"}\n{"a":1}\n', /no line of it is a row of one/],
    [
      'random bytes',
      Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * i * 31) % 251)),
      /no line of it/,
    ],
    ['a heap snapshot of V8', '{"snapshot":{"meta":{"node_fields":[]}}}', /this is a heap snapshot of V8/],
    ['one that is packed', gzipSync('{"snapshot":{"meta":{}}}'), /this is a heap snapshot of V8/],
    ['gzip data cut short', gzipSync('x'.repeat(1000)).subarray(0, 20), /its gzip data cannot be unpacked/],
    [
      'gzip data that is none',
      Buffer.from('1f8b0000000000000000', 'hex'),
      /its gzip data cannot be unpacked/,
    ],
    ['zstd data cut short', zstdCompressSync('abc'.repeat(1000)).subarray(0, 12), /its zstd data cannot/],
  ];

  it.each(refusals)('is refused in one line: %s', async (_name, bytes, message) => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'dump.json');
    await writeFile(file, bytes);
    const refusal = await readRubyDump(file).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(CannotMeasure);
    expect(String(refusal)).toMatch(message);
    expect(String(refusal)).not.toContain('\n');
  });

  it('is refused where it is a directory or not there', async () => {
    await using folder = await temporaryFolder();
    await expect(readRubyDump(folder.path)).rejects.toThrow(/this is a directory: name a heap dump$/);
    await expect(readRubyDump(join(folder.path, 'none'))).rejects.toThrow(/none: there is no such file$/);
  });

  it('is refused in one line where its name leads nowhere, or is none', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'dump.json');
    await writeFile(file, '');
    await expect(readRubyDump(join(file, 'rows'))).rejects.toThrow(
      /rows: there is no such file: a part of its path is no directory$/,
    );
    await expect(readRubyDump(join(folder.path, 'x'.repeat(300)))).rejects.toThrow(
      /xxx: it cannot be opened \(ENAMETOOLONG\)$/,
    );
    const refusal: unknown = await readRubyDump('').catch((error: unknown) => error);
    expect(refusal).toHaveProperty('message', 'the heap dump: its name is empty: name a heap dump');
  });

  it('is refused in one line where reading it fails', async () => {
    // Nothing of a process's memory is at its beginning.
    await expect(readRubyDump('/proc/self/mem')).rejects.toThrow(
      /^\/proc\/self\/mem: it cannot be read \(EIO\)$/,
    );
  });

  it('is refused in one line where this user may not read it', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'dump.json');
    await writeFile(file, '', { mode: 0o000 });
    // Root may read anything: another user asks then.
    const isRoot = process.getuid?.() === 0;
    if (isRoot) await chmod(folder.path, 0o755);
    const script = `
      import { readRubyDump } from ${JSON.stringify(reader)};
      process.setuid?.(${isRoot ? 65_534 : process.getuid?.()});
      await readRubyDump(${JSON.stringify(file)}).catch(({ name, message }) => console.log(name, message));`;
    const { stdout } = await execa(process.execPath, ['--input-type=module-typescript', '-e', script]);
    expect(stdout).toBe(
      `CannotMeasure ${file}: this user may not read it (EACCES): check its permissions and those of its folders`,
    );
  });

  it('is refused by a worker thread as it is by this one', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'dump.json');
    const farApart = Array.from(
      { length: 270_000 },
      (_, i) => `{"address":"0x${(i * 0x1_0000).toString(16)}", "type":"OBJECT"}\n`,
    );
    await writeFile(file, farApart.join(''));
    await expect(readRubyDump(file, [], { workers: 1, stretchBytes: 2 ** 20 })).rejects.toThrow(
      /its addresses lie further apart than those of a heap of 16 GiB/,
    );
  }, 30_000);
});
