import { execFileSync } from 'node:child_process';
import { mkdtempDisposable, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { assertDependenciesDiffer, SameDependencies } from '../../src/bisect/dependencies.ts';
import { Repository } from '../revision/repository.ts';

const gems = 'GEM\n  remote: https://gems.example/\n  specs:\n    plum (1.0)\n';
const packages = JSON.stringify({ lockfileVersion: 3, packages: {} });

/** Whether two commits with these files have anything to bisect. */
async function assertBetween(base: Record<string, string>, head: Record<string, string>): Promise<void> {
  await using repository = Repository.create();
  const revision = (sha: string) => ({ sha, ref: sha, worktree: false });
  const revisions = { base: revision(repository.commit('base', base)), notices: [] };
  await assertDependenciesDiffer(repository.directory, {
    ...revisions,
    head: revision(repository.commit('head', head)),
  });
}

afterEach(() => vi.unstubAllEnvs());

test('two commits that lock the same have nothing to bisect', async () => {
  const code = assertBetween({ 'Gemfile.lock': gems, 'app.rb': '1' }, { 'app.rb': '2' });
  await expect(code).rejects.toThrow(SameDependencies);
  await expect(code).rejects.toThrow(/^base and head lock the same dependencies, .*bisect commits`$/);
});

test.each([
  { what: 'gems', file: 'Gemfile.lock', base: gems, head: gems.replace('1.0', '2.0') },
  { what: 'packages of npm', file: 'package-lock.json', base: packages, head: `${packages}\n` },
  { what: 'what is asked for', file: 'shop/package.json', base: '{}', head: '{"name":"shop"}' },
])('two that differ in $what do', async ({ file, base, head }) => {
  await expect(assertBetween({ [file]: base }, { [file]: head })).resolves.toBeUndefined();
});

test.each([
  {
    file: 'shop/Gemfile.lock',
    text: `${gems}<<<<<<< ours\n`,
    says: 'head: Gemfile.lock cannot be read: run',
  },
  {
    file: 'shop/Gemfile.lock',
    text: gems.replace('1.0)', '2.0'),
    says: 'head: Gemfile.lock cannot be read (line 4 of it, “plum (2.0”, names no version): run',
  },
  {
    file: 'Gemfile.lock',
    text: gems.replace('https://gems.example/', 'https://ge ms.['),
    says: 'head: Gemfile.lock cannot be read: run',
  },
  { file: 'package-lock.json', text: '{', says: 'head: the lockfile of npm cannot be read: run' },
])('a $file that cannot be read is told before anything is measured', async ({ file, text, says }) => {
  const good = file.endsWith('json') ? packages : gems;
  await expect(assertBetween({ [file]: good }, { [file]: text })).rejects.toThrow(says);
});

test('one lockfile that Bundler cannot read is told without the other', async () => {
  const cut = { 'Gemfile.lock': gems.replace('1.0)', '2.0') };
  await expect(assertBetween({}, cut)).rejects.toThrow('head: Gemfile.lock cannot be read (line 4');
});

test('where there is no Ruby yet, Bundler is not asked before `setup` has brought it', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'hg-git-alone-'));
  const git = execFileSync('bash', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  await symlink(git, join(folder.path, 'git'));
  vi.stubEnv('PATH', folder.path);
  const cut = { 'Gemfile.lock': gems.replace('1.0)', '2.0') };
  await expect(assertBetween({ 'Gemfile.lock': gems }, cut)).resolves.toBeUndefined();
});

test('of several lockfiles that changed none is judged before it is known which one is the app’s', async () => {
  const files = { 'Gemfile.lock': gems, 'test/broken/Gemfile.lock': gems };
  const broken = { 'Gemfile.lock': gems.replace('1.0', '2.0'), 'test/broken/Gemfile.lock': 'broken' };
  await expect(assertBetween(files, broken)).resolves.toBeUndefined();
});
