import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { NeedyEntry } from '../../src/revision/changed-entries.ts';
import { orderedChanges } from '../../src/revision/ordered-changes.ts';

const entry = (name: string, ...needs: string[]): NeedyEntry => {
  return { name, from: '1', to: '2', isDirect: true, needs };
};
const namesOf = (entries: readonly NeedyEntry[]): string[][] =>
  orderedChanges(entries).map((change) => change.entries.map(({ name }) => name));

/** Entries that need any others. */
const anyEntries = fc
  .integer({ min: 1, max: 8 })
  .chain((size) =>
    fc
      .array(fc.uniqueArray(fc.nat(size - 1)), { minLength: size, maxLength: size })
      .map((needs) => needs.map((others, at) => entry(`p${at}`, ...others.map((other) => `p${other}`)))),
  );

/** All that an entry leads to, itself included. */
function reached(entries: readonly NeedyEntry[], start: string): Set<string> {
  const names = new Set([start]);
  for (const name of names)
    for (const needed of entries.find((each) => each.name === name)?.needs ?? []) names.add(needed);
  return names;
}

test('changes keep the order of their names where nothing needs another', () => {
  expect(namesOf([entry('a'), entry('b'), entry('c')])).toEqual([['a'], ['b'], ['c']]);
});

test('what is needed comes first, and what need each other are one change', () => {
  const entries = [entry('a', 'c'), entry('b', 'd'), entry('c'), entry('d', 'b', 'a')];
  expect(namesOf(entries)).toEqual([['c'], ['a'], ['b', 'd']]);
  expect(orderedChanges(entries).map(({ needs }) => needs)).toEqual([[], [0], [1]]);
});

test('what a change needs is no longer said of its entries', () => {
  expect(orderedChanges([entry('a')])[0]?.entries[0]).not.toHaveProperty('needs');
});

test('two entries are one change exactly where each leads to the other', () =>
  fc.assert(
    fc.property(anyEntries, (entries) => {
      const groups = namesOf(entries);
      expect(groups.flat().toSorted()).toEqual(entries.map(({ name }) => name).toSorted());
      for (const { name } of entries)
        for (const other of reached(entries, name)) {
          const isMutual = reached(entries, other).has(name);
          expect(groups.find((group) => group.includes(name))?.includes(other)).toBe(isMutual);
        }
    }),
  ));

test('a change needs those before it alone, and all that its entries need', () =>
  fc.assert(
    fc.property(anyEntries, (entries) => {
      for (const [at, { entries: members, needs }] of orderedChanges(entries).entries()) {
        expect(needs.every((other) => other < at)).toBe(true);
        const asked = members.flatMap(({ name }) => entries.find((each) => each.name === name)?.needs ?? []);
        const there = [at, ...needs].flatMap((each) => namesOf(entries)[each] ?? []);
        for (const name of asked) expect(there).toContain(name);
      }
    }),
  ));
