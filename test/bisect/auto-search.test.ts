import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { autoSearch } from '../../src/bisect/auto-search.ts';
import type { Regression } from '../../src/bisect/culprit-search.ts';
import { CannotMeasure } from '../../src/cannot-measure.ts';
import type { Compared } from '../../src/comparison.ts';
import { parseConfig } from '../../src/config.ts';
import type { Measurement } from '../../src/leak/measurement.ts';
import { judge } from '../../src/leak/verdict.ts';
import type { MeasuredRevision } from '../../src/measure.ts';
import { planFrom } from '../../src/measuring/plan.ts';
import type { CheckedOutRevision } from '../../src/prepare.ts';
import { Stopwatch } from '../../src/stopwatch.ts';
import { Accounts } from '../../src/traffic/accounts.ts';
import { leaking, measured, worker } from '../leak/sketched-measurement.ts';
import { Repository } from '../revision/repository.ts';

let repository: Repository;
let base: string;

beforeEach(() => {
  repository = Repository.create();
  base = repository.commit('base', { 'app.rb': 'calm', 'Gemfile.lock': 'old' });
  vi.stubEnv('XDG_CACHE_HOME', repository.beside('cache'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await repository[Symbol.asyncDispose]();
});

const full = (measurement: Measurement): MeasuredRevision => ({
  ...measurement,
  accounts: new Accounts([]),
  warmupRounds: 3,
  rounds: 6,
  steady: true,
  notices: [],
  serverThreads: 2,
});

/** A leak between `base` and `head`, in an app that cannot be set up any more. */
function regression(yaml: string, head: string, more: Partial<Regression> = {}): Regression {
  const config = parseConfig(yaml, 'heapgate.yml');
  const plan = planFrom(config, 7);
  const sides = { base: full(measured(worker())), head: full(measured(leaking('Shelf', { Ticket: 200 }))) };
  const compared: Compared = { ...sides, judgement: judge(sides.base, sides.head, plan.limits) };
  const setUp = () => Promise.reject(new CannotMeasure('head: setup failed'));
  const tree = { setUp } as unknown as CheckedOutRevision;
  return {
    repository: repository.directory,
    revisions: {
      base: { sha: base, ref: 'main', worktree: false },
      head: { sha: head, ref: 'change', worktree: false },
      notices: [],
    },
    settings: { config, appFolder: '.', own: { base: config, head: config }, notices: [], changes: [] },
    trees: { base: tree, head: tree },
    compared,
    scenario: { name: 'shop', kinds: [], plan: { lanes: 'auto', end: [], hostile: false } },
    plan,
    port: 0,
    scratch: repository.beside('scratch'),
    stopwatch: new Stopwatch(),
    progress: () => {},
    ...more,
  };
}

describe('what brought a regression', () => {
  test('is not searched for unless heapgate.yml asks for it', async () => {
    const head = repository.commit('head', { 'app.rb': 'leaks' });
    expect(await autoSearch(regression('', head))).toBeUndefined();
  });

  test('is not searched for between a commit and itself', async () => {
    expect(await autoSearch(regression('bisect: auto', base))).toBeUndefined();
  });

  test('is the one commit where there is but one, without a probe', async () => {
    const head = repository.commit('Leak', { 'app.rb': 'leaks' });
    const found = await autoSearch(regression('bisect: auto', head));
    expect(found).toMatchObject({
      culprit: { kind: 'commit', name: `${head.slice(0, 10)} Leak` },
      bisection: { probes: [] },
      notices: [],
    });
  });

  test('is looked for among the upgrades where lockfiles differ; why that failed is said, and no more', async () => {
    const head = repository.commit('head', { 'Gemfile.lock': 'new' });
    const found = await autoSearch(regression('bisect: auto', head));
    expect(found).toMatchObject({ culprit: undefined, bisection: undefined });
    expect(found?.notices).toEqual([expect.stringMatching(/^what brought the leak was not found: /)]);
  });

  test('is not told once the user has ended the run', async () => {
    const head = repository.commit('head', { 'Gemfile.lock': 'new' });
    const signal = AbortSignal.abort(new Error('ended by SIGINT'));
    await expect(autoSearch(regression('bisect: auto', head, { signal }))).rejects.toThrow('ended by SIGINT');
  });
});
