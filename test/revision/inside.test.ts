import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CannotMeasure } from '../../src/cannot-measure.ts';
import { bundler } from '../../src/revision/bundler/bundler.ts';
import { npm } from '../../src/revision/npm/npm.ts';
import { readNpmFiles, writeNpmFiles } from '../../src/revision/npm/npm-files.ts';
import { readSettings } from '../../src/settings.ts';
import { readScenario } from '../../src/traffic/scenario-file.ts';
import { Repository } from './repository.ts';

let repository: Repository;
/** Another checkout beside it, where everything is that links may lead to. */
let outside: string;

const scenario = 'requests: { home: { target: / } }';
const lockfile = 'GEM\n  specs:\n\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n';
const har = { log: { entries: [{ request: { method: 'GET', url: 'http://shop.test/' } }] } };
const packageLock = (...folders: readonly string[]) =>
  JSON.stringify({
    lockfileVersion: 3,
    packages: Object.fromEntries(['', ...folders].map((folder) => [folder, {}])),
  });

beforeEach(() => {
  repository = Repository.create();
  outside = repository.beside('other');
  mkdirSync(join(outside, '.git'));
  const texts = {
    'shop.yml': scenario,
    'shop.har': JSON.stringify(har),
    'heapgate.yml': 'threshold: 100000',
    Gemfile: '',
    'Gemfile.lock': lockfile,
    'package.json': '{"name":"other"}',
    'package-lock.json': packageLock(),
  };
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(outside, name), text);
});
afterEach(() => repository[Symbol.asyncDispose]());

function link(path: string, target: string): string {
  const file = join(repository.directory, path);
  mkdirSync(dirname(file), { recursive: true });
  symlinkSync(target, file);
  return file;
}

async function expectRefusal(reading: Promise<unknown>, shown: string): Promise<void> {
  const refusal: unknown = await reading.catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(CannotMeasure);
  expect(refusal).toHaveProperty(
    'message',
    `${shown}: leads out of the repository: put the file itself into it`,
  );
}

describe('nothing is read where a link leads out of the repository:', () => {
  test.each(['shop.yml', 'shop.har'])('no traffic from %s', async (name) => {
    const file = link(`scenarios/${name}`, join(outside, name));
    await expectRefusal(readScenario(file), file);
  });

  test('no traffic from a linked folder, even if that is in a checkout as well', async () => {
    const folder = link('scenarios', outside);
    await expectRefusal(readScenario(join(folder, 'shop.yml')), join(folder, 'shop.yml'));
  });

  test('no config of a commit, nor of what is not committed', async () => {
    link('heapgate.yml', '../other/heapgate.yml');
    repository.git('add', 'heapgate.yml');
    const sha = repository.commit('app');
    const head = { sha, ref: 'any', worktree: false };
    for (const base of [head, { ...head, worktree: true }]) {
      const reading = readSettings({ repository: repository.directory, base, head: base });
      await expectRefusal(reading, 'heapgate.yml');
    }
  });

  test.each([
    { manager: bundler, files: { Gemfile: '', 'Gemfile.lock': lockfile } },
    { manager: npm, files: { 'package.json': '{}', 'package-lock.json': packageLock() } },
  ])('no lockfile and no manifest for $manager.name', async ({ manager, files }) => {
    for (const linked of Object.keys(files)) {
      await using app = Repository.create();
      for (const [name, text] of Object.entries(files)) if (name !== linked) app.write(name, text);
      symlinkSync(join(outside, linked), join(app.directory, linked));
      const [base, scratch] = [app.directory, app.beside('scratch')];
      const reading = manager.read({ base, head: base, scratch, env: {}, signal: undefined });
      await expectRefusal(reading, `base: ${linked}`);
    }
  });

  test.each(['../../other', 'lib/../../../other', 'linked'])('no package.json of %s', async (folder) => {
    link('app/linked', outside);
    repository.write('app/package.json', '{}');
    repository.write('app/package-lock.json', packageLock(folder));
    const reading = readNpmFiles(join(repository.directory, 'app'), 'head');
    await expectRefusal(reading, `head: ${join(folder, 'package.json')}`);
  });
});

test('links and lockfiles may lead to elsewhere in the repository', async () => {
  repository.write('shared/shop.yml', scenario);
  const file = link('app/scenarios/shop.yml', '../../shared/shop.yml');
  expect((await readScenario(file)).kinds).toHaveLength(1);
  repository.write('app/package.json', '{}');
  repository.write('shared/package.json', '{"name":"shared"}');
  repository.write('app/package-lock.json', packageLock('../shared'));
  const { manifests } = await readNpmFiles(join(repository.directory, 'app'), 'head');
  expect([...manifests.keys()]).toEqual(['', '../shared']);
});

describe('nothing is written where a link leads out of the repository:', () => {
  const held = () =>
    ['Gemfile.lock', 'package.json'].map((name) => readFileSync(join(outside, name), 'utf8'));

  test('no Gemfile.lock of a mixture', async () => {
    await using app = Repository.create();
    for (const [name, text] of Object.entries({ Gemfile: '', 'Gemfile.lock': lockfile }))
      app.write(name, text);
    const [base, scratch] = [app.directory, app.beside('scratch')];
    const env = { ...(process.env as Record<string, string>) };
    const lockfiles = await bundler.read({ base, head: base, scratch, env, signal: undefined });
    const mixture = await lockfiles.mix(new Set(), 'base');
    const there = held();
    link('Gemfile.lock', join(outside, 'Gemfile.lock'));
    await expectRefusal(mixture.write(repository.directory), 'Gemfile.lock');
    expect(held()).toEqual(there);
  });

  test.each(['linked', '../other'])('no package.json in %s', async (folder) => {
    link('linked', outside);
    const there = held();
    const files = {
      lockfile: 'package-lock.json',
      lock: { lockfileVersion: 3, packages: {} },
      manifests: new Map([[folder, { name: 'hostile' }]]),
    };
    await expectRefusal(writeNpmFiles(files, repository.directory), `${folder}/package.json`);
    expect(held()).toEqual(there);
  });

  test('nothing through a link to what does not exist', async () => {
    link('package-lock.json', join(outside, 'new.json'));
    const files = {
      lockfile: 'package-lock.json',
      lock: { lockfileVersion: 3, packages: {} },
      manifests: new Map(),
    };
    await expectRefusal(writeNpmFiles(files, repository.directory), 'package-lock.json');
  });
});

test('a gem that Gemfile.lock places outside of the repository is looked at nowhere', async () => {
  const seen = join(outside, 'seen');
  writeFileSync(join(outside, 'trap.gemspec'), `File.write(${JSON.stringify(seen)}, '')`);
  const locked = `PATH\n  remote: ../other\n  specs:\n    trap (1.0)\n\n${lockfile}  trap!\n`;
  repository.write('Gemfile', "gem 'trap', path: '../other'\n");
  repository.write('Gemfile.lock', locked);
  const head = repository.directory;
  const env = { ...(process.env as Record<string, string>) };
  const scratch = repository.beside('scratch');
  const lockfiles = await bundler.read({ base: outside, head, scratch, env, signal: undefined });
  expect(await lockfiles.changes()).toEqual([]);
  await (await lockfiles.mix(new Set(), 'head')).write(head);
  expect(() => readFileSync(seen)).toThrow('ENOENT');
  expect(readFileSync(join(head, 'Gemfile.lock'), 'utf8')).toContain('remote: ../other');
});
