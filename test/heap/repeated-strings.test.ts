import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NodeKind } from '../../src/heap/graph.ts';
import { repeatedStrings } from '../../src/heap/repeated-strings.ts';
import { GraphBuilder } from './graph-builder.ts';
import { heap } from './synthetic-heap.ts';

/** Few enough hashes and lengths that many meet. */
const anyString = fc.record({
  hash: fc.nat({ max: 40 }),
  length: fc.nat({ max: 2 }),
  bytes: fc.nat({ max: 99 }),
});
const farApart = 2 ** 33;

it('counts the strings of each value, as grouping them by hash and length does', () => {
  fc.assert(
    fc.property(fc.array(anyString, { maxLength: 200 }), fc.constantFrom(1, farApart), (strings, spread) => {
      const builder = new GraphBuilder();
      for (const [i, { hash, length, bytes }] of strings.entries())
        builder.addNode(i * 40, 0, NodeKind.string, bytes, 0, length, hash * spread);
      const found = repeatedStrings(
        builder.build(0, () => 'String'),
        1000,
      );
      const groups = Map.groupBy(
        strings.filter(({ hash }) => hash > 0),
        ({ hash, length }) => `${hash * spread} ${length}`,
      );
      const repeated = [...groups].filter(([, { length }]) => length > 1);
      const tallies = repeated.map(([value, group]) => [
        value,
        { objects: group.length, bytes: group.reduce((sum, { bytes }) => sum + bytes, 0) },
      ]);
      const shown = found.largest.map(({ hash, length, ...tally }) => [`${hash} ${length}`, tally]);
      expect(new Map(shown as [string, object][])).toEqual(new Map(tallies as [string, object][]));
      expect(found.values).toBe(repeated.length);
      expect(found.excessObjects).toBe(repeated.reduce((sum, [, group]) => sum + group.length - 1, 0));
    }),
  );
});

it('finds more values than its table began with', () => {
  const builder = new GraphBuilder();
  for (let i = 0; i < 20_000; i++) builder.addNode(i * 40, 0, NodeKind.string, 40, 0, 5, 1 + (i % 10_000));
  expect(
    repeatedStrings(
      builder.build(0, () => 'String'),
      3,
    ),
  ).toMatchObject({
    values: 10_000,
    excessObjects: 10_000,
    excessBytes: 400_000,
  });
});

it('lists what wastes most first', () => {
  const builder = new GraphBuilder();
  const strings = [
    [1, 40],
    [1, 40],
    [1, 40],
    [2, 500],
    [2, 500],
    [3, 9000],
  ] as const;
  for (const [i, [hash, bytes]] of strings.entries())
    builder.addNode(i * 40, 0, NodeKind.string, bytes, 0, 9, hash);
  const { largest } = repeatedStrings(
    builder.build(0, () => 'String'),
    2,
  );
  expect(largest).toEqual([
    { hash: 2, length: 9, objects: 2, bytes: 1000 },
    { hash: 1, length: 9, objects: 3, bytes: 120 },
  ]);
});

it('finds none where the values were not hashed', () => {
  expect(
    repeatedStrings(
      heap((h) => h.root('vm', h.string(), h.string())),
      5,
    ),
  ).toMatchObject({ values: 0, largest: [] });
});
