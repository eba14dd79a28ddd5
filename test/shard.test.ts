import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTraffic } from '../src/scenarios.ts';
import { readShard, type Shard, seedOf, shareOf } from '../src/shard.ts';

describe('a shard', () => {
  test('is read as it is written', () => {
    expect(readShard('2/5')).toEqual({ number: 2, of: 5 });
  });

  test.each(['0/5', '6/5', '2', '2/', '/5', '-1/5', '1/0', '1.5/2', ' 1/2', '1/2\n', '01/2', '1/99999'])(
    'is not %j',
    (text) => {
      expect(() => readShard(text)).toThrow(/^is (?:written as 2\/5 is|past the last)/);
    },
  );

  test('has every item that no other shard has, in sizes that differ by one at most', () =>
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat()), fc.integer({ min: 1, max: 20 }), (all, of) => {
        const shares = Array.from({ length: of }, (_, index) => shareOf({ number: index + 1, of }, all));
        expect(shares.flat().sort()).toEqual(all.toSorted());
        const sizes = shares.map(({ length }) => length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    ));

  test('has the seed of its commit', () =>
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9a-f]{40}$/), (sha) => {
        expect(seedOf(sha)).toBe(seedOf(sha));
        expect(seedOf(sha)).toBeGreaterThanOrEqual(1);
        expect(seedOf(sha)).toBeLessThan(1_000_000);
      }),
    ));
});

describe('the traffic of a shard', () => {
  const scenario = 'requests: { home: { target: / } }\nplan: { hostile: false }';

  /** The names of what is replayed of three scenarios, the last of which is new on head. */
  async function namesOf(shard: Shard, names = ['a', 'b', 'c']): Promise<readonly string[]> {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'hg-shard-'));
    const sides = [join(folder.path, 'base'), join(folder.path, 'head')] as const;
    for (const [index, side] of sides.entries()) {
      await mkdir(join(side, 'scenarios'), { recursive: true });
      for (const name of names.slice(0, names.length - 1 + index))
        await writeFile(join(side, 'scenarios', `${name}.yml`), scenario);
    }
    const discover = () => Promise.reject(new Error('no pages are asked for'));
    return (await readTraffic(sides, { scenarios: [], env: {} }, discover, shard)).names;
  }

  test('is its share of the scenarios, what head adds among them', async () => {
    expect(await namesOf({ number: 1, of: 2 })).toEqual(['a', 'c']);
    expect(await namesOf({ number: 2, of: 2 })).toEqual(['b']);
  });

  test('cannot be none', async () => {
    await expect(namesOf({ number: 1, of: 4 })).rejects.toThrow(
      /^there are 3 scenario files for 4 shards: each needs one of its own, so take fewer$/,
    );
    await expect(namesOf({ number: 1, of: 2 }, ['a'])).rejects.toThrow(/^there is 1 scenario file for 2/);
  });
});
