import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { CannotMeasure } from '../../src/cannot-measure.ts';
import { type RevisionRequest, resolveRevision, resolveRevisions } from '../../src/revision/commits.ts';
import { Repository } from './repository.ts';

// Real processes on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

afterEach(() => void vi.unstubAllEnvs());

async function shas(
  repository: Repository,
  request: RevisionRequest,
): Promise<{ base: string; head: string }> {
  const { base, head } = await resolveRevisions(repository.directory, request);
  return { base: base.sha, head: head.sha };
}

async function failure(repository: Repository | string, request: RevisionRequest = {}): Promise<string> {
  const directory = typeof repository === 'string' ? repository : repository.directory;
  const error: unknown = await resolveRevisions(directory, request).catch((reason: unknown) => reason);
  if (!(error instanceof CannotMeasure)) throw new Error('answered, or failed otherwise', { cause: error });
  expect(error.message).not.toContain('\n');
  return error.message;
}

/** `main` and `feature` part at `fork`; `main` has gone on since. */
function forked(): { repository: Repository; fork: string; main: string; feature: string } {
  const repository = Repository.create();
  const fork = repository.commit('fork');
  const main = repository.commit('main goes on');
  repository.git('checkout', '--quiet', '-b', 'feature', fork);
  const feature = repository.commit('feature');
  return { repository, fork, main, feature };
}

describe('for a pull request', () => {
  test('the merge commit that CI made is compared with its first parent', async () => {
    const { repository, main, feature } = forked();
    await using _ = repository;
    repository.git('checkout', '--quiet', '--detach', 'main');
    const merge = repository.merge('feature');
    const event = { kind: 'pull_request', headSha: feature, baseRef: 'main' } as const;
    expect(await shas(repository, { event })).toEqual({ base: main, head: merge });
  });

  test('a branch that merged main into itself is compared with where it left main, not with its first parent', async () => {
    const { repository, main } = forked();
    await using _ = repository;
    const merged = repository.merge('main');
    const event = { kind: 'pull_request', headSha: merged, baseRef: 'main' } as const;
    expect(await shas(repository, { event })).toEqual({ base: main, head: merged });
  });

  test('a checkout of the branch itself is compared with where it began', async () => {
    const { repository, fork, feature } = forked();
    await using _ = repository;
    const event = { kind: 'pull_request', headSha: feature, baseRef: 'main' } as const;
    expect(await shas(repository, { event })).toEqual({ base: fork, head: feature });
  });

  test('a clone of the merge commit alone is enough', async () => {
    const { repository, main, feature } = forked();
    await using _ = repository;
    repository.git('checkout', '--quiet', '-b', 'merge', 'main');
    const merge = repository.merge('feature');
    const clone = repository.checkoutAction('merge');
    const event = { kind: 'pull_request', headSha: feature, baseRef: 'main' } as const;
    expect(await shas(clone, { event })).toEqual({ base: main, head: merge });
    expect(clone.git('cat-file', '-t', main)).toBe('commit');
  });

  test('a clone of the branch head alone brings in what it takes, and moves no ref', async () => {
    const { repository, fork } = forked();
    await using _ = repository;
    for (let index = 0; index < 60; index++) repository.commit(`feature ${index}`);
    const clone = repository.checkoutAction('feature');
    const refs = clone.git('for-each-ref');
    const event = { kind: 'pull_request', headSha: repository.head(), baseRef: 'main' } as const;
    expect(await shas(clone, { event })).toEqual({ base: fork, head: repository.head() });
    expect(clone.git('for-each-ref')).toBe(refs);
  });

  test('a checkout of the base branch is told to check out the pull request', async () => {
    const { repository, feature } = forked();
    await using _ = repository;
    repository.git('checkout', '--quiet', 'main');
    const event = { kind: 'pull_request', headSha: feature, baseRef: 'main' } as const;
    expect(await failure(repository, { event })).toMatch(
      /are the same commit .*: check out the pull request/,
    );
  });

  test('a base branch that is nowhere is named', async () => {
    const { repository, feature } = forked();
    await using _ = repository;
    const event = { kind: 'pull_request', headSha: feature, baseRef: 'release' } as const;
    expect(await failure(repository, { event })).toContain('branch release is not in this clone');
  });
});

describe('for other events', () => {
  test('a merge group is compared with the commit that GitHub names', async () => {
    const { repository, fork, feature } = forked();
    await using _ = repository;
    const clone = repository.checkoutAction('feature');
    expect(await shas(clone, { event: { kind: 'merge_group', baseSha: fork } })).toEqual({
      base: fork,
      head: feature,
    });
  });

  test('a merge group whose base cannot be had asks for fetch-depth: 0', async () => {
    const { repository } = forked();
    await using _ = repository;
    const message = await failure(repository, { event: { kind: 'merge_group', baseSha: '1'.repeat(40) } });
    expect(message).toBe('base commit 111111111111 is not in this clone: check out with fetch-depth: 0');
  });

  test('a push is compared with what the branch was before', async () => {
    const { repository, feature } = forked();
    await using _ = repository;
    repository.commit('second');
    const head = repository.commit('third');
    const event = { kind: 'push', before: feature, defaultBranch: 'main' } as const;
    expect(await shas(repository, { event })).toEqual({ base: feature, head });
    expect(await shas(repository.checkoutAction('feature'), { event })).toEqual({ base: feature, head });
  });

  test.each([
    ['a new branch', '0'.repeat(40)],
    ['a commit nobody has', '1'.repeat(40)],
  ])('a push of %s is compared with where it left the default branch', async (_, before) => {
    const { repository, fork, feature } = forked();
    await using __ = repository;
    const event = { kind: 'push', before, defaultBranch: 'main' } as const;
    expect(await shas(repository, { event })).toEqual({ base: fork, head: feature });
  });

  test('a forced push is compared with where it left the default branch', async () => {
    const { repository, fork, feature } = forked();
    await using _ = repository;
    repository.git('reset', '--quiet', '--hard', fork);
    const head = repository.commit('rewritten');
    const event = { kind: 'push', before: feature, defaultBranch: 'main' } as const;
    expect(await shas(repository, { event })).toEqual({ base: fork, head });
  });

  test('a run by hand is compared with where the branch left the default branch', async () => {
    const { repository, fork, feature } = forked();
    await using _ = repository;
    expect(await shas(repository, { event: { kind: 'other', defaultBranch: 'main' } })).toEqual({
      base: fork,
      head: feature,
    });
  });
});

describe('on the command line', () => {
  test('the default base is where HEAD left the default branch of origin', async () => {
    const { repository, main, feature } = forked();
    await using _ = repository;
    repository.git('branch', 'develop', main);
    repository.git('symbolic-ref', 'HEAD', 'refs/heads/develop');
    const clone = repository.clone();
    clone.git('checkout', '--quiet', '--detach', feature);
    clone.git('branch', '--quiet', 'main', feature);
    const head = clone.commit('more');
    const { base } = await resolveRevisions(clone.directory, {});
    expect(base).toEqual({
      sha: repository.git('merge-base', main, feature),
      ref: 'origin/HEAD',
      worktree: false,
    });
    expect(clone.head()).toBe(head);
  });

  test.each(['main', 'master'])('without a remote it is where HEAD left %s', async (name) => {
    const { repository, fork, feature } = forked();
    await using _ = repository;
    if (name !== 'main') repository.git('branch', '--move', 'main', name);
    expect(await shas(repository, {})).toEqual({ base: fork, head: feature });
  });

  test('without any such branch it must be named', async () => {
    const { repository } = forked();
    await using _ = repository;
    repository.git('branch', '--move', 'main', 'trunk');
    expect(await failure(repository)).toContain('no main or master branch exists: name the commit');
  });

  test('a base that head descends from is that very commit', async () => {
    const { repository, fork, feature } = forked();
    await using _ = repository;
    repository.git('tag', '--annotate', '--message=v1', 'v1', fork);
    const { base, notices } = await resolveRevisions(repository.directory, { base: 'v1', head: 'feature' });
    expect(base).toEqual({ sha: fork, ref: 'v1', worktree: false });
    expect(notices).toEqual([]);
    expect(await shas(repository, { base: 'HEAD~1' })).toEqual({ base: fork, head: feature });
  });

  test('a base that went its own way gives the last shared commit, and a notice', async () => {
    const { repository, fork } = forked();
    await using _ = repository;
    const { base, notices } = await resolveRevisions(repository.directory, { base: 'main' });
    expect(base.sha).toBe(fork);
    expect(notices).toEqual([
      `feature does not descend from main: base is ${fork.slice(0, 12)}, the last commit they share`,
    ]);
  });

  test('a branch that only the remote has is found by its plain name', async () => {
    const { repository, fork, feature } = forked();
    await using _ = repository;
    const clone = repository.clone('--branch', 'feature');
    expect(await shas(clone, { base: 'main' })).toEqual({ base: fork, head: feature });
  });

  test('a branch that a shallow clone left out is brought in', async () => {
    const { repository, fork, feature } = forked();
    await using _ = repository;
    const clone = repository.checkoutAction('feature');
    expect(await shas(clone, { base: 'main' })).toEqual({ base: fork, head: feature });
  });

  test('histories without a shared commit cannot be compared', async () => {
    const { repository } = forked();
    await using _ = repository;
    repository.git('checkout', '--quiet', '--orphan', 'island');
    repository.commit('island');
    expect(await failure(repository, { base: 'main' })).toContain('island and main share no history');
  });

  test('one and the same commit is refused unless allowed', async () => {
    const { repository, feature } = forked();
    await using _ = repository;
    expect(await failure(repository, { base: 'feature' })).toBe(
      `base and head are the same commit ${feature.slice(0, 12)} (feature and feature): name another commit with --base`,
    );
    expect(await shas(repository, { base: 'feature', allowSame: true })).toEqual({
      base: feature,
      head: feature,
    });
  });

  test('one revision alone is the checkout or what is named', async () => {
    const { repository, main, feature } = forked();
    await using _ = repository;
    expect(await resolveRevision(repository.directory)).toEqual({
      sha: feature,
      ref: 'feature',
      worktree: false,
    });
    expect((await resolveRevision(repository.directory, 'main')).sha).toBe(main);
  });
});

describe('uncommitted changes', () => {
  test('are counted in a notice and leave the index as it is', async () => {
    const { repository, fork } = forked();
    await using _ = repository;
    repository.write('feature', 'changed');
    repository.write('new', 'new');
    const before = repository.fingerprint();
    const { notices } = await resolveRevisions(repository.directory, { base: fork });
    expect(notices).toEqual(['2 uncommitted changes are not measured; use --head worktree']);
    expect(repository.fingerprint()).toEqual(before);
  });

  test('do not count in CI when they are files that the job made', async () => {
    const { repository, fork } = forked();
    await using _ = repository;
    repository.write('new', 'new');
    const { notices } = await resolveRevisions(repository.directory, {
      base: fork,
      event: { kind: 'other' },
    });
    expect(notices).toEqual([]);
  });

  test('are of no interest when another commit is measured', async () => {
    const { repository, fork } = forked();
    await using _ = repository;
    repository.write('new', 'new');
    expect((await resolveRevisions(repository.directory, { base: fork, head: 'main' })).notices).toEqual([]);
  });

  test('are measured as head, even against the commit they are based on', async () => {
    const { repository, feature } = forked();
    await using _ = repository;
    repository.write('new', 'new');
    const { base, head, notices } = await resolveRevisions(repository.directory, {
      base: 'HEAD',
      head: 'worktree',
    });
    expect(base.sha).toBe(feature);
    expect(head).toEqual({ sha: feature, ref: 'worktree', worktree: true });
    expect(notices).toEqual([]);
  });

  test('that do not exist cannot be measured against the commit they are based on', async () => {
    const { repository } = forked();
    await using _ = repository;
    expect(await failure(repository, { base: 'HEAD', head: 'worktree' })).toContain('nothing is uncommitted');
  });
});

describe('what cannot work is told in one line', () => {
  test('a name that is nearly a branch', async () => {
    const { repository } = forked();
    await using _ = repository;
    expect(await failure(repository, { base: 'mian' })).toBe(
      'no commit is called "mian"; did you mean "main"?',
    );
  });

  test('a name that is like nothing', async () => {
    const { repository } = forked();
    await using _ = repository;
    expect(await failure(repository, { head: 'no\nsuch\u0007name at all' })).toContain(
      'name a branch, a tag or a commit',
    );
  });

  test.each(['--upload-pack=touch hacked', '-x', ''])('a name that is an option: %j', async (ref) => {
    const { repository } = forked();
    await using _ = repository;
    expect(await failure(repository, { base: ref })).toBe(
      `${JSON.stringify(ref)} is not the name of a commit`,
    );
  });

  test('a branch of an event whose name is an option', async () => {
    const { repository } = forked();
    await using _ = repository;
    const clone = repository.checkoutAction('feature');
    const hacked = join(clone.directory, 'hacked');
    const event = {
      kind: 'push',
      before: '0'.repeat(40),
      defaultBranch: `--upload-pack=touch ${hacked}`,
    } as const;
    expect(await failure(clone, { event })).toContain('is not in this clone');
    expect(existsSync(hacked)).toBe(false);
  });

  test('a folder outside of any repository', async () => {
    await using repository = Repository.create();
    const outside = repository.beside('outside');
    expect(await failure(outside)).toBe(
      `${outside} is not in a git repository: run heapgate inside the repository of the app`,
    );
  });

  test('a folder that does not exist', async () => {
    expect(await failure('/nowhere')).toContain('/nowhere is not a folder');
  });

  test('a repository without commits', async () => {
    await using repository = Repository.create();
    expect(await failure(repository)).toContain('has no commits yet');
  });

  test('a repository of another user', async () => {
    await using repository = Repository.create();
    vi.stubEnv('GIT_TEST_ASSUME_DIFFERENT_OWNER', '1');
    expect(await failure(repository)).toContain(
      `git config --global --add safe.directory ${repository.directory}`,
    );
  });

  test('a machine without git', async () => {
    await using repository = Repository.create();
    vi.stubEnv('PATH', repository.beside('empty'));
    expect(await failure(repository)).toContain('git is not installed');
  });

  test('a shallow clone whose remote is gone', async () => {
    const { repository } = forked();
    await using _ = repository;
    const clone = repository.clone('--depth=1', '--no-single-branch', '--branch', 'feature');
    rmSync(repository.directory, { recursive: true });
    expect(await failure(clone, { base: 'main' })).toMatch(
      /^the clone is shallow and its history cannot be completed \(.*\): check out with fetch-depth: 0$/,
    );
  });
});

test('a git hook that runs heapgate does not lead it to another repository', async () => {
  const { repository, fork, feature } = forked();
  await using _ = repository;
  const other = repository.clone();
  vi.stubEnv('GIT_DIR', join(other.directory, '.git'));
  vi.stubEnv('GIT_INDEX_FILE', join(other.directory, '.git/index'));
  expect(await shas(repository, {})).toEqual({ base: fork, head: feature });
});
