import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { dominatorTree, unreachable } from '../../../src/heap/dominators.ts';
import type { HeapGraph } from '../../../src/heap/graph.ts';
import { readRubyDump } from '../../../src/runtimes/ruby/dump-reader.ts';
import { findAsReap, type Retained } from './reap-rules.ts';

/** The dump as reap sees it: only ROOT rows are roots, and what `memsize` says is the size. */
async function readAsReap(dump: string): Promise<HeapGraph> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'heapgate-reap-'));
  const file = join(folder.path, 'dump.json');
  await writeFile(file, dump);
  const graph = await readRubyDump(file);
  const sizes = new Map(
    dump
      .split('\n')
      .map((line) => [/^\{"address":"(0x\w+)"/.exec(line)?.[1], /"memsize":(\d+)/.exec(line)?.[1]]),
  );
  return {
    ...graph,
    shallowBytes: graph.addresses.map((address) => Number(sizes.get(`0x${address.toString(16)}`) ?? 0)),
    roots: graph.roots.filter(({ kind }) => kind !== 'thread'),
  };
}

const rubies = ['ruby-3.1', 'ruby-3.2', 'ruby-3.3', 'ruby-3.4', 'ruby-4.0'];

describe.each(rubies)(
  'on the dump of %s, without edges to classes, the analysis agrees with reap',
  async (name) => {
    const packed = await readFile(new URL(`./fixtures/${name}.json.gz`, import.meta.url));
    const dump = gunzipSync(packed).toString('latin1');
    const reaped = findAsReap(dump);
    const graph = await readAsReap(dump);
    const tree = dominatorTree(graph, { classEdges: false });
    const retained = new Map<string, Retained>(
      [...graph.addresses.keys()]
        .filter((node) => tree.parents[node] !== unreachable)
        .map((node) => [
          `0x${graph.addresses[node]?.toString(16)}`,
          { objects: tree.retainedObjects[node] ?? 0, bytes: tree.retainedBytes[node] ?? 0 },
        ]),
    );
    const largest = (all: ReadonlyMap<string, Retained>) =>
      [...all.values()].sort((a, b) => b.bytes - a.bytes || b.objects - a.objects).slice(0, 20);

    // Rows of shapes say how objects are laid out and are none: nothing leads to them, but reap counts them.
    const shapes = dump.match(/"type":"SHAPE"/g)?.length ?? 0;

    it('on how many objects and bytes are reachable, and how many objects are not', () => {
      expect({
        objects: tree.reachable,
        bytes: tree.retainedBytes[tree.root],
        unreachable: graph.nodeCount - tree.reachable,
      }).toEqual({ objects: reaped.objects, bytes: reaped.bytes, unreachable: reaped.unreachable - shapes });
    });

    it('on the 20 largest retained sizes', () => {
      expect(largest(retained)).toEqual(largest(reaped.retained));
    });

    it('on what each object retains', () => {
      const different = [...reaped.retained].filter(
        ([address, { objects, bytes }]) =>
          retained.get(address)?.objects !== objects || retained.get(address)?.bytes !== bytes,
      );
      expect(different).toEqual([]);
      expect(retained.size).toBe(reaped.retained.size);
    });
  },
);
