import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { mergeBase, parentsOf } from '../../src/revision/history.ts';
import { Repository } from './repository.ts';

// Real processes on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

/**
 * Seen from three commits deep, `main` and `feature` share only `older`; through the cut-off part of `feature` they
 * share `newer`, too.
 */
function misleading(): { repository: Repository; newer: string; main: string; feature: string } {
  const repository = Repository.create();
  const older = repository.commit('older');
  const newer = repository.commit('newer');
  repository.git('checkout', '--quiet', '-b', 'feature');
  for (let index = 0; index < 5; index++) repository.commit(`feature ${index}`);
  repository.git('branch', 'older', older);
  const tree = repository.git('rev-parse', 'HEAD^{tree}');
  const feature = repository.git('commit-tree', '-p', 'HEAD', '-p', older, '-m', 'merge', tree);
  repository.git('reset', '--quiet', '--hard', feature);
  repository.git('checkout', '--quiet', 'main');
  const main = repository.commit('main');
  return { repository, newer, main, feature };
}

test('a shallow clone that shows the wrong merge base is completed first', async () => {
  const { repository, newer, main, feature } = misleading();
  await using _ = repository;
  const clone = repository.clone('--depth=3', '--no-single-branch');
  const shown = clone.git('merge-base', main, feature);
  expect(shown).not.toBe(newer);
  expect(await mergeBase(clone.directory, main, feature)).toBe(newer);
});

test('a shallow clone that shows enough is left as it is', async () => {
  await using repository = Repository.create();
  for (let index = 0; index < 5; index++) repository.commit(`main ${index}`);
  const fork = repository.head();
  repository.git('checkout', '--quiet', '-b', 'feature');
  const feature = repository.commit('feature');
  repository.git('checkout', '--quiet', 'main');
  const main = repository.commit('main');
  const clone = repository.clone('--depth=2', '--no-single-branch');
  const before = clone.fingerprint();
  expect(await mergeBase(clone.directory, main, feature)).toBe(fork);
  expect(clone.fingerprint()).toEqual(before);
});

test('commits that were never pushed do not stop a shallow clone from being completed', async () => {
  const { repository, newer } = misleading();
  await using _ = repository;
  const clone = repository.clone('--depth=1', '--no-single-branch', '--branch', 'feature');
  const local = clone.commit('local');
  expect(await mergeBase(clone.directory, clone.git('rev-parse', 'origin/main'), local)).toBe(newer);
});

test('parents beyond the edge of a shallow clone are known by name', async () => {
  const { repository, main, newer } = misleading();
  await using _ = repository;
  const clone = repository.clone('--depth=1');
  expect(await parentsOf(clone.directory, main)).toEqual([newer]);
});

/** Each commit's parents, as how many commits back they are. */
const historyShape = fc.array(
  fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 2 }),
  {
    minLength: 4,
    maxLength: 14,
  },
);

test('the merge base in a shallow clone is one that the whole history gives', async () => {
  await fc.assert(
    fc.asyncProperty(historyShape, fc.integer({ min: 1, max: 4 }), fc.nat(), async (shape, depth, choice) => {
      await using repository = Repository.create();
      const commits = [repository.commit('root', {})];
      const tree = repository.git('rev-parse', 'HEAD^{tree}');
      for (const [index, steps] of shape.entries()) {
        const parents = steps.flatMap((step) => ['-p', commits[Math.max(0, commits.length - step)] ?? '']);
        commits.push(repository.git('commit-tree', ...parents, '-m', String(index), tree));
      }
      const one = commits.at(-1) ?? '';
      const other = commits[choice % (commits.length - 1)] ?? '';
      repository.git('update-ref', 'refs/heads/one', one);
      repository.git('update-ref', 'refs/heads/other', other);
      const clone = repository.clone(`--depth=${depth}`, '--no-single-branch', '--branch=one');
      const right = repository.git('merge-base', '--all', one, other).split('\n');
      expect(right).toContain(await mergeBase(clone.directory, one, other));
    }),
    { numRuns: 25 },
  );
});
