import { describe, expect, it } from 'vitest';
import { CannotMeasure } from '../src/cannot-measure.ts';
import { readSettings, type Settings, type SettingsRequest } from '../src/settings.ts';
import { Repository } from './revision/repository.ts';

type Options = Omit<SettingsRequest, 'repository' | 'base' | 'head'>;

const revision = (sha: string) => ({ sha, ref: 'any', worktree: false });

/** Settings of a branch that has `onHead` as heapgate.yml, where base has `onBase`. */
async function settingsOf(
  onBase: string | undefined,
  onHead: string | undefined,
  options: Options = {},
): Promise<Settings> {
  await using repository = Repository.create();
  const file = options.configFile ?? 'heapgate.yml';
  const at = (text: string | undefined) => (text === undefined ? {} : { [file]: text });
  const base = repository.commit('base', { app: 'base', ...at(onBase) });
  if (onBase !== undefined && onHead === undefined) repository.git('rm', '--quiet', file);
  const head = repository.commit('head', { app: 'head', ...at(onHead) });
  return await readSettings({
    repository: repository.directory,
    base: revision(base),
    head: revision(head),
    ...options,
  });
}

describe('on a pull request', () => {
  it('base decides, whatever the branch proposes, and the change is shown', async () => {
    const { config, changes, notices } = await settingsOf(
      'threshold: 10',
      'threshold: 100000\nignore: [{ class: Event, reason: none }]',
    );
    expect(config.threshold).toBe(10);
    expect(config.ignore).toEqual([]);
    expect(notices).toEqual([]);
    expect(changes).toEqual([
      "this branch changes heapgate.yml: what it proposes counts once it is merged, this run went by base's",
    ]);
  });

  it('each revision says how it is set up, started and when it is ready, and the change is shown', async () => {
    const { own, changes } = await settingsOf(
      'start: old\nready: /up',
      'start: new\nsetup: make\nready: /health',
    );
    expect(own.base).toMatchObject({ start: 'old', ready: '/up' });
    expect(own.base.setup).toBeUndefined();
    expect(own.head).toMatchObject({ start: 'new', setup: 'make', ready: '/health' });
    expect(changes).toEqual([
      'this branch changes `setup` in heapgate.yml: the detected one became `make`',
      'this branch changes `start` in heapgate.yml: `old` became `new`',
      'this branch changes `ready` in heapgate.yml: `/up` became `/health`',
    ]);
  });

  it('that changes nothing of it, nothing is said', async () => {
    const { changes, notices } = await settingsOf('threshold: 7', '# the same\nthreshold: 7');
    expect([...changes, ...notices]).toEqual([]);
  });

  it('that is the first to have a config, head’s counts, and it is said', async () => {
    const { config, own, notices, changes } = await settingsOf(undefined, 'threshold: 7\nstart: run');
    expect(config.threshold).toBe(7);
    expect(own.base.start).toBe('run');
    expect(notices).toEqual([
      'heapgate.yml is new on this branch: heapgate took it from head, and will take it from base once it is merged',
    ]);
    expect(changes).toEqual([]);
  });

  it('that removes the config, base’s counts, and it is shown', async () => {
    const { config, own, changes } = await settingsOf('threshold: 7\nstart: run', undefined);
    expect(config.threshold).toBe(7);
    expect(own.head.start).toBe('run');
    expect(changes).toEqual([
      "this branch removes heapgate.yml: that counts once it is merged, this run went by base's",
    ]);
  });

  it('that has no config on either side, defaults count, and nothing is said', async () => {
    const { config, appFolder, notices, changes } = await settingsOf(undefined, undefined);
    expect(config.threshold).toBe(10);
    expect(appFolder).toBe('.');
    expect([...changes, ...notices]).toEqual([]);
  });
});

it('what the caller asks for goes over both sides', async () => {
  const { config, own, changes } = await settingsOf(
    'threshold: 10\nstart: old',
    'threshold: 10\nstart: new',
    {
      overrides: { threshold: 3, start: 'mine', rounds: undefined },
    },
  );
  expect(config).toMatchObject({ threshold: 3, rounds: 6 });
  expect([own.base.start, own.head.start]).toEqual(['mine', 'mine']);
  expect(changes).toEqual([]);
});

it('the app is in the folder of its config, or where that says', async () => {
  const folderOf = async (text: string, options: Options) =>
    (await settingsOf(text, text, options)).appFolder;
  expect(await folderOf('', { configFile: 'services/shop/heapgate.yml' })).toBe('services/shop');
  expect(await folderOf('', { configFile: './ci/../heapgate.yml' })).toBe('.');
  expect(await folderOf('working-directory: web', {})).toBe('web');
});

it('a config is looked for in the app’s folder that the caller names', async () => {
  await using repository = Repository.create();
  const sha = repository.commit('base', { 'services/shop/heapgate.yml': 'threshold: 4' });
  const settings = await readSettings({
    repository: repository.directory,
    base: revision(sha),
    head: revision(sha),
    overrides: { 'working-directory': 'services/shop' },
  });
  expect(settings).toMatchObject({ appFolder: 'services/shop', config: { threshold: 4 } });
});

it('the worktree’s config is the one on disk, saved but not committed', async () => {
  await using repository = Repository.create();
  const sha = repository.commit('base', { 'heapgate.yml': 'start: old' });
  repository.write('heapgate.yml', 'start: new');
  const settings = await readSettings({
    repository: repository.directory,
    base: revision(sha),
    head: { ...revision(sha), worktree: true },
  });
  expect(settings.own.head.start).toBe('new');
});

it('a config that was asked for and is nowhere is an error', async () => {
  const failure = await settingsOf(undefined, undefined, { configFile: 'ci/heapgate.yml' }).catch(
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(CannotMeasure);
  expect(String(failure)).toContain('there is no ci/heapgate.yml on base or head');
});

it('a config that cannot be read is an error that names the file', async () => {
  await expect(settingsOf('threshold: many', undefined)).rejects.toThrow(/^heapgate\.yml: threshold: /);
});
