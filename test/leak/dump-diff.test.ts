import fc from 'fast-check';
import { expect, it } from 'vitest';
import { grouped } from '../../src/leak/aligned-groups.ts';
import { type DumpDiff, diffDumps } from '../../src/leak/dump-diff.ts';
import { randomHeaps } from '../heap/random-heap.ts';
import { type HeapSketch, type Layout, laterHeaps } from '../heap/synthetic-heap.ts';

const registry = (h: HeapSketch, size: number): void => {
  const events = h.many(size, () => h.instance('Event', { bytes: 40 }));
  h.root('vm', h.class('Registry', { holds: [h.instance('Array', { holds: events })] }));
};

function diffOf(
  sizes: readonly number[],
  {
    draw = registry,
    threshold = 10,
    ...layout
  }: Layout & { draw?: typeof registry; threshold?: number } = {},
): DumpDiff {
  const heaps = laterHeaps(sizes, draw, layout).map(grouped);
  return diffDumps(
    heaps,
    sizes.map((size) => `${size}.json`),
    threshold,
  );
}

it('tells what grew between two dumps, in objects and bytes of the whole time', () => {
  const { holders, classes } = diffOf([20, 70]);
  expect(holders).toMatchObject([{ label: 'Array', objects: 50, shallowBytes: 2000, retainedBytes: 2000 }]);
  expect(classes).toEqual([
    {
      name: 'Event',
      internal: false,
      state: 'growing',
      counts: [20, 70],
      bytes: [800, 2800],
      objectsGained: 50,
      bytesGained: 2000,
    },
  ]);
});

it('tells of three dumps only the holder that rises every time', () => {
  expect(diffOf([20, 40, 60]).holders).toHaveLength(1);
  expect(diffOf([20, 60, 60]).holders).toEqual([]);
});

it('tells a class that rose and stopped from one that rises every time', () => {
  const states = [
    [20, 40, 60],
    [20, 60, 60],
    [20, 10, 60],
    [60, 40, 20],
  ].map((sizes) => diffOf(sizes).classes[0]?.state);
  expect(states).toEqual(['growing', 'saturating', 'flat', 'flat']);
});

it('puts classes that rise every time before those that gained more and stopped', () => {
  const draw = (h: HeapSketch, size: number): void => {
    const entries = h.many(Math.min(size, 40) * 10, () => h.instance('Entry'));
    h.root('cache', h.class('Cache', { holds: [h.instance('Hash', { holds: entries })] }));
    registry(h, size);
  };
  expect(diffOf([20, 40, 60], { draw }).classes.map(({ name }) => name)).toEqual(['Event', 'Entry']);
});

it('passes over what gained less than the threshold', () => {
  const { holders, classes } = diffOf([20, 29]);
  expect(holders).toEqual([]);
  expect(classes).toEqual([]);
});

it('weighs bytes against the threshold in KiB', () => {
  const buffer = (h: HeapSketch, size: number) =>
    h.root('vm', h.class('Log', { holds: [h.string(size * 1024)] }));
  expect(diffOf([1, 10], { draw: buffer }).holders).toEqual([]);
  expect(diffOf([1, 11], { draw: buffer }).holders).toMatchObject([{ objects: 0, shallowBytes: 10_240 }]);
});

it('names the dumps with their sizes', () => {
  expect(diffOf([1, 2]).dumps[1]).toMatchObject({ file: '2.json', objects: 4, bytes: 160, skippedRows: 0 });
});

it('finds the same wherever the objects lie and whatever garbage is beside them', () => {
  const told = ({ classes, holders }: DumpDiff) => ({
    classes,
    holders: holders.map(({ sample, ...holder }) => ({ ...holder, steps: sample.length })),
  });
  fc.assert(
    fc.property(
      randomHeaps,
      fc.array(fc.nat({ max: 60 }), { minLength: 2, maxLength: 4 }),
      fc.integer({ min: 2, max: 1000 }),
      fc.nat({ max: 60 }),
      (furniture, sizes, seed, garbage) => {
        const draw = (h: HeapSketch, size: number): void => {
          furniture(h);
          registry(h, size);
        };
        expect(told(diffOf(sizes, { draw, seed, garbage }))).toEqual(told(diffOf(sizes, { draw })));
      },
    ),
  );
});
