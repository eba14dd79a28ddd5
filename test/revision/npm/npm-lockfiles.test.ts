import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CannotMeasure } from '../../../src/cannot-measure.ts';
import type { CodeSide } from '../../../src/revision/lockfile.ts';
import { npmProblemIn } from '../../../src/revision/npm/npm-command.ts';
import {
  type Manifest,
  type NpmFiles,
  readNpmFiles,
  writeNpmFiles,
} from '../../../src/revision/npm/npm-files.ts';
import { NpmLockfiles } from '../../../src/revision/npm/npm-lockfiles.ts';
import { type LocalRegistry, localRegistry } from '../../e2e/local-packages.ts';
import { Repository } from '../repository.ts';

let root: string;
let registry: LocalRegistry;
let env: Record<string, string>;

const names = ['bay', 'dill', 'mace', 'sage', 'thyme'];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'hg-npm-'));
  registry = await localRegistry(join(root, 'packed'), [
    ...names.flatMap((name) => [
      { name, version: '1.0.0' },
      { name, version: '2.0.0' },
    ]),
    { name: 'wire', version: '1.4.0' },
    { name: 'wire', version: '2.1.0' },
    { name: 'knot', version: '1.0.0' },
    { name: 'web', version: '1.0.0', needs: { wire: '^1.0.0' } },
    { name: 'web', version: '2.0.0', needs: { wire: '^2.0.0', knot: '>=1' } },
    { name: 'rope', version: '1.0.0', needs: { wire: '^2.0.0' } },
    { name: 'cord', version: '1.0.0', needs: { wire: '^2.0.0' } },
    { name: 'old', version: '1.0.0', needs: { anise: '~1.0.0' } },
    { name: 'anise', version: '1.0.0' },
    { name: 'anise', version: '1.0.1' },
    { name: 'anise', version: '1.1.0-rc.1' },
    { name: 'anise', version: '1.9.0' },
    { name: 'anise', version: '1.10.0' },
    { name: 'cake', version: '1.0.0', needs: { anise: '^1.0.0' } },
  ]);
  const npm = ['exec', '--offline', '--call', 'node -p process.env.npm_execpath'];
  env = {
    ...(process.env as Record<string, string>),
    npm_config_loglevel: 'error', // whatever the tests were started with
    npm_execpath: (await execa('npm', npm, { cwd: root })).stdout,
    npm_config_registry: registry.url,
    npm_config_cache: join(root, 'cache'),
    npm_config_omit_lockfile_registry_resolved: 'false',
    npm_config_fetch_retries: '0',
  };
}, 60_000);
afterAll(async () => {
  await registry[Symbol.asyncDispose]();
  await rm(root, { recursive: true });
});

interface Side {
  /** What package.json asks for. */
  readonly direct: Readonly<Record<string, string>>;
  /** Versions by folder below node_modules: `web`, or `web/node_modules/wire`. */
  readonly locked: Readonly<Record<string, string>>;
  readonly manifest?: object;
  /** More that the lockfile says of a package, by folder. */
  readonly more?: Readonly<Record<string, object>>;
}

function filesOf({ direct, locked, manifest = {}, more = {} }: Side): NpmFiles {
  const own = { name: 'app', version: '1.0.0', ...manifest, dependencies: { ...direct } };
  const packages = Object.entries(locked).map(([folder, version]) => [
    `node_modules/${folder}`,
    { ...registry.entryOf(folder.replace(/^.*node_modules\//, ''), version), ...more[folder] },
  ]);
  return {
    lockfile: 'package-lock.json',
    manifests: new Map([['', own]]),
    lock: {
      name: 'app',
      version: '1.0.0',
      lockfileVersion: 3,
      requires: true,
      packages: { '': own, ...Object.fromEntries(packages) },
    },
  };
}

async function lockfiles(base: Side, head: Side): Promise<NpmLockfiles> {
  const directory = await mkdtemp(join(root, 'app-'));
  const scratch = await mkdtemp(join(root, 'scratch-'));
  return new NpmLockfiles({
    base: filesOf(base),
    head: filesOf(head),
    directory,
    scratch,
    env,
    signal: undefined,
  });
}

/** Versions by folder, as a lockfile in `directory` has them. */
async function lockedIn(directory: string): Promise<Record<string, string>> {
  const lock = JSON.parse(await readFile(join(directory, 'package-lock.json'), 'utf8'));
  const entries = Object.entries<{ version: string }>(lock.packages).filter(([folder]) => folder !== '');
  return Object.fromEntries(
    entries.map(([folder, { version }]) => [folder.slice('node_modules/'.length), version]),
  );
}

/** Base with `chosen` packages of head, as it is written for npm. */
async function written(base: Side, head: Side, chosen: readonly string[], code: CodeSide = 'base') {
  const both = await (await lockfiles(base, head)).mix(new Set(chosen), code);
  const directory = await mkdtemp(join(root, 'mixed-'));
  await both.write(directory);
  return { both, directory };
}

const all = (version: string): Side => ({
  direct: Object.fromEntries(names.map((name) => [name, '*'])),
  locked: Object.fromEntries(names.map((name) => [name, version])),
});

describe('the difference between two package-locks', () => {
  test('is what was added, removed or changed, each after what it needs', async () => {
    const both = await lockfiles(
      {
        direct: { web: '*', sage: '*', bay: '*' },
        locked: { web: '1.0.0', wire: '1.4.0', sage: '1.0.0', bay: '1.0.0' },
      },
      {
        direct: { web: '*', bay: '*' },
        locked: { web: '2.0.0', wire: '2.1.0', knot: '1.0.0', bay: '1.0.0' },
      },
    );
    const changes = await both.changes();
    expect(changes).toEqual([
      { entries: [{ name: 'knot', from: undefined, to: '1.0.0', isDirect: false }], needs: [] },
      { entries: [{ name: 'sage', from: '1.0.0', to: undefined, isDirect: true }], needs: [] },
      {
        entries: [
          { name: 'web', from: '1.0.0', to: '2.0.0', isDirect: true },
          { name: 'wire', from: '1.4.0', to: '2.1.0', isDirect: false },
        ],
        needs: [0],
      },
    ]);
  });

  test('holds a package whose commit in git changed, with that commit', async () => {
    await using repository = Repository.create();
    const commits = ['1', '2'].map((code) =>
      repository.commit(code, {
        'package.json': JSON.stringify({ name: 'spice', version: '1.0.0' }),
        'index.js': code,
      }),
    );
    const [base, head] = await Promise.all(
      commits.map(async (commit) => {
        const directory = await mkdtemp(join(root, 'git-'));
        const spice = `git+file://${repository.directory}#${commit}`;
        await writeFile(join(directory, 'package.json'), JSON.stringify({ dependencies: { spice } }));
        await execa('npm', ['install', '--package-lock-only'], { cwd: directory, env });
        return readNpmFiles(directory, 'base');
      }),
    );
    if (!base || !head) throw new Error('npm locked nothing');
    const directory = await mkdtemp(join(root, 'app-'));
    const both = new NpmLockfiles({ base, head, directory, scratch: directory, env, signal: undefined });
    const [was, is] = commits.map((commit) => `1.0.0 (${commit.slice(0, 7)})`);
    expect(await both.changes()).toEqual([
      { entries: [{ name: 'spice', from: was, to: is, isDirect: true }], needs: [] },
    ]);
    await (await both.mix(new Set(['spice']), 'base')).write(directory);
    await execa('npm', ['ci'], { cwd: directory, env });
    expect(await readFile(join(directory, 'node_modules/spice/index.js'), 'utf8')).toBe('2');
  });

  test('has a package need the optional one that it gets', async () => {
    const more = { bay: { optionalDependencies: { mace: '^2.0.0' } } };
    const direct = { bay: '*' };
    const both = await lockfiles(
      { direct, locked: { bay: '1.0.0' } },
      { direct, locked: { bay: '2.0.0', mace: '2.0.0' }, more },
    );
    const changes = await both.changes();
    expect(changes.map(({ entries }) => entries[0]?.name)).toEqual(['mace', 'bay']);
    expect(changes[1]?.needs).toEqual([0]);
  });

  test('counts of several versions of one package those that changed', async () => {
    const direct = { web: '*', rope: '*' };
    const both = await lockfiles(
      { direct: { web: '*' }, locked: { web: '1.0.0', wire: '1.4.0' } },
      { direct, locked: { web: '1.0.0', wire: '1.4.0', rope: '1.0.0', 'rope/node_modules/wire': '2.1.0' } },
    );
    const entries = (await both.changes()).flatMap(({ entries }) => entries);
    expect(entries).toEqual([
      { name: 'wire', from: '1.4.0', to: '1.4.0, 2.1.0', isDirect: false },
      { name: 'rope', from: undefined, to: '1.0.0', isDirect: true },
    ]);
  });
});

describe('a mixture', () => {
  test('of nothing is what base locks, and of everything is what head locks', async () => {
    const both = await lockfiles(all('1.0.0'), all('2.0.0'));
    const lockOf = async (chosen: readonly string[], code: 'base' | 'head') =>
      JSON.parse(JSON.parse((await both.mix(new Set(chosen), code)).text).lockfile);
    expect(await lockOf([], 'base')).toEqual(filesOf(all('1.0.0')).lock);
    expect(await lockOf(names, 'head')).toEqual(filesOf(all('2.0.0')).lock);
  });

  test('has the chosen packages at head’s versions and the rest at base’s, and npm agrees', async () => {
    const { both, directory } = await written(all('1.0.0'), all('2.0.0'), ['dill', 'sage']);
    expect(await lockedIn(directory)).toEqual({ ...all('1.0.0').locked, dill: '2.0.0', sage: '2.0.0' });
    await execa('npm', ['ci'], { cwd: directory, env });
    await both.assertKept(directory);
  });

  test('takes what package.json asks for along with the package', async () => {
    const asking = (range: string, version: string, dependencies: object, devDependencies: object): Side => ({
      direct: { bay: range, dill: range, ...dependencies },
      locked: { bay: version, dill: version, mace: '1.0.0' },
      manifest: { devDependencies, overrides: { 'dill@*': range }, scripts: { start: version } },
    });
    const { directory } = await written(
      asking('^1.0.0', '1.0.0', { mace: '*' }, {}),
      asking('^2.0.0', '2.0.0', {}, { mace: '*' }),
      ['dill', 'mace'],
    );
    const manifest = JSON.parse(await readFile(join(directory, 'package.json'), 'utf8'));
    expect(manifest).toMatchObject({
      dependencies: { bay: '^1.0.0', dill: '^2.0.0' },
      devDependencies: { mace: '*' },
      overrides: { 'dill@*': '^2.0.0' },
      scripts: { start: '1.0.0' },
    });
    const { packages } = JSON.parse(await readFile(join(directory, 'package-lock.json'), 'utf8'));
    expect(packages['node_modules/mace']).toMatchObject({ dev: true });
    expect(packages['node_modules/dill']).toMatchObject({ version: '2.0.0' });
  });

  test('of an added and a removed package has each where it is chosen, and not where it is not', async () => {
    const [added, removed] = [{ rope: '1.0.0', wire: '2.1.0' }, { sage: '1.0.0' }];
    const base = { direct: { bay: '*', sage: '*' }, locked: { bay: '1.0.0', ...removed } };
    const head = { direct: { bay: '*', rope: '*' }, locked: { bay: '1.0.0', ...added } };
    const locked = async (...chosen: string[]) => lockedIn((await written(base, head, chosen)).directory);
    expect(await locked('rope', 'wire')).toEqual({ bay: '1.0.0', ...removed, ...added });
    expect(await locked('sage')).toEqual({ bay: '1.0.0' });
  });

  test('goes without an added package that nothing needs yet, wherever it is', async () => {
    const base = { direct: { bay: '*' }, locked: { bay: '1.0.0' } };
    const head = {
      direct: { bay: '*', web: '*', rope: '*' },
      locked: {
        ...{ bay: '1.0.0', web: '1.0.0', wire: '1.4.0' },
        ...{ rope: '1.0.0', 'rope/node_modules/wire': '2.1.0' },
      },
    };
    expect(await lockedIn((await written(base, head, ['wire'])).directory)).toEqual(base.locked);
  });

  test('puts a package where what needs it finds it', async () => {
    const { directory } = await written(
      {
        direct: { web: '*', rope: '*' },
        locked: { web: '1.0.0', wire: '1.4.0', rope: '1.0.0', 'rope/node_modules/wire': '2.1.0' },
      },
      {
        direct: { web: '*', rope: '*', cord: '*' },
        locked: {
          web: '1.0.0',
          'web/node_modules/wire': '1.4.0',
          wire: '2.1.0',
          rope: '1.0.0',
          cord: '1.0.0',
        },
      },
      ['cord'],
    );
    expect(await lockedIn(directory)).toMatchObject({ wire: '1.4.0', 'cord/node_modules/wire': '2.1.0' });
  });

  test('drops a nested package that would hide the one that is needed', async () => {
    const { directory } = await written(
      { direct: { web: '*', wire: '^1.0.0' }, locked: { web: '1.0.0', wire: '1.4.0' } },
      {
        direct: { web: '*', wire: '^1.0.0' },
        locked: { web: '2.0.0', wire: '1.4.0', 'web/node_modules/wire': '2.1.0', knot: '1.0.0' },
      },
      ['wire'],
    );
    expect(await lockedIn(directory)).toEqual({ web: '1.0.0', wire: '1.4.0' });
  });

  test('puts a peer where both that need it find it, and what it was in the way of below that', async () => {
    const direct = { sage: '*', web: '*', dill: '*' };
    const more = {
      web: { dependencies: { sage: '^1.0.0' } },
      dill: { dependencies: { sage: '^2.0.0' } },
      cord: { dependencies: {}, peerDependencies: { sage: '^2.0.0' } },
    };
    const { directory } = await written(
      {
        direct,
        more,
        locked: { sage: '1.0.0', web: '1.0.0', dill: '1.0.0', 'dill/node_modules/sage': '2.0.0' },
      },
      {
        direct: { ...direct, cord: '*' },
        more,
        locked: {
          ...{ sage: '2.0.0', web: '1.0.0', 'web/node_modules/sage': '1.0.0' },
          ...{ dill: '1.0.0', cord: '1.0.0' },
        },
      },
      ['cord'],
    );
    expect(await lockedIn(directory)).toMatchObject({ sage: '2.0.0', 'web/node_modules/sage': '1.0.0' });
  });

  test('goes without what base and head go without', async () => {
    const more = { bay: { peerDependencies: { mace: '^7.0.0' } } };
    const { directory } = await written({ ...all('1.0.0'), more }, { ...all('2.0.0'), more }, ['dill']);
    expect(await lockedIn(directory)).toEqual({ ...all('1.0.0').locked, dill: '2.0.0' });
  });

  test('takes what is in the bundle of a package along with it', async () => {
    const base = {
      direct: { bay: '*' },
      locked: { bay: '1.0.0', 'bay/node_modules/knot': '1.0.0' },
      more: {
        bay: { dependencies: { knot: '*' }, bundleDependencies: ['knot'] },
        'bay/node_modules/knot': { inBundle: true },
      },
    };
    const head = { direct: { bay: '*' }, locked: { bay: '2.0.0' } };
    expect(await lockedIn((await written(base, head, [], 'head')).directory)).toEqual(base.locked);
    expect(await lockedIn((await written(base, head, ['bay'])).directory)).toEqual(head.locked);
  });

  test('that does not resolve is not written', async () => {
    const both = await lockfiles(
      { direct: { web: '*' }, locked: { web: '1.0.0', wire: '1.4.0' } },
      { direct: { web: '*' }, locked: { web: '2.0.0', wire: '2.1.0', knot: '1.0.0' } },
    );
    const directory = await mkdtemp(join(root, 'mixed-'));
    const mixture = await both.mix(new Set(['web', 'knot']), 'base');
    await expect(mixture.write(directory)).rejects.toThrow(
      /^does not resolve: web 2\.0\.0 needs wire@\^2\.0\.0$/,
    );
    await expect(readFile(join(directory, 'package-lock.json'))).rejects.toThrow('ENOENT');
  });

  test('is not taken for what it is not where another version was installed after all', async () => {
    const { both, directory } = await written(all('1.0.0'), all('2.0.0'), ['dill']);
    await writeNpmFiles(filesOf(all('1.0.0')), directory);
    await expect(both.assertKept(directory)).rejects.toThrow('npm takes dill 1.0.0 in place of 2.0.0');
  });

  test('keeps the form of npm 7 and 8, and the packages of workspaces', async () => {
    const side = (version: string): NpmFiles => {
      const shop = { name: 'shop', version: '1.0.0', dependencies: { bay: `^${version}` } };
      const own = { name: 'app', version: '1.0.0', workspaces: ['shops/*'], dependencies: { dill: '*' } };
      const link = { resolved: 'shops/shop', link: true };
      const locked = { dill: registry.entryOf('dill', version), bay: registry.entryOf('bay', version) };
      const packages = {
        '': own,
        'node_modules/bay': locked.bay,
        'node_modules/dill': locked.dill,
        'node_modules/shop': link,
        'shops/shop': shop,
      };
      return {
        lockfile: 'package-lock.json',
        manifests: new Map<string, Manifest>([
          ['', own],
          ['shops/shop', shop],
        ]),
        lock: { name: 'app', lockfileVersion: 2, requires: true, packages, dependencies: locked },
      };
    };
    const directory = await mkdtemp(join(root, 'workspaces-'));
    const options = { directory, scratch: directory, env, signal: undefined };
    const both = new NpmLockfiles({ base: side('1.0.0'), head: side('2.0.0'), ...options });
    expect((await both.changes()).map(({ entries }) => entries[0]?.name)).toEqual(['bay', 'dill']);
    await (await both.mix(new Set(['bay']), 'base')).write(directory);
    expect(await readFile(join(directory, 'shops/shop/package.json'), 'utf8')).toContain('"bay": "^2.0.0"');
    const lock = JSON.parse(await readFile(join(directory, 'package-lock.json'), 'utf8'));
    expect(lock).toMatchObject({
      lockfileVersion: 2,
      dependencies: { bay: { version: '2.0.0' }, dill: { version: '1.0.0' } },
    });
    await execa('npm', ['ci'], { cwd: directory, env });
  });
});

describe('other versions of a package', () => {
  const side = (anise: string): Side => ({ direct: { anise: '^1.0.0' }, locked: { anise } });
  const below = (anise: string): Side => ({ direct: { cake: '*' }, locked: { cake: '1.0.0', anise } });

  test('are those that its registry has released, oldest first', async () => {
    const both = await lockfiles(side('1.0.0'), side('1.0.1'));
    expect(await both.versions('anise')).toEqual(['1.0.0', '1.0.1', '1.9.0', '1.10.0']);
  });

  test.each([
    { asked: 'by the app', base: side('1.0.0'), head: side('1.0.1') },
    { asked: 'by another package', base: below('1.0.0'), head: below('1.0.1') },
  ])('can be put in place of head’s where it is asked for $asked', async ({ base, head }) => {
    const both = await lockfiles(base, head);
    const directory = await mkdtemp(join(root, 'pinned-'));
    const mixture = both.pin('anise', '1.9.0');
    await mixture.write(directory);
    expect(await lockedIn(directory)).toEqual({ ...head.locked, anise: '1.9.0' });
    await mixture.assertKept(directory);
  });

  test('are not put where another package does not accept them', async () => {
    const locked = { old: '1.0.0', anise: '1.0.1' };
    const both = await lockfiles(side('1.0.0'), { direct: { old: '*' }, locked });
    const directory = await mkdtemp(join(root, 'pinned-'));
    await expect(both.pin('anise', '1.9.0').write(directory)).rejects.toThrow(
      'anise 1.9.0 does not resolve: another package brings 1.0.1',
    );
  });

  test('come with the command that gets them', async () => {
    const newer = { name: 'anise', version: '1.9.0', isNewer: true };
    const direct = await lockfiles(side('1.0.0'), side('1.0.1'));
    expect(await direct.commandFor(newer)).toBe('npm install anise@1.9.0');
    const indirect = await lockfiles(below('1.0.0'), below('1.0.1'));
    expect(await indirect.commandFor(newer)).toBe('npm update anise');
    expect(await indirect.commandFor({ ...newer, isNewer: false })).toBeUndefined();
  });
});

describe('one line says', () => {
  const refusal = async (work: Promise<unknown>): Promise<string> => {
    const error = await work.catch((error: unknown) => error);
    if (error instanceof CannotMeasure) return error.message;
    throw error;
  };

  test.each([
    { text: '{"lockfileVersion": 3, <<<<<<< ours', says: /^head: the lockfile of npm cannot be read: run/ },
    {
      text: '{"lockfileVersion": 1, "dependencies": {}}',
      says: /^head: the lockfile of npm is of npm 6 or older: run/,
    },
  ])('that a lockfile cannot be used: $text', async ({ text, says }) => {
    const directory = await mkdtemp(join(root, 'broken-'));
    await writeFile(join(directory, 'package-lock.json'), text);
    expect(await refusal(readNpmFiles(directory, 'head'))).toMatch(says);
  });

  test('that there is no lockfile', async () => {
    const directory = await mkdtemp(join(root, 'none-'));
    expect(await refusal(readNpmFiles(directory, 'base'))).toMatch(/^base: there is no package-lock\.json/);
  });

  test('that the registry cannot be reached', async () => {
    await using gone = await localRegistry(join(root, 'gone'), []);
    const side = { direct: { anise: '*' }, locked: { anise: '1.0.0' } };
    const options = {
      base: filesOf(side),
      head: filesOf(side),
      directory: root,
      scratch: root,
      signal: undefined,
    };
    await gone[Symbol.asyncDispose]();
    const both = new NpmLockfiles({ ...options, env: { ...env, npm_config_registry: gone.url } });
    expect(await refusal(both.versions('anise'))).toMatch(
      /^npm: request to .* failed, reason: .*ECONNREFUSED[^\n]*$/,
    );
  });

  test('that a locked version is no longer to be had, of what npm printed', async () => {
    const directory = join(root, 'taken-back');
    await mkdir(directory);
    const files = filesOf({ direct: { bay: '*' }, locked: { bay: '1.0.0' } });
    const resolved = `${registry.url}bay/-/bay-9.0.0.tgz`;
    Object.assign(files.lock.packages['node_modules/bay'] ?? {}, {
      version: '9.0.0',
      resolved,
      integrity: undefined,
    });
    await writeNpmFiles(files, directory);
    const { stderr } = await execa('npm', ['ci'], { cwd: directory, env, reject: false });
    expect(npmProblemIn(stderr.split('\n'))).toMatch(/^npm: Not Found - GET .*bay-9\.0\.0\.tgz[^\n]*$/);
  });
});
