import { globSync } from 'node:fs';
import { copyFile, cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Report } from '../../src/report/schema.ts';
import type { Repository } from '../revision/repository.ts';
import { type CliRun, packageCache, runCli } from './cli-run.ts';
import { localGemSource } from './local-gems.ts';
import { type Files, gemFiles, puma, rack, rackApp } from './rack-app.ts';
import { check, rackRepository } from './rack-repository.ts';

/** A leak that takes both: `HgClove` puts a leaf on each time, and `HgCumin` keeps what is put on. */
const code = {
  'hg-clove': (version: string) =>
    `module HgClove; class Leaf; end; def self.taste = ${version === '2.0' ? 'HgCumin.shelf << Leaf.new' : 'nil'}; end`,
  'hg-cumin': (version: string) =>
    `module HgCumin; def self.shelf = ${version === '2.0' ? '(@shelf ||= [])' : '[]'}; end`,
  'hg-bay': () => '',
  'hg-dill': () => '',
  'hg-mace': () => '',
} as const;
const names = Object.keys(code) as (keyof typeof code)[];

const app = {
  ...rackApp({
    onLoad: names.map((name) => `require '${name}'`).join('\n  '),
    onRequest: 'HgClove.taste\n    200',
    config: { setup: 'bundle install', start: 'bundle exec puma -p $PORT -t 2:2', requests: 40 },
  }),
};

let root: string;
/** With local gems at 1.0, all from the local source. */
let gems: Files;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'hg-bisect-'));
  const server = await gemFiles(puma, rack);
  await copyInstalled(server['Gemfile.lock'] ?? '', join(root, 'gems'));
  // A cache of its own: what is installed stays, and these gems are others in the next run.
  await cp(packageCache(), join(root, 'cache/heapgate/bundle'), { recursive: true });
  const source = await localGemSource(
    root,
    ['1.0', '2.0'].flatMap((version) => names.map((name) => ({ name, version, code: code[name](version) }))),
  );
  const local = (line: (name: string) => string) => names.map(line).join('\n');
  gems = {
    Gemfile: `${server.Gemfile?.replace(/^source .*$/m, `source '${source}'`)}${local((name) => `gem '${name}'`)}\n`,
    'Gemfile.lock': (server['Gemfile.lock'] ?? '')
      .replace(/remote: .*/, `remote: ${source}`)
      .replace('specs:\n', `specs:\n${local((name) => `    ${name} (1.0)`)}\n`)
      .replace('DEPENDENCIES\n', `DEPENDENCIES\n${local((name) => `  ${name}`)}\n`),
  };
}, 300_000);
afterAll(() => rm(root, { recursive: true }));

/** Bundler keeps the packages of what it has installed. */
async function copyInstalled(lockfile: string, directory: string): Promise<void> {
  const caches = globSync('ruby/*/cache', { cwd: packageCache() });
  await mkdir(directory);
  for (const [, name, version] of lockfile.matchAll(/^ {4}(\S+) \((\S+)\)$/gm)) {
    const file = `${name}-${version}.gem`;
    await copyFile(join(packageCache(), caches[0] ?? '', file), join(directory, file));
  }
}

const upgraded = (...which: readonly (keyof typeof code)[]): Files => ({
  'Gemfile.lock': which.reduce(
    (lock, name) => lock.replace(`${name} (1.0)`, `${name} (2.0)`),
    gems['Gemfile.lock'] ?? '',
  ),
});

interface BisectRun extends CliRun {
  readonly report: Report | undefined;
}

async function bisect(repository: Repository, ...options: readonly string[]): Promise<BisectRun> {
  const file = join(repository.beside('out'), 'report.json');
  const run = await runCli(
    repository,
    ['bisect', 'dependencies', '--base', 'main', '--json', file, ...options],
    {
      env: { XDG_CACHE_HOME: join(root, 'cache') },
    },
  );
  const json = await readFile(file, 'utf8').catch(() => undefined);
  return { ...run, report: json === undefined ? undefined : Report.parse(JSON.parse(json)) };
}

describe('an upgrade of several gems', () => {
  test('that leaks by two of them together has both named, and nothing else; its log explains it', async () => {
    await using repository = rackRepository({ ...gems, ...app }, upgraded(...names));
    const log = join(repository.beside('log'), 'probes.jsonl');
    const { exitCode, report, left, stderr } = await bisect(repository, '--log', log);
    expect({ exitCode, left }, stderr).toEqual({ exitCode: 0, left: [] });
    const culprit = report?.findings[0]?.culprit;
    expect([culprit, ...(culprit?.together ?? [])]).toMatchObject([
      { name: 'hg-clove', from: '1.0', to: '2.0' },
      { name: 'hg-cumin', from: '1.0', to: '2.0' },
    ]);
    expect(culprit?.together).toHaveLength(1);
    expect(report?.bisect?.candidates).toHaveLength(names.length);
    expect(report?.bisect?.probes.map(({ answer }) => answer)).not.toContain('unknown');

    const replay = await runCli(repository, ['bisect', 'dependencies', '--replay', log]);
    expect(replay.stdout).toContain('hg-clove 1.0 → 2.0 and hg-cumin 1.0 → 2.0, only together');
  }, 600_000);

  test('goes on from its log when its time was used up', async () => {
    await using repository = rackRepository({ ...gems, ...app }, upgraded('hg-clove', 'hg-cumin'));
    const log = join(repository.beside('log'), 'probes.jsonl');
    const { exitCode, report } = await bisect(repository, '--log', log, '--budget', '0.0001');
    expect(exitCode).toBe(3);
    expect(report?.notices.join('\n')).toMatch(
      /time ran out .* it, or a part of it, is among 2 of 2 changes: hg-clove 1\.0 → 2\.0,/,
    );
    expect(report?.findings[0]).not.toHaveProperty('culprit');
  }, 300_000);

  test('is cleared by the check itself where the app’s own code, which changed as well, brought the leak', async () => {
    const heapgateYml = `${app['heapgate.yml']}bisect: auto\ntrigger-seconds: 0\n`;
    const leaking = app['app.rb']?.replace('HgClove.taste', 'SEEN << Ticket.new') ?? '';
    const head = { ...upgraded('hg-bay', 'hg-dill'), 'app.rb': leaking };
    await using repository = rackRepository({ ...gems, ...app, 'heapgate.yml': heapgateYml }, head);
    const env = { XDG_CACHE_HOME: join(root, 'cache') };
    const { exitCode, report, stdout, left, stderr } = await check(repository, { env });
    expect({ exitCode, left }, stderr).toEqual({ exitCode: 1, left: [] });
    expect(report?.verdict).toBe('regression');
    const commit = expect.stringMatching(/^\w{10} head$/);
    expect(report?.findings[0]?.culprit).toEqual({ kind: 'commit', name: commit });
    expect(report?.bisect?.candidates).toEqual([
      ...['hg-bay 1.0 → 2.0', 'hg-dill 1.0 → 2.0', 'the app’s own code'],
      commit,
    ]);
    expect(stdout).toMatch(/Came with +\w{10} head/);
  }, 300_000);

  test('that does not leak leaves nothing to bisect', async () => {
    await using repository = rackRepository({ ...gems, ...app }, upgraded('hg-bay', 'hg-dill'));
    const { exitCode, stderr, left } = await bisect(repository);
    expect({ exitCode, left }).toEqual({ exitCode: 3, left: [] });
    expect(stderr).toContain('heapgate: the regression does not show here');
  }, 300_000);
});

test('without a change of gems nothing is measured', async () => {
  await using repository = rackRepository({ ...gems, ...app }, { 'app.rb': `${app['app.rb']}# changed\n` });
  const { exitCode, stderr } = await bisect(repository);
  expect(exitCode).toBe(2);
  expect(stderr.trim().split('\n').at(-1)).toMatch(
    /^heapgate: base and head lock the same dependencies, .*bisect commits/,
  );
  expect(stderr).not.toContain('booting');
}, 60_000);
