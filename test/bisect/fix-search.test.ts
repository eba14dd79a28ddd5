import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Answer } from '../../src/bisect/answer.ts';
import { nearestFix } from '../../src/bisect/fix-search.ts';

const versions = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'];

/** Which versions are tried, in their order, and what comes of it. */
async function search(clean: string | undefined, leaking: string, answers: Record<string, Answer>) {
  const tried: string[] = [];
  const fix = await nearestFix({ versions, clean, leaking }, async (version) => {
    tried.push(version);
    return answers[version] ?? 'leaks';
  });
  return { tried, fix };
}

test('the nearest newer version that does not leak is taken', async () => {
  const { tried, fix } = await search('2', '3', { '5': 'clean', '6': 'clean' });
  expect(tried).toEqual(['4', '5']);
  expect(fix).toEqual({ version: '5', isNewer: true });
});

test('a version that could not be measured is no fix', async () => {
  const { fix } = await search('2', '3', { '4': 'unknown', '5': 'clean' });
  expect(fix?.version).toBe('5');
});

test('after the nearest three the newest is tried, then those between base and head, the nearest first', async () => {
  const { tried, fix } = await search('1', '4', { '3': 'unknown', '2': 'clean' });
  expect(tried).toEqual(['5', '6', '7', '10', '3', '2']);
  expect(fix).toEqual({ version: '2', isNewer: false });
});

test('where all others leak, it is what base has', async () => {
  const { fix } = await search('8', '9', { '8': 'clean' });
  expect(fix).toEqual({ version: '8', isNewer: false });
});

test('what base has is tried last, and not taken unseen', async () => {
  const { tried, fix } = await search('1', '9', {});
  expect(tried).toEqual(['10', '8', '7', '6', '1']);
  expect(fix).toBeUndefined();
});

test('a gem that base does not have, and of which every version leaks, has none', async () => {
  expect((await search(undefined, '2', {})).fix).toBeUndefined();
});

test('a version that the source no longer has cannot be placed', async () => {
  expect(await search('1', '1.5', {})).toEqual({ tried: [], fix: undefined });
});

test('what is tried is never what leaks, and never twice', () =>
  fc.assert(
    fc.asyncProperty(fc.nat(9), fc.nat(9), async (clean, leaking) => {
      const { tried } = await search(versions[clean], versions[leaking] ?? '', {});
      expect(tried).not.toContain(versions[leaking]);
      expect(new Set(tried).size).toBe(tried.length);
    }),
  ));
