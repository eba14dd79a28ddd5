import { expect, test } from 'vitest';
import { benchSection } from '../../bench/bench-tables.ts';
import type { BenchResults, DumpResults, Entry } from '../../bench/results.ts';

const machine = { processor: 'CPU', cores: 2, memoryBytes: 8e9, node: '24.0.0', ruby: '3.1.2' };

const entry = (operation: Entry['operation'], name: string, wallMs: readonly number[]): Entry => ({
  operation,
  name,
  does: 'something',
  own: name === 'heapgate',
  runs: wallMs.map((ms) => ({ wallMs: ms, cpuMs: 2 * ms, peakBytes: ms * 1e6 })),
});

const dump = (bytes: number, entries: readonly Entry[]): DumpResults => ({
  objects: bytes / 300,
  bytes,
  classes: { classes: 12, equal: 11 },
  entries,
});

const section = (dumps: readonly DumpResults[]): string =>
  benchSection({ machine, dumps } satisfies BenchResults);

test('a peer’s time is its median, and is set against heapgate’s', () => {
  const text = section([
    dump(9e8, [
      entry('analyze', 'heapgate', [900, 1_000, 5_000]),
      entry('analyze', 'peer', [9_000, 2_500, 1]),
    ]),
  ]);
  expect(text).toContain('| analyze | **heapgate** | something | 1.00 s |  | 2.00 s | 1 GB |');
  expect(text).toContain('| analyze | peer | something | 2.50 s | 2.5 × | 5.00 s | 2.5 GB |');
});

test('heapgate comes first, and its peers after it from the fastest to those that failed', () => {
  const text = section([
    dump(9e8, [
      entry('analyze', 'broken', []),
      entry('analyze', 'slow', [3_000]),
      entry('analyze', 'fast', [10]),
      entry('analyze', 'heapgate', [1_000]),
    ]),
  ]);
  expect([...text.matchAll(/^\| analyze \| (\S+)/gm)].map(([, name]) => name)).toEqual([
    '**heapgate**',
    'fast',
    'slow',
    'broken',
  ]);
  expect(text).toContain('| broken | something | failed |  |  |  |');
});

test('the comparison is of the dump nearest to 900 MB, and all sizes have a row with their ratio to `wc -l`', () => {
  const text = section([
    dump(9e7, [entry('analyze', 'heapgate', [300]), entry('lines', 'wc -l', [100])]),
    dump(9e8, [
      entry('analyze', 'heapgate', [2_000]),
      entry('lines', 'wc -l', [200]),
      entry('diff', 'heapgate', [4_000]),
    ]),
    dump(27e8, []),
  ]);
  expect(text).toContain('3,000,000 objects, dumped with allocation sites (900 MB)');
  expect(text).toContain('| 90 MB | 300,000 | 0.30 s | 3.0 × | 300 MB |  |  | 11 of 12 |');
  expect(text).toContain('| 900 MB | 3,000,000 | 2.00 s | 10.0 × | 2 GB | 4.00 s | 4 GB | 11 of 12 |');
  expect(text).toContain('| 2.7 GB | 9,000,000 |');
});
