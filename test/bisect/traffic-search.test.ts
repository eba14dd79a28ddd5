import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NothingLeaks } from '../../src/bisect/nothing-leaks.ts';
import type { LeakOracle, Prepare } from '../../src/bisect/oracle.ts';
import { readProbeLog } from '../../src/bisect/probe-log.ts';
import { OutOfTime } from '../../src/bisect/probes.ts';
import { replayed } from '../../src/bisect/replay.ts';
import { TrafficCandidates } from '../../src/bisect/traffic-candidates.ts';
import { searchTraffic } from '../../src/bisect/traffic-search.ts';
import type { PreparedRevision } from '../../src/prepare.ts';
import type { Kind, Scenario } from '../../src/traffic/scenario.ts';
import { get } from '../traffic/kinds.ts';

const [login, home, list] = [get('/login'), get('/'), get('/list')];
const [poison, innocent] = [get('/p/[x'), get('/q/[x')];
const shop: Scenario = {
  name: 'shop',
  kinds: [poison, innocent, home, list],
  start: [login],
  plan: { lanes: 'auto', end: ['home'], hostile: false },
};
const revision: PreparedRevision = {
  label: 'app',
  sha: '1a2b3c4d5e6f',
  checkoutDirectory: '/shop',
  appDirectory: '/shop',
  recipe: {} as PreparedRevision['recipe'],
  notices: [],
  packageCache: '',
};

/** An app whose thread is poisoned by one request, after which each of `leaking` leaks; `asked` counts its boots. */
class PoisonedApp implements LeakOracle {
  asked = 0;
  readonly #confirms: boolean;

  constructor({ confirms = true } = {}) {
    this.#confirms = confirms;
  }

  ask = async (prepare: Prepare) => {
    this.asked++;
    const { start = [], kinds } = (await prepare()).scenario ?? shop;
    const isPoisoned = [...start, ...kinds].some(({ id }) => id === poison.id);
    const leaks = isPoisoned && kinds.some(({ id }) => id === home.id || id === list.id);
    return { answer: leaks ? ('leaks' as const) : ('clean' as const) };
  };

  confirm = async (prepare: Prepare) => (this.#confirms ? this.ask(prepare) : { answer: 'clean' as const });
}

let folder: AsyncDisposable & { readonly path: string };
let logFile: string;

beforeEach(async () => {
  folder = await mkdtempDisposable(join(tmpdir(), 'hg-search-'));
  logFile = join(folder.path, 'log.jsonl');
});

afterEach(() => folder[Symbol.asyncDispose]());

const searched = (app: LeakOracle, budgetMs = 60_000) =>
  searchTraffic({
    findingId: 'f',
    sha: revision.sha,
    kinds: shop.kinds,
    candidates: new TrafficCandidates(revision, shop, 'config'),
    oracle: () => app,
    tell: () => ['Told.'],
    logFile,
    budgetMs,
    progress: () => {},
  });

const labels = (kinds: readonly Kind[]) => kinds.map(({ label }) => label);

describe('a search for requests', () => {
  it('names the role of each, and the fewest that leak, which it confirms', async () => {
    const found = await searched(new PoisonedApp());
    expect(labels(found.triggers)).toEqual(['GET /p/[x']);
    expect(labels(found.leaking).sort()).toEqual(['GET /', 'GET /list']);
    expect(labels(found.innocent)).toEqual(['GET /q/[x']);
    expect(labels(found.smallest.once)).toEqual(['GET /p/[x']);
    expect(found.smallest.repeated).toHaveLength(1);
    expect(found).toMatchObject({ ranOut: false, doubts: [] });
    expect(found.probes.length).toBeLessThanOrEqual(found.bound);
  });

  it('logs each probe, and what it came to, so that it can be explained', async () => {
    const found = await searched(new PoisonedApp());
    const log = await readProbeLog(logFile);
    expect(log.map(({ kind }) => kind)).toEqual(['start', ...found.probes.map(() => 'probe'), 'end']);
    const told = replayed(log).split('\n');
    expect(told[0]).toBe(`Finding f, of 1a2b3c4d5e6f: 4 kinds of request, at most ${found.bound} probes.`);
    expect(told[1]).toMatch(/^ +1\. GET \/, GET \/list, GET \/p\/\[x and 1 more: leaks, /);
    expect(told.join('\n')).toContain('after one GET /p/[x, GET /');
    expect(told.at(-1)).toBe('Told.');
  });

  it('asks nothing again that the log knows', async () => {
    const { smallest } = await searched(new PoisonedApp());
    const app = new PoisonedApp();
    const again = await searched(app);
    expect(app.asked).toBe(0);
    expect(again.smallest).toEqual(smallest);
  });

  it('says so where a full measurement does not show what was found', async () => {
    const found = await searched(new PoisonedApp({ confirms: false }));
    expect(found.doubts).toEqual([
      'it leaked in short measurements, but not in a full one: look at it with care',
    ]);
  });

  it('ends where nothing leaks any more', async () => {
    const clean: LeakOracle = {
      ask: async () => ({ answer: 'clean' }),
      confirm: async () => ({ answer: 'clean' }),
    };
    await expect(searched(clean)).rejects.toThrow(NothingLeaks);
  });

  it('says that time ran out where nothing was probed, and not that nothing leaks', async () => {
    const late = searched(new PoisonedApp(), -1);
    await expect(late).rejects.toThrow(NothingLeaks);
    await expect(late).rejects.toThrow(
      /^time ran out before the leak was measured again: give it more time with --budget$/,
    );
  });

  it('keeps what it cannot tell of when time runs out', async () => {
    const app = new PoisonedApp();
    const ask = async (prepare: Prepare) => {
      if (app.asked === 2) throw new OutOfTime();
      return app.ask(prepare);
    };
    const found = await searched({ ask, confirm: ask });
    expect(found).toMatchObject({ ranOut: true, doubts: [] });
    expect(found.smallest.repeated).toContain(poison);
    expect(labels(found.unproven)).toContain('GET /p/[x');
    expect(found.innocent).toEqual([]);
  });
});

describe('a sequence of requests', () => {
  const candidates = new TrafficCandidates(revision, shop, 'config');
  const scenarioOf = async (once: readonly Kind[], repeated: readonly Kind[]) =>
    (await candidates.of({ once, repeated }).prepare()).scenario;

  it('is sent after the log-in: first what is sent once, then the others in rounds', async () => {
    const scenario = await scenarioOf([poison], [home, list]);
    expect(scenario?.start).toEqual([login, poison]);
    expect(scenario?.kinds).toEqual([home, list]);
  });

  it('has rounds that are made of hostile requests where there are no others', async () => {
    expect((await scenarioOf([], [poison]))?.kinds).toEqual([{ ...poison, hostile: false }]);
    expect((await scenarioOf([], [poison, home]))?.kinds).toEqual([poison, home]);
  });

  it('is known by all that an answer depends on', () => {
    const measured = (once: readonly Kind[], repeated: readonly Kind[], circumstances = 'config') =>
      new TrafficCandidates(revision, shop, circumstances).of({ once, repeated }).measured;
    expect(measured([poison], [home])).toBe(measured([poison], [home]));
    const others = [
      measured([], [home]),
      measured([], [poison, home]),
      measured([poison], [list]),
      measured([poison], [home], 'another config'),
    ];
    expect(others).not.toContain(measured([poison], [home]));
    expect(new Set(others).size).toBe(others.length);
  });
});
