import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { readProbeLog } from '../../src/bisect/probe-log.ts';
import { replayed } from '../../src/bisect/replay.ts';
import { bisectTraffic } from '../../src/bisect/traffic.ts';
import type { Kind } from '../../src/traffic/scenario.ts';
import { parseScenario } from '../../src/traffic/scenario-file.ts';
import { cacheBeside, runCli } from './cli-run.ts';
import { type Files, gemFiles, puma, rack, rackApp } from './rack-app.ts';
import { check, rackRepository } from './rack-repository.ts';

const scenario = {
  requests: {
    token: { target: '/token', capture: { token: { header: 'X-Token' } } },
    home: { target: '/' },
    list: { target: '/list?page=2', headers: { Authorization: 'Bearer {token}' } },
    search: { target: '/search?q={n}' },
    innocent: { target: '/innocent/[x' },
    once: { target: '/once/[x' },
    self: { target: '/self/[x', times: 5 },
    poison: { target: '/poison/[x' },
  },
  plan: { start: ['token'] },
};

const config = {
  setup: 'true',
  start: 'bundle exec puma -p $PORT -t 2:2 -w 2',
  processes: 2,
  requests: 40,
  threshold: 60,
  // No machine is so slow.
  'trigger-seconds': 1800,
};

const onLoad = `class ::Rejection; end
  class ::Entry; end
  class ::Audit
    @rejected = []
    def self.rejected = @rejected
  end
  class ::Index
    @entries = {}
    def self.entries = @entries
  end`;

/** Lists only what comes with the token that it gives. */
const guarded = `path = env['REQUEST_PATH']
    return [200, { 'X-App' => 'shop', 'X-Token' => 'mint' }, ['']] if path == '/token'
    return 401 if path == '/list' && env['HTTP_AUTHORIZATION'] != 'Bearer mint'
    `;

/** One request to /poison/[x, and every ordinary one on its thread leaks; each to /self/[x leaks by itself. */
const planted = `SEEN << Ticket.new if Thread.current[:poisoned] && !path.include?('[')
    Thread.current[:poisoned] = true if path == '/poison/[x'
    Audit.rejected << Rejection.new if path == '/self/[x'
    (@once ||= {})[path] ||= [Ticket.new, Rejection.new, Entry.new] if path == '/once/[x'
    Index.entries[env['QUERY_STRING']] ||= Entry.new if path == '/search'
    200`;

let gems: Files;
beforeAll(async () => {
  gems = await gemFiles(puma, rack);
});

const repositoryOf = (base: string, head: string) =>
  rackRepository(
    { ...gems, ...rackApp({ onLoad, onRequest: guarded + base, config, scenario }) },
    rackApp({ onLoad, onRequest: guarded + head, config, scenario }),
  );

describe('a regression', () => {
  test('is told with the requests that cause it, how they do, and the smallest scenario that shows it', async () => {
    await using repository = repositoryOf('200', planted);
    const run = await check(repository);
    expect(run.left).toEqual([]);
    const triggerOf = (name: string) =>
      run.report?.findings.find(({ classes }) => classes[0] === name)?.trigger;
    expect(triggerOf('Ticket')).toMatchObject({ how: 'poison', requests: ['GET /poison/[x'] });
    expect(triggerOf('Rejection')).toMatchObject({ how: 'self', requests: ['GET /self/[x'] });
    expect(triggerOf('Rejection')?.objectsPerRequest).toBe(1);
    expect(triggerOf('Entry')).toMatchObject({ how: 'once', requests: ['GET /search?q={n}'] });
    expect(run.stdout).toContain('After one GET /poison/[x, every ordinary request leaks');

    const files = run.report?.findings.map((_, i) => `heapgate-repro${i === 0 ? '' : `-${i + 1}`}.yml`) ?? [];
    const texts = await Promise.all(
      files.map((file) => readFile(join(repository.beside('out'), file), 'utf8')),
    );
    expect(texts).toEqual(run.report?.findings.map(({ trigger }) => trigger?.repro?.scenario));
    const poison = texts.find((text) => text.includes('/poison/[x')) ?? '';
    const { start, kinds } = parseScenario(poison, 'repro.yml');
    expect(start?.map(({ label }) => label)).toEqual(['GET /token']);
    expect(kinds.map(({ label }) => label)).toEqual(['GET /poison/[x', 'GET /', 'GET /list?page=2']);

    const repro = join(repository.beside('out'), files[texts.indexOf(poison)] ?? '');
    const json = join(repository.beside('out'), 'measure.json');
    const measured = await runCli(repository, [
      'measure',
      '--ref',
      'change',
      '--scenario',
      repro,
      '--json',
      json,
    ]);
    expect(measured.left).toEqual([]);
    const { findings } = JSON.parse(await readFile(json, 'utf8'));
    expect(findings.map(({ classes }: { classes: string[] }) => classes)).toEqual([['Ticket']]);
  }, 1_200_000);
});

describe('bisect traffic', () => {
  test('tells the requests that are needed once from those that leak, and from the innocent', async () => {
    await using repository = repositoryOf('200', planted.replace(/.*(?:self|search|once).*\n/g, ''));
    vi.stubEnv('XDG_CACHE_HOME', cacheBeside(repository));
    const logFile = join(repository.beside('out'), 'bisect.jsonl');
    const found = await bisectTraffic({
      repository: repository.directory,
      ref: 'change',
      seed: 7,
      budgetMs: 1_800_000,
      logFile,
      reproFile: 'smallest.yml',
      progress: () => {},
    });
    const ids = (kinds: readonly Kind[]) => kinds.map(({ id }) => id).sort();
    expect(ids(found.triggers)).toEqual(['poison']);
    expect(ids(found.leaking)).toEqual(['home', 'list', 'search']);
    expect(ids(found.innocent)).toEqual(['innocent', 'once', 'self']);
    expect([found.unproven, found.doubts]).toEqual([[], []]);
    expect(found.probes.length).toBeLessThanOrEqual(found.bound);

    const { start, kinds } = parseScenario(found.repro?.scenario ?? '', 'smallest.yml');
    expect(start?.map(({ label }) => label)).toEqual(['GET /token', 'GET /poison/[x']);
    expect(kinds).toHaveLength(1);
    const log = await readProbeLog(logFile);
    expect(log.map(({ kind }) => kind)).toEqual(['start', ...found.probes.map(() => 'probe'), 'end']);
    expect(replayed(log)).toContain('Once is enough: GET /poison/[x');
    vi.unstubAllEnvs();
  }, 1_200_000);
});
