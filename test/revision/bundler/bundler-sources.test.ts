import { copyFile, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundler } from '../../../src/revision/bundler/bundler.ts';
import { bundlerProblemIn } from '../../../src/revision/bundler/bundler-problem.ts';
import type { Lockfiles } from '../../../src/revision/lockfile.ts';
import { localGemSource } from '../../e2e/local-gems.ts';
import { Repository } from '../repository.ts';

let root: string;
let source: string;
/** Two gems in one repository, and what commits of it are called. */
let spices: Repository;
let commits: readonly [string, string];
let env: Record<string, string>;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'hg-sources-'));
  const { stdout: platform } = await execa('ruby', ['-e', 'print Gem::Platform.local']);
  const version = (number: string) => ({
    version: number,
    code: 'puts File.basename(File.dirname(__dir__))',
  });
  source = await localGemSource(join(root, 'source'), [
    { name: 'plum', ...version('1.0') },
    { name: 'plum', ...version('2.0') },
    { name: 'pear', ...version('1.0') },
    { name: 'fig', ...version('1.0') },
    { name: 'kiwi', ...version('1.0') },
    { name: 'kiwi', ...version('1.0'), platform },
  ]);
  spices = Repository.create();
  const [first = '', second = ''] = ['1.0', '2.0'].map((code) =>
    spices.commit(code, { ...gemInRepository('nut', code), ...gemInRepository('oat', code) }),
  );
  commits = [first, second];
  env = {
    ...(process.env as Record<string, string>),
    BUNDLE_PATH: join(root, 'bundle'),
    BUNDLE_APP_CONFIG: '/nonexistent',
    BUNDLE_USER_HOME: join(root, 'home'),
    BUNDLE_RETRY: '0',
  };
}, 60_000);
afterAll(async () => {
  await spices[Symbol.asyncDispose]();
  await rm(root, { recursive: true });
});

/** Both commits have it in the same version, as gems that are developed mostly do. */
const gemInRepository = (name: string, code: string) => ({
  [`${name}/${name}.gemspec`]: gemspec(name),
  [`${name}/lib/${name}.rb`]: `puts '${name} of ${code}'`,
});

const gemspec = (name: string) => `Gem::Specification.new do |spec|
  spec.name = '${name}'
  spec.version = '0.1'
  spec.summary = spec.author = 'A test'
  spec.files = ['lib/${name}.rb']
end
`;

/** An app in a folder of its own, with its gems locked by Bundler. */
async function locked(gemfile: string, ...lockArguments: readonly string[]): Promise<string> {
  const directory = await mkdtemp(join(root, 'app-'));
  await mkdir(join(directory, 'core/lib'), { recursive: true });
  await writeFile(join(directory, 'core/core.gemspec'), gemspec('core'));
  await writeFile(join(directory, 'core/lib/core.rb'), "puts 'core'");
  await writeFile(join(directory, 'Gemfile'), `source '${source}'\n${gemfile}\n`);
  await execa('bundle', ['lock', ...lockArguments], { cwd: directory, env });
  return directory;
}

const read = (base: string, head: string): Promise<Lockfiles> =>
  bundler.read({ base, head, scratch: root, env, signal: undefined });

/** What the gems print that Bundler loads for the app, after it has installed them by nothing but the lockfile. */
async function loaded(directory: string): Promise<string[]> {
  await execa('bundle', ['install', '--quiet'], { cwd: directory, env: { ...env, BUNDLE_FROZEN: 'true' } });
  const { stdout } = await execa('bundle', ['exec', 'ruby', '-e', 'Bundler.require'], {
    cwd: directory,
    env,
  });
  return stdout.split('\n').toSorted();
}

describe('gems from anywhere', () => {
  const fromGit = (commit: string) =>
    `git 'file://${spices.directory}', ref: '${commit}' do\n  gem 'nut'\n  gem 'oat'\nend\ngem 'core', path: 'core'`;
  let base: string;
  let head: string;
  let both: Lockfiles;

  beforeAll(async () => {
    base = await locked(`gem 'plum', '~> 1.0'\ngem 'pear'\n${fromGit(commits[0])}`);
    head = await locked(`gem 'plum', '~> 2.0'\ngem 'fig'\n${fromGit(commits[1])}`);
    both = await read(base, head);
  }, 60_000);

  test('are changed by what was added, removed or upgraded; those of one git repository as one, the app’s own not', async () => {
    const [was, is] = commits.map((commit) => `0.1 (${commit.slice(0, 7)})`);
    expect(await both.changes()).toEqual([
      { entries: [{ name: 'fig', from: undefined, to: '1.0', isDirect: true }], needs: [] },
      {
        entries: ['nut', 'oat'].map((name) => ({ name, from: was, to: is, isDirect: true })),
        needs: [],
      },
      { entries: [{ name: 'pear', from: '1.0', to: undefined, isDirect: true }], needs: [] },
      { entries: [{ name: 'plum', from: '1.0', to: '2.0', isDirect: true }], needs: [] },
    ]);
  });

  test.each([
    { chosen: [], has: ['core', 'nut of 1.0', 'oat of 1.0', 'pear-1.0', 'plum-1.0'] },
    { chosen: ['fig', 'plum'], has: ['core', 'fig-1.0', 'nut of 1.0', 'oat of 1.0', 'pear-1.0', 'plum-2.0'] },
    { chosen: ['nut', 'oat', 'pear'], has: ['core', 'nut of 2.0', 'oat of 2.0', 'plum-1.0'] },
  ])('are mixed, and Bundler installs just that: $chosen of head', async ({ chosen, has }) => {
    const directory = await mkdtemp(join(root, 'mixed-'));
    await cp(base, directory, { recursive: true });
    const mixture = await both.mix(new Set(chosen), 'base');
    await mixture.write(directory);
    expect(await loaded(directory)).toEqual(has);
    await mixture.assertKept(directory);
  });
});

test('a gem locked for one more platform is one that changed, where that is this machine’s', async () => {
  const { stdout: platform } = await execa('ruby', ['-e', 'print Gem::Platform.local'], { env });
  const gemfile = "gem 'kiwi'\ngem 'plum'";
  const base = await locked(gemfile.replace("'plum'", "'plum', '~> 1.0'"), '--add-platform', 'ruby');
  const head = await locked(gemfile, '--add-platform', 'ruby');
  await execa('bundle', ['lock', '--remove-platform', platform], { cwd: base, env });
  const both = await read(base, head);
  const entries = (await both.changes()).flatMap(({ entries }) => entries);
  expect(entries).toMatchObject([
    { name: 'kiwi', from: '1.0 (ruby)', to: `1.0 (${platform})` },
    { name: 'plum', from: '1.0', to: '2.0' },
  ]);
  const directory = await mkdtemp(join(root, 'mixed-'));
  await (await both.mix(new Set(['plum']), 'base')).write(directory);
  expect(await loaded(directory)).toContain('plum-2.0');
});

test('an address of the source that changed is no change of the gems', async () => {
  const base = await locked("gem 'plum'");
  await cp(join(root, 'source'), join(root, 'moved'), { recursive: true });
  const head = await locked("gem 'plum'");
  for (const name of ['Gemfile', 'Gemfile.lock']) await copyFile(join(base, name), join(head, name));
  await execa('sed', ['-i', 's#/source/#/moved/#', 'Gemfile', 'Gemfile.lock'], { cwd: head });
  expect(await (await read(base, head)).changes()).toEqual([]);
});

describe('a Gemfile that asks for one version alone', () => {
  test('does not keep a fix from being tried, and is named with the command that gets it', async () => {
    const base = await locked("gem 'plum', '1.0'");
    const both = await read(base, base);
    const directory = await mkdtemp(join(root, 'pinned-'));
    const mixture = both.pin('plum', '2.0');
    await mixture.write(directory);
    expect(await loaded(directory)).toEqual(['plum-2.0']);
    expect(await both.commandFor({ name: 'plum', version: '2.0', isNewer: true })).toBe(
      'bundle update plum --conservative, with plum 2.0 allowed in the Gemfile',
    );
  });
});

describe('one line of what Bundler prints says', () => {
  async function problem(gemfile: string, lockfile: string): Promise<string | undefined> {
    const directory = await mkdtemp(join(root, 'broken-'));
    await writeFile(join(directory, 'Gemfile'), gemfile);
    await writeFile(join(directory, 'Gemfile.lock'), lockfile);
    const result = await execa('bundle', ['install'], { cwd: directory, env, reject: false, all: true });
    expect(result.failed).toBe(true);
    return bundlerProblemIn(result.all.split('\n'));
  }
  const lockfile = (remote: string, version: string) =>
    `GEM\n  remote: ${remote}\n  specs:\n    plum (${version})\n\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n  plum\n`;

  test('that a locked version was taken back', async () => {
    expect(await problem(`source '${source}'\ngem 'plum'\n`, lockfile(source, '1.5'))).toMatch(
      /^Bundler: (Your bundle is locked to plum \(1\.5\)|Could not find plum-1\.5)[^\n]*$/,
    );
  });

  test('that the source cannot be reached', async () => {
    const gone = `http://127.0.0.1:${await unusedPort()}/`;
    expect(await problem(`source '${gone}'\ngem 'plum'\n`, lockfile(gone, '7.0'))).toMatch(
      /^Bundler: (Could not reach host|Could not fetch specs from|Network error)[^\n]*$/,
    );
  });
});

async function unusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
