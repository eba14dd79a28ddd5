import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mergeShards } from '../src/merge.ts';
import type { Report } from '../src/report/schema.ts';
import { version } from '../src/version.ts';
import { clean, incident } from './report/sample-report.ts';

const shard = (number: number, of: number, changes: object = {}): object => ({
  ...clean(),
  heapgateVersion: version,
  shard: { number, of, config: 'c' },
  ...changes,
});

/** Joins files `0.json`, `1.json`, … with these contents, given in this order. */
async function merge(contents: readonly unknown[], order = [...contents.keys()]): Promise<Report> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'hg-merge-'));
  const nameOf = (index: number) => join(folder.path, `${index}.json`);
  for (const [index, content] of contents.entries())
    await writeFile(nameOf(index), typeof content === 'string' ? content : JSON.stringify(content));
  return await mergeShards(order.map(nameOf)).catch((error: Error) => {
    throw new Error(error.message.replaceAll(`${folder.path}/`, ''));
  });
}

describe('shards of one check', () => {
  test('are joined in their order, however they are given', async () => {
    const shards = [1, 2, 3].map((number) => shard(number, 3, { scenarios: [`s${number}`] }));
    expect((await merge(shards, [2, 0, 1])).scenarios).toEqual(['s1', 's2', 's3']);
  });

  test('fail together where one fails', async () => {
    const failing = shard(2, 2, { ...incident(), heapgateVersion: version, shard: undefined });
    expect(
      (await merge([shard(1, 2), { ...failing, shard: { number: 2, of: 2, config: 'c' } }])).verdict,
    ).toBe('regression');
  });

  const { base, head, noise } = clean();
  test.each<[string, readonly unknown[], string]>([
    ['that lack one', [shard(1, 3), shard(3, 3)], 'shard 2 of 3 is missing: give the JSON of every shard'],
    [
      'of which one is given twice',
      [shard(1, 2), shard(2, 2), shard(2, 2)],
      '1.json and 2.json are both shard 2 of 2: give each once',
    ],
    ...(
      [
        ['head commit', { head: { ...head, sha: 'e'.repeat(40) } }],
        ['base commit', { base: { ...base, sha: 'e'.repeat(40) } }],
        ['configuration', { shard: { number: 2, of: 2, config: 'd' } }],
        ['number of shards', { shard: { number: 2, of: 3, config: 'c' } }],
        ['threshold', { threshold: 11 }],
        ['seed', { seed: 8 }],
        ['name', { name: 'shop' }],
      ] as const
    ).map(
      ([what, changes]) =>
        [
          `of which one has another ${what}`,
          [shard(1, 2), shard(2, 2, changes)],
          `1.json has another ${what} than 0.json: join the shards of one check`,
        ] as [string, unknown[], string],
    ),
    [
      'of another version',
      [shard(1, 2), shard(2, 2, { heapgateVersion: '99.0.0' })],
      `1.json is of heapgate 99.0.0, and this is ${version}: run one version on all machines`,
    ],
    [
      'with a whole check among them',
      [shard(1, 2), { ...clean(), heapgateVersion: version }],
      '1.json is of a whole check, not of a shard: write it with check --shard',
    ],
    ['that are no JSON', ['secret'], '0.json is no JSON: name a file that heapgate wrote'],
    [
      'that are JSON of others',
      ['{}'],
      '0.json is not the report of a check: name a file that heapgate wrote',
    ],
    [
      'that do not fit the schema',
      [shard(1, 1, { noise: { ...noise, smallestDetectable: 'none' } })],
      '0.json is not the report of a check: noise.smallestDetectable does not fit: name a file that heapgate wrote',
    ],
    [
      'past the last',
      [shard(1, 1), shard(2, 1)],
      '1.json is past the last shard, 1 of 1: join the shards of one check',
    ],
  ])('%s are an error in one line', async (_, contents, message) => {
    await expect(merge(contents)).rejects.toThrow(new Error(message));
  });

  test('must be files, and such as can be read', async () => {
    await expect(mergeShards(['/no/such.json'])).rejects.toThrow(
      'cannot read /no/such.json (ENOENT): name a file that heapgate wrote',
    );
    await using folder = await mkdtempDisposable(join(tmpdir(), 'hg-merge-'));
    await mkdir(join(folder.path, 'a'));
    await expect(mergeShards([join(folder.path, 'a')])).rejects.toThrow('is no plain file');
  });
});
