import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readBundlerFiles, UnreadableLockfile } from '../../../src/revision/bundler/bundler-files.ts';
import { BundlerLockfiles } from '../../../src/revision/bundler/bundler-lockfiles.ts';
import { type LockedGem, localGemSource, lockfileText } from '../../e2e/local-gems.ts';

let root: string;
let source: string;
const env = { ...(process.env as Record<string, string>), BUNDLE_APP_CONFIG: '/nonexistent' };

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'hg-lock-'));
  source = await localGemSource(join(root, 'source'), [
    { name: 'anise', version: '1.0.0' },
    { name: 'anise', version: '1.0.1' },
    { name: 'anise', version: '1.1.0.pre' },
    { name: 'anise', version: '1.2.0' },
  ]);
}, 60_000);
afterAll(() => rm(root, { recursive: true }));

interface Side {
  readonly gems: readonly LockedGem[];
  readonly direct: Readonly<Record<string, string>>;
}

async function lockfiles(base: Side, head: Side): Promise<BundlerLockfiles> {
  const directory = await mkdtemp(join(root, 'app-'));
  const files = ({ gems, direct }: Side) => ({
    gemfile: `source '${source}'\n${Object.entries(direct)
      .map(([name, requirement]) => `gem '${name}'${requirement ? `, '${requirement}'` : ''}\n`)
      .join('')}`,
    lockfile: lockfileText(source, gems, direct),
  });
  await writeFile(join(directory, 'Gemfile'), files(head).gemfile);
  return new BundlerLockfiles({ base: files(base), head: files(head), directory, env, signal: undefined });
}

const lockOf = (text: string): string => JSON.parse(text).lockfile;

describe('the difference between two Gemfile.locks', () => {
  test('is what was added, removed or changed, each after what it needs', async () => {
    const both = await lockfiles(
      {
        gems: [
          { name: 'web', version: '1.0', needs: { wire: '~> 1.0' } },
          { name: 'wire', version: '1.4' },
          { name: 'rope', version: '3.0' },
          { name: 'same', version: '1.0' },
        ],
        direct: { web: '', rope: '', same: '' },
      },
      {
        gems: [
          { name: 'web', version: '2.0', needs: { wire: '~> 2.0', knot: '>= 1' } },
          { name: 'wire', version: '2.1' },
          { name: 'knot', version: '1.0' },
          { name: 'same', version: '1.0' },
        ],
        direct: { web: '', same: '' },
      },
    );
    const changes = await both.changes();
    expect(changes.map(({ entries }) => entries.map(({ name }) => name))).toEqual([
      ['knot'],
      ['rope'],
      ['web', 'wire'],
    ]);
    expect(changes[2]?.needs).toEqual([0]);
    expect(changes[0]?.entries).toEqual([{ name: 'knot', from: undefined, to: '1.0', isDirect: false }]);
    expect(changes[1]?.entries).toEqual([{ name: 'rope', from: '3.0', to: undefined, isDirect: true }]);
    expect(changes[2]?.entries[0]).toEqual({ name: 'web', from: '1.0', to: '2.0', isDirect: true });
  });

  test('holds a gem whose revision in git changed, with that revision', async () => {
    const { gemfile, lockfile } = { gemfile: '', lockfile: lockfileText(source, [], {}) };
    const withGit = (revision: string) =>
      `GIT\n  remote: https://git.example/spice.git\n  revision: ${revision}\n  specs:\n    spice (1.0)\n\n${lockfile}`;
    const directory = await mkdtemp(join(root, 'git-'));
    await writeFile(join(directory, 'Gemfile'), '');
    const base = { gemfile, lockfile: withGit('a'.repeat(40)) };
    const head = { gemfile, lockfile: withGit('b'.repeat(40)) };
    const [change] = await new BundlerLockfiles({ base, head, directory, env, signal: undefined }).changes();
    expect(change?.entries).toMatchObject([{ name: 'spice', from: '1.0 (aaaaaaa)', to: '1.0 (bbbbbbb)' }]);
  });

  test('is nothing where Bundler cannot read one', async () => {
    const directory = await mkdtemp(join(root, 'broken-'));
    await writeFile(join(directory, 'Gemfile'), '');
    await writeFile(join(directory, 'Gemfile.lock'), 'GEM\n  remote: x\n<<<<<<< ours\n');
    await expect(readBundlerFiles(directory, 'head')).rejects.toThrow(
      /^head: Gemfile\.lock cannot be read: run/,
    );
  });

  test.each([
    [
      'a line cut off',
      'GEM\n  remote: R\n  specs:\n    plum (2.0\n',
      'line 4 of it, “plum (2.0”, names no version',
    ],
    ['no version', 'GEM\n  remote: R\n  specs:\n    plum\n', 'line 4 of it, “plum”, names no version'],
    [
      'a blank version',
      'GEM\n  remote: R\n  specs:\n    plum ()\n',
      'line 4 of it, “plum ()”, names no version',
    ],
    ['no header', '  remote: R\n  specs:\n    plum (2.0)\n', 'line 3 of it, “plum (2.0)”, is in no section'],
    ['a source that is no address', 'GEM\n  remote: https://ge ms.[\n  specs:\n    plum (2.0)\n', ''],
    ['a folder without a name', 'PATH\n  specs:\n    plum (2.0)\n', ''],
    ['a need of nothing', 'GEM\n  remote: R\n  specs:\n      rope (>= 1)\n    plum (2.0)\n', ''],
    ['what is no version', 'GEM\n  remote: R\n  specs:\n    plum (2.x!)\n', ''],
  ])('is not guessed from a lockfile with %s, which is told in one line', async (_, text, why) => {
    const directory = await mkdtemp(join(root, 'unreadable-'));
    await writeFile(join(directory, 'Gemfile'), '');
    const good = { gemfile: '', lockfile: lockfileText(source, [{ name: 'plum', version: '1.0' }], {}) };
    const bad = { gemfile: '', lockfile: `${text.replace('R', source)}\nDEPENDENCIES\n  plum\n` };
    for (const [side, both] of [
      ['head', { base: good, head: bad }],
      ['base', { base: bad, head: good }],
    ] as const) {
      const read = new BundlerLockfiles({ ...both, directory, env, signal: undefined });
      await expect(read.changes()).rejects.toThrow(new UnreadableLockfile(side, why));
    }
  });

  test('is told of a side that has no lockfile', async () => {
    const directory = await mkdtemp(join(root, 'none-'));
    await writeFile(join(directory, 'Gemfile'), '');
    await expect(readBundlerFiles(directory, 'base')).rejects.toThrow(/^base: there is no Gemfile\.lock/);
  });
});

describe('a mixture', () => {
  const gem = (name: string, version: string): LockedGem => ({ name, version });
  const names = ['bay', 'dill', 'mace', 'sage', 'thyme'];
  const direct = Object.fromEntries(names.map((name) => [name, '']));

  test('of nothing is base’s lockfile, and of everything is head’s, to the letter', async () => {
    const base = { gems: names.map((name) => gem(name, '1.0')), direct };
    const head = { gems: names.map((name) => gem(name, '2.0')), direct };
    const both = await lockfiles(base, head);
    const [none, all] = [await both.mix(new Set(), 'base'), await both.mix(new Set(names), 'head')];
    expect(lockOf(none.text)).toBe(lockfileText(source, base.gems, direct));
    expect(lockOf(all.text)).toBe(lockfileText(source, head.gems, direct));
  });

  test('has the chosen gems at head’s versions and the rest at base’s', async () => {
    const both = await lockfiles(
      { gems: names.map((name) => gem(name, '1.0')), direct },
      { gems: names.map((name) => gem(name, '2.0')), direct },
    );
    await fc.assert(
      fc.asyncProperty(fc.subarray(names), async (chosen) => {
        const mixture = await both.mix(new Set(chosen), 'head');
        const versions = names.map((name) => gem(name, chosen.includes(name) ? '2.0' : '1.0'));
        expect(lockOf(mixture.text)).toBe(lockfileText(source, versions, direct));
      }),
      { numRuns: 5 },
    );
  });

  test('takes what the Gemfile asks for along with the gem', async () => {
    const both = await lockfiles(
      { gems: [gem('bay', '1.0'), gem('dill', '1.0')], direct: { bay: '~> 1.0', dill: '~> 1.0' } },
      { gems: [gem('bay', '2.0'), gem('dill', '2.0')], direct: { bay: '~> 2.0', dill: '~> 2.0' } },
    );
    const directory = await mkdtemp(join(root, 'mixed-'));
    await (await both.mix(new Set(['dill']), 'base')).write(directory);
    const asked = await execa(
      'ruby',
      ['-rbundler', '-e', 'puts Bundler.definition.dependencies.map { |gem| gem.to_s }.sort'],
      { cwd: directory, env },
    );
    expect(asked.stdout.split('\n')).toEqual(['bay (~> 1.0)', 'dill (~> 2.0)']);
    expect(await readFile(join(directory, 'Gemfile.lock'), 'utf8')).toContain(
      'bay (~> 1.0)\n  dill (~> 2.0)',
    );
  });

  test('that does not resolve is not written', async () => {
    const both = await lockfiles(
      { gems: [{ ...gem('bay', '1.0') }, gem('dill', '1.0')], direct: { bay: '' } },
      {
        gems: [{ ...gem('bay', '2.0'), needs: { dill: '~> 2.0' } }, gem('dill', '2.0')],
        direct: { bay: '' },
      },
    );
    const directory = await mkdtemp(join(root, 'unresolved-'));
    const mixture = await both.mix(new Set(['bay']), 'head');
    await expect(mixture.write(directory)).rejects.toThrow('does not resolve: bay 2.0 needs dill (~> 2.0)');
  });

  test('that Bundler has changed when it installed it does not count', async () => {
    const both = await lockfiles(
      { gems: [gem('bay', '1.0')], direct: {} },
      { gems: [gem('bay', '2.0')], direct: {} },
    );
    const directory = await mkdtemp(join(root, 'kept-'));
    const mixture = await both.mix(new Set(['bay']), 'head');
    await mixture.write(directory);
    await expect(mixture.assertKept(directory)).resolves.toBeUndefined();
    await writeFile(join(directory, 'Gemfile.lock'), lockfileText(source, [gem('bay', '2.1')], {}));
    await expect(mixture.assertKept(directory)).rejects.toThrow('Bundler takes bay 2.1 in place of 2.0');
  });
});

describe('other versions of a gem', () => {
  const side = (version: string): Side => ({
    gems: [{ name: 'anise', version }],
    direct: { anise: '~> 1.0' },
  });

  test('are those that its source has released, oldest first', async () => {
    const both = await lockfiles(side('1.0.0'), side('1.0.1'));
    expect(await both.versions('anise')).toEqual(['1.0.0', '1.0.1', '1.2.0']);
  });

  test('are those not yet released as well where head has one of these', async () => {
    const both = await lockfiles(side('1.0.1'), side('1.1.0.pre'));
    expect(await both.versions('anise')).toEqual(['1.0.0', '1.0.1', '1.1.0.pre', '1.2.0']);
  });

  test('can be put in place of head’s', async () => {
    const both = await lockfiles(side('1.0.0'), side('1.0.1'));
    const directory = await mkdtemp(join(root, 'pinned-'));
    await both.pin('anise', '1.2.0').write(directory);
    expect(await readFile(join(directory, 'Gemfile.lock'), 'utf8')).toContain('    anise (1.2.0)\n');
  });

  test('cannot be told where the source does not answer', async () => {
    const gone = join(root, 'gone');
    await mkdir(gone);
    const gemfile = `source 'file://${gone}/'\ngem 'anise'\n`;
    const lockfile = lockfileText(`file://${gone}/`, side('1.0.0').gems, { anise: '' });
    await writeFile(join(gone, 'Gemfile'), gemfile);
    const files = { gemfile, lockfile };
    const both = new BundlerLockfiles({ base: files, head: files, directory: gone, env, signal: undefined });
    await expect(both.versions('anise')).rejects.toThrow(/^Bundler: /);
  });
});
