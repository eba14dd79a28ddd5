import { expect, test } from 'vitest';
import { remembering } from '../../src/bisect/remembered-lockfiles.ts';
import type { Lockfiles, Mixture } from '../../src/revision/lockfile.ts';

test('a package manager is asked for each mixture and each list of versions once', async () => {
  const asked: string[] = [];
  const mixture: Mixture = { text: '', write: async () => {}, assertKept: async () => {} };
  const lockfiles: Pick<Lockfiles, 'mix' | 'versions'> = {
    mix: async (chosen, code) => {
      asked.push(`${[...chosen].sort()} with code of ${code}`);
      return mixture;
    },
    versions: async (name) => {
      asked.push(`versions of ${name}`);
      return ['1', '2'];
    },
  };
  const remembered = remembering(lockfiles as Lockfiles);
  for (const chosen of [['a', 'b'], ['b', 'a'], ['a']])
    for (const code of ['base', 'head'] as const)
      expect(await remembered.mix(new Set(chosen), code)).toBe(mixture);
  for (const name of ['a', 'b', 'a']) expect(await remembered.versions(name)).toEqual(['1', '2']);
  expect(asked).toEqual([
    'a,b with code of base',
    'a,b with code of head',
    'a with code of base',
    'a with code of head',
    'versions of a',
    'versions of b',
  ]);
});
