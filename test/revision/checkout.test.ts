import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { CannotMeasure } from '../../src/cannot-measure.ts';
import { type Checkout, type CheckoutOptions, checkout } from '../../src/revision/checkout.ts';
import { Repository } from './repository.ts';

// Real processes on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

interface Asked extends Partial<CheckoutOptions> {
  readonly sha?: string;
  readonly worktree?: boolean;
}

function checkOut(repository: Repository, asked: Asked = {}): Promise<Checkout> {
  const { sha = repository.head(), worktree = false, ...options } = asked;
  const root = repository.beside('root');
  const defaults = { root, name: 'head', copy: [], workingDirectory: '.' } as const;
  return checkout(repository.directory, { sha, ref: 'x', worktree }, { ...defaults, ...options });
}

/** The message of a checkout that fails; nothing of it may be left. */
async function failure(repository: Repository, asked: Asked): Promise<string> {
  const before = repository.fingerprint();
  const error: unknown = await checkOut(repository, asked).catch((reason: unknown) => reason);
  if (!(error instanceof CannotMeasure))
    throw new Error('checked out, or failed otherwise', { cause: error });
  expect(repository.fingerprint()).toEqual(before);
  expect(existsSync(join(repository.beside('root'), 'head'))).toBe(false);
  return error.message;
}

const read = (checkedOut: Checkout, path: string): string =>
  readFileSync(join(checkedOut.directory, path), 'utf8');

describe('a worktree', () => {
  test('holds the revision, and not what is checked out', async () => {
    await using repository = Repository.create();
    const old = repository.commit('old', { app: 'old' });
    repository.commit('new', { app: 'new', later: '' });
    await using base = await checkOut(repository, { sha: old, name: 'base' });
    expect(base.directory).toBe(join(repository.beside('root'), 'base'));
    expect(base.appDirectory).toBe(base.directory);
    expect(read(base, 'app')).toBe('old');
    expect(existsSync(join(base.directory, 'later'))).toBe(false);
  });

  test('is gone afterwards, with no trace in the repository', async () => {
    await using repository = Repository.create();
    repository.commit('app');
    const before = repository.fingerprint();
    {
      await using head = await checkOut(repository);
      writeFileSync(join(head.directory, 'made by setup'), '');
    }
    expect(repository.fingerprint()).toEqual(before);
    expect(existsSync(join(repository.beside('root'), 'head'))).toBe(false);
  });

  test('is removed even if the app left folders that nobody may write to', async () => {
    await using repository = Repository.create();
    repository.commit('app');
    const head = await checkOut(repository);
    mkdirSync(join(head.directory, 'cache'));
    writeFileSync(join(head.directory, 'cache/file'), '');
    chmodSync(join(head.directory, 'cache'), 0o500);
    await head[Symbol.asyncDispose]();
    expect(existsSync(head.directory)).toBe(false);
  });

  test('runs no hook of the user', async () => {
    await using repository = Repository.create();
    repository.commit('app');
    const hook = join(repository.directory, '.git/hooks/post-checkout');
    writeFileSync(hook, `#!/bin/sh\ntouch ${repository.beside('root')}/hooked\n`);
    chmodSync(hook, 0o755);
    await using _ = await checkOut(repository);
    expect(existsSync(join(repository.beside('root'), 'hooked'))).toBe(false);
  });

  test('can be had beside another of the same repository', async () => {
    await using repository = Repository.create();
    const sha = repository.commit('app');
    await using base = await checkOut(repository, { sha, name: 'base' });
    await using head = await checkOut(repository, { sha, name: 'head' });
    expect([read(base, 'app'), read(head, 'app')]).toEqual(['app', 'app']);
  });

  test('of a run that was killed is removed by the next one', async () => {
    await using repository = Repository.create();
    repository.commit('app');
    const killed = spawn('true');
    await once(killed, 'exit');
    const abandoned = join(repository.beside('killed'), 'head');
    const reason = `heapgate process ${killed.pid} on ${hostname()}`;
    repository.git('worktree', 'add', '--quiet', '--detach', '--lock', '--reason', reason, abandoned);
    await using _ = await checkOut(repository);
    expect(existsSync(abandoned)).toBe(false);
    expect(repository.git('worktree', 'list')).not.toContain(abandoned);
  });

  test('of a run that is still alive, or of the user, is left alone', async () => {
    await using repository = Repository.create();
    repository.commit('app');
    const mine = join(repository.beside('other'), 'mine');
    const alive = join(repository.beside('other'), 'alive');
    const reason = `heapgate process ${process.pid} on ${hostname()}`;
    repository.git('worktree', 'add', '--quiet', '--detach', mine);
    repository.git('worktree', 'add', '--quiet', '--detach', '--lock', '--reason', reason, alive);
    rmSync(mine, { recursive: true });
    const before = repository.git('worktree', 'list');
    await (await checkOut(repository))[Symbol.asyncDispose]();
    expect(repository.git('worktree', 'list')).toBe(before);
  });

  test('of a commit that does not exist is a plain error', async () => {
    await using repository = Repository.create();
    repository.commit('app');
    expect(await failure(repository, { sha: '1'.repeat(40) })).toMatch(
      /^head: cannot check out 111111111111: /,
    );
  });
});

describe('the app’s folder', () => {
  test('may be below the repository', async () => {
    await using repository = Repository.create();
    repository.commit('app', { 'apps/web/config.ru': '' });
    await using head = await checkOut(repository, { workingDirectory: 'apps/web' });
    expect(head.appDirectory).toBe(join(head.directory, 'apps/web'));
  });

  test('that a revision lacks is named', async () => {
    await using repository = Repository.create();
    const sha = repository.commit('app');
    expect(await failure(repository, { workingDirectory: 'apps/web' })).toBe(
      `head: working-directory apps/web does not exist in ${sha.slice(0, 12)}`,
    );
  });

  test('that a revision makes a link to elsewhere is refused', async () => {
    await using repository = Repository.create();
    symlinkSync('/tmp', join(repository.directory, 'web'));
    repository.commit('app', {});
    repository.git('add', 'web');
    repository.commit('link', {});
    expect(await failure(repository, { workingDirectory: 'web' })).toContain('leads out of the repository');
  });
});

describe('copied files', () => {
  test('come from the user’s checkout, below the app’s folder', async () => {
    await using repository = Repository.create();
    repository.commit('app', { '.gitignore': 'master.key\n', 'web/app': '' });
    repository.write('web/config/master.key', 'secret');
    await using head = await checkOut(repository, { workingDirectory: 'web', copy: ['config/master.key'] });
    expect(read(head, 'web/config/master.key')).toBe('secret');
  });

  test('of a folder are only those that git does not hold', async () => {
    await using repository = Repository.create();
    const old = repository.commit('old', { '.gitignore': '*.built\n', 'assets/source': 'old' });
    repository.commit('new', { 'assets/source': 'new' });
    repository.write('assets/deep/app.built', 'built');
    await using base = await checkOut(repository, { sha: old, copy: ['assets'] });
    expect(read(base, 'assets/deep/app.built')).toBe('built');
    expect(read(base, 'assets/source')).toBe('old');
  });

  test('replace what the revision has under that name', async () => {
    await using repository = Repository.create();
    repository.commit('app', { 'config/database.yml': 'committed' });
    repository.write('config/database.yml', 'local');
    await using head = await checkOut(repository, { copy: ['config/database.yml'] });
    expect(read(head, 'config/database.yml')).toBe('local');
  });

  test('that are missing are named', async () => {
    await using repository = Repository.create();
    repository.commit('app');
    expect(await failure(repository, { copy: ['.env'] })).toBe(
      'copy: .env does not exist in the checkout: create it, or take it off the list',
    );
  });

  test('are not read through a link that leads out of the checkout', async () => {
    await using repository = Repository.create();
    repository.commit('app');
    symlinkSync('/etc', join(repository.directory, 'config'));
    expect(await failure(repository, { copy: ['config/passwd'] })).toContain(
      'config/passwd leads out of the checkout',
    );
  });

  test('are not written through a link that the revision holds', async () => {
    await using repository = Repository.create();
    const outside = repository.beside('outside');
    symlinkSync(outside, join(repository.directory, 'config'));
    repository.git('add', 'config');
    const hostile = repository.commit('hostile', {});
    repository.git('rm', '--quiet', 'config');
    repository.commit('harmless', {});
    repository.write('config/master.key', 'secret');
    expect(await failure(repository, { sha: hostile, copy: ['config/master.key'] })).toContain(
      'would leave the worktree',
    );
    expect(existsSync(join(outside, 'master.key'))).toBe(false);
  });

  test('replace a link that the revision holds instead of writing through it', async () => {
    await using repository = Repository.create();
    const target = join(repository.beside('outside'), 'target');
    writeFileSync(target, 'untouched');
    symlinkSync(target, join(repository.directory, 'master.key'));
    repository.git('add', 'master.key');
    const hostile = repository.commit('hostile', {});
    repository.git('rm', '--quiet', 'master.key');
    repository.commit('harmless', {});
    repository.write('master.key', 'secret');
    await using head = await checkOut(repository, { sha: hostile, copy: ['master.key'] });
    expect(read(head, 'master.key')).toBe('secret');
    expect(readFileSync(target, 'utf8')).toBe('untouched');
  });
});

describe('uncommitted changes', () => {
  test('come along, whatever their kind, and the checkout stays byte for byte', async () => {
    await using repository = Repository.create();
    repository.commit('app', {
      '.gitignore': 'ignored\n',
      changed: '1',
      staged: '1',
      gone: '1',
      dropped: '1',
      kept: '1',
    });
    repository.write('changed', '2');
    repository.write('staged', '2');
    repository.git('add', 'staged');
    rmSync(join(repository.directory, 'gone'));
    repository.git('rm', '--quiet', 'dropped');
    repository.write('new folder/new "file"\n', 'new');
    repository.write('ignored', 'ignored');
    writeFileSync(join(repository.directory, 'run'), '#!/bin/sh\n', { mode: 0o755 });
    symlinkSync('changed', join(repository.directory, 'link'));
    const before = repository.fingerprint();
    {
      await using head = await checkOut(repository, { worktree: true });
      expect([read(head, 'changed'), read(head, 'staged'), read(head, 'kept')]).toEqual(['2', '2', '1']);
      expect(read(head, 'new folder/new "file"\n')).toBe('new');
      expect(['gone', 'dropped', 'ignored'].map((path) => existsSync(join(head.directory, path)))).toEqual([
        false,
        false,
        false,
      ]);
      expect(lstatSync(join(head.directory, 'run')).mode & 0o111).toBe(0o111);
      expect(readlinkSync(join(head.directory, 'link'))).toBe('changed');
      expect(head.notices).toEqual([]);
    }
    expect(repository.fingerprint()).toEqual(before);
    expect(repository.git('stash', 'list')).toBe('');
  });

  test('may turn a file into a folder and a folder into a file', async () => {
    await using repository = Repository.create();
    repository.commit('app', { file: '1', 'folder/file': '1' });
    rmSync(join(repository.directory, 'file'));
    rmSync(join(repository.directory, 'folder'), { recursive: true });
    repository.write('file/inside', '2');
    repository.write('folder', '2');
    await using head = await checkOut(repository, { worktree: true });
    expect([read(head, 'file/inside'), read(head, 'folder')]).toEqual(['2', '2']);
  });

  test('do not show in a worktree of the commit itself', async () => {
    await using repository = Repository.create();
    repository.commit('app');
    repository.write('app', 'changed');
    await using head = await checkOut(repository);
    expect(read(head, 'app')).toBe('app');
  });

  test('of a repository inside the repository are said to be missing', async () => {
    await using repository = Repository.create();
    repository.commit('app');
    execFileSync('git', ['init', '--quiet', join(repository.directory, 'inner')]);
    await using head = await checkOut(repository, { worktree: true });
    expect(head.notices).toEqual(['changes inside inner/, a git repository of its own, are not measured']);
  });
});

describe('submodules', () => {
  /** A repository with a submodule `lib`, which moved from text `1` to text `2`. */
  function withSubmodule(): { repository: Repository; library: Repository; old: string } {
    const repository = Repository.create();
    const library = Repository.create();
    library.commit('one', { text: '1' });
    repository.git('submodule', '--quiet', 'add', `file://${library.directory}`, 'lib');
    // git would write this one to the settings that all worktrees share.
    repository.git('config', '--file', '.gitmodules', 'submodule.lib.update', 'rebase');
    repository.git('add', '.gitmodules');
    const old = repository.commit('old', {});
    library.commit('two', { text: '2' });
    repository.git('submodule', '--quiet', 'update', '--remote');
    repository.git('add', 'lib');
    repository.commit('new', {});
    return { repository, library, old };
  }

  test('are checked out at the revision’s commit, from the copy at hand and without a change of settings', async () => {
    const { repository, library, old } = withSubmodule();
    await using _ = repository;
    await library[Symbol.asyncDispose]();
    const before = repository.fingerprint();
    {
      await using base = await checkOut(repository, { sha: old });
      expect(read(base, 'lib/text')).toBe('1');
    }
    expect(repository.fingerprint()).toEqual(before);
  });

  test('that the checkout never brought in come from where they are published', async () => {
    const { repository, library } = withSubmodule();
    await using _ = repository;
    await using __ = library;
    const clone = repository.clone();
    const before = clone.fingerprint();
    vi.stubEnv('GIT_CONFIG_COUNT', '1');
    vi.stubEnv('GIT_CONFIG_KEY_0', 'protocol.file.allow');
    vi.stubEnv('GIT_CONFIG_VALUE_0', 'always');
    onTestFinished(() => void vi.unstubAllEnvs());
    {
      await using head = await checkOut(clone);
      expect(read(head, 'lib/text')).toBe('2');
    }
    expect(clone.fingerprint()).toEqual(before);
  });

  test('with submodules of their own are checked out to the bottom', async () => {
    const { repository: middle, library } = withSubmodule();
    await using _ = middle;
    await using __ = library;
    await using repository = Repository.create();
    repository.git('submodule', '--quiet', 'add', `file://${middle.directory}`, 'middle');
    repository.git('submodule', '--quiet', 'update', '--init', '--recursive');
    repository.commit('app', {});
    await using head = await checkOut(repository);
    expect(read(head, 'middle/lib/text')).toBe('2');
  });

  test('cannot smuggle in a command by their name', async () => {
    const { repository, library } = withSubmodule();
    await using _ = repository;
    await using __ = library;
    const hacked = join(repository.beside('outside'), 'hacked');
    const url = `file://${library.directory}`;
    const text = `[submodule "lib.update=!touch ${hacked} #"]\n\tpath = lib\n\turl = ${url}\n`;
    repository.commit('hostile', { '.gitmodules': text });
    await using head = await checkOut(repository);
    expect(existsSync(hacked)).toBe(false);
    expect(head.notices).toEqual([
      'head: submodule lib is left empty: run git submodule update --init first',
    ]);
  });

  test('that cannot be had are named', async () => {
    const { repository, library } = withSubmodule();
    await using _ = repository;
    await library[Symbol.asyncDispose]();
    expect(await failure(repository.clone(), {})).toMatch(/^head: cannot check out submodule lib: /);
  });
});

test('files in Git LFS that stay pointers are told', async () => {
  await using repository = Repository.create();
  repository.commit('app', { 'data/.gitattributes': '*.bin filter=lfs diff=lfs merge=lfs -text\n' });
  vi.stubEnv('GIT_CONFIG_GLOBAL', '/dev/null');
  vi.stubEnv('GIT_CONFIG_SYSTEM', '/dev/null');
  onTestFinished(() => void vi.unstubAllEnvs());
  await using head = await checkOut(repository);
  expect(head.notices).toEqual([
    'head: files in Git LFS are left as pointers: install git-lfs if the app reads them',
  ]);
});
