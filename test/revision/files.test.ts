import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { changedFiles, listFilesAt, readFileAt } from '../../src/revision/files.ts';
import { Repository } from './repository.ts';

// Real processes on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

test('a file is read as it was in the commit', async () => {
  await using repository = Repository.create();
  const old = repository.commit('old', { 'apps/web/heapgate.yml': 'rounds: 5\n\n' });
  repository.commit('new', { 'apps/web/heapgate.yml': 'rounds: 9\n' });
  repository.write('apps/web/heapgate.yml', 'uncommitted');
  expect(await readFileAt(repository.directory, old, 'apps/web/heapgate.yml')).toBe('rounds: 5\n\n');
  expect(await readFileAt(repository.directory, old, './apps/../apps/web/heapgate.yml')).toBe(
    'rounds: 5\n\n',
  );
});

test('what is no file of the commit is nothing', async () => {
  await using repository = Repository.create();
  const sha = repository.commit('app', { 'folder/file': '' });
  const missing = ['none', 'folder', 'folder/file/below', '../app', 'a\nb'];
  const found = await Promise.all(missing.map((path) => readFileAt(repository.directory, sha, path)));
  expect(found).toEqual(missing.map(() => undefined));
});

test('a link is followed inside the commit and not out of it', async () => {
  await using repository = Repository.create();
  repository.write('config/real.yml', 'real');
  symlinkSync('config/real.yml', join(repository.directory, 'inside.yml'));
  symlinkSync('/etc/passwd', join(repository.directory, 'outside.yml'));
  repository.git('add', '.');
  const sha = repository.commit('links', {});
  expect(await readFileAt(repository.directory, sha, 'inside.yml')).toBe('real');
  await expect(readFileAt(repository.directory, sha, 'outside.yml')).rejects.toThrow(
    /^outside\.yml: leads out of the repository: put the file itself into it$/,
  );
});

test('the files of a folder are listed with their whole paths', async () => {
  await using repository = Repository.create();
  const sha = repository.commit('app', {
    top: '',
    'scenarios/a b.yml': '',
    'scenarios/deep/ü.har': '',
    'scenarios2/x': '',
  });
  expect(await listFilesAt(repository.directory, sha, 'scenarios')).toEqual([
    'scenarios/a b.yml',
    'scenarios/deep/ü.har',
  ]);
  expect(await listFilesAt(repository.directory, sha, '.')).toHaveLength(4);
  expect(await listFilesAt(repository.directory, sha, 'none')).toEqual([]);
});

test('files are listed from the root, wherever heapgate runs', async () => {
  await using repository = Repository.create();
  const sha = repository.commit('app', { 'web/scenarios/a.yml': '', 'scenarios/b.yml': 'b' });
  const web = join(repository.directory, 'web');
  expect(await listFilesAt(web, sha, 'scenarios')).toEqual(['scenarios/b.yml']);
  expect(await readFileAt(web, sha, 'scenarios/b.yml')).toBe('b');
});

test('changed files are those that were added, changed, removed or renamed', async () => {
  await using repository = Repository.create();
  const base = repository.commit('base', { kept: '1', changed: '1', removed: '1', renamed: 'the same text' });
  repository.git('rm', '--quiet', 'removed');
  repository.git('mv', 'renamed', 'new name');
  const head = repository.commit('head', { changed: '2', 'folder/added': '1' });
  expect((await changedFiles(repository.directory, base, head)).toSorted()).toEqual(
    ['changed', 'folder/added', 'new name', 'removed', 'renamed'].toSorted(),
  );
  expect(await changedFiles(repository.directory, base, base)).toEqual([]);
});
