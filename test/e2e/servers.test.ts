import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { runCli } from './cli-run.ts';
import { type Files, gemFiles, leaking, puma, rack, rackApp, webrick } from './rack-app.ts';
import { check, rackRepository } from './rack-repository.ts';

const startedBy = (start: string): Files => rackApp({ config: { start } });

/** Without heapgate.yml: what to do is told from the other files. */
const procfile = (): Files => {
  const { 'heapgate.yml': _, ...app } = rackApp();
  return { ...app, Procfile: 'web: bundle exec puma -p $PORT\n' };
};

describe.each([
  {
    server: 'Puma',
    gems: [puma, rack],
    app: startedBy('bundle exec puma -p $PORT'),
    workers: 1,
  },
  {
    server: 'Puma in cluster mode',
    gems: [puma, rack],
    app: startedBy('bundle exec puma -p $PORT -w 2 -t 2:2'),
    workers: 2,
  },
  {
    server: 'Puma in cluster mode, with the app preloaded',
    gems: [puma, rack],
    app: startedBy('bundle exec puma -p $PORT -w 2 -t 2:2 --preload'),
    workers: 2,
  },
  {
    server: 'a newer Puma',
    gems: ["'puma', '>= 6'", rack],
    app: startedBy('bundle exec puma -p $PORT'),
    workers: 1,
  },
  {
    server: 'rackup on WEBrick',
    gems: [webrick, rack],
    app: startedBy('bundle exec rackup -s webrick -o 127.0.0.1 -p $PORT'),
    workers: 1,
  },
  {
    server: 'Unicorn',
    gems: ["'unicorn', '~> 6.1'", rack],
    app: startedBy('bundle exec unicorn -E production -l 127.0.0.1:$PORT'),
    workers: 1,
  },
  { server: 'a Procfile, without heapgate.yml', gems: [puma, rack], app: procfile(), workers: 1 },
])('an app started by $server', ({ gems, app, workers }) => {
  let base: Files;
  beforeAll(async () => {
    base = { ...app, ...(await gemFiles(...gems)) };
  }, 180_000);

  test('is found to leak one object per request, with the holder and the line', async () => {
    await using repository = rackRepository(base, leaking);
    const { exitCode, report, left } = await check(repository);
    expect(exitCode).toBe(1);
    expect(left).toEqual([]);
    expect(report?.head.processes.filter(({ role }) => role === 'worker')).toHaveLength(workers);
    expect(report?.findings).toMatchObject([
      {
        status: 'new',
        classes: ['Ticket'],
        objectsPer1000: 1000,
        holder: 'Array',
        sites: [{ file: 'app.rb', line: 13, inRepository: true }],
      },
    ]);
    expect(report?.findings[0]?.path.map(({ edge }) => edge)).toEqual([
      undefined,
      expect.stringMatching(/App$/),
      expect.stringMatching(/SEEN$/),
    ]);
  }, 60_000);

  test('passes where nothing grows', async () => {
    await using repository = rackRepository(base, { 'README.md': 'A shop.' });
    const { exitCode, report, left } = await check(repository);
    expect(exitCode).toBe(0);
    expect(left).toEqual([]);
    expect(report).toMatchObject({ verdict: 'pass', findings: [] });
  }, 60_000);
});

describe('an app on Puma', () => {
  const config = { setup: 'true', start: 'bundle exec puma -p $PORT' };
  let gems: Files;
  beforeAll(async () => {
    gems = await gemFiles(puma, rack);
  });

  test('is found to leak for a form that is sent', async () => {
    const scenario = {
      requests: { home: { target: '/' }, order: { target: '/orders', form: { tea: 'Assam & co' } } },
    };
    const onRequest = `SEEN << Ticket.new if env['rack.input'].read == 'tea=Assam+%26+co'
    200`;
    await using repository = rackRepository(
      { ...gems, ...rackApp({ scenario, config }) },
      { 'app.rb': appWith(onRequest) },
    );
    const { exitCode, report } = await check(repository);
    expect(exitCode).toBe(1);
    expect(report?.findings).toMatchObject([{ classes: ['Ticket'], sites: [{ file: 'app.rb', line: 13 }] }]);
    const orders = report?.head.kinds.find(({ id }) => id === 'order');
    expect(orders).toMatchObject({ label: 'POST /orders', status: { 200: orders?.planned } });
    // As many as were answered: each process is looked at by its own requests.
    const share = (orders?.reached ?? 0) / requestsOf(report?.head.kinds ?? []);
    expect(report?.findings[0]?.objectsPer1000).toBeCloseTo(1000 * share, 0);
  }, 60_000);

  test('passes where head answers otherwise without leaking, and the report says so', async () => {
    const broken = "env['PATH_INFO'] == '/list' ? 500 : 200";
    await using repository = rackRepository(
      { ...gems, ...rackApp({ config }) },
      { 'app.rb': appWith(broken) },
    );
    const { exitCode, report, stdout } = await check(repository);
    expect(exitCode).toBe(0);
    expect(Object.keys(report?.base.kinds.find(({ id }) => id === 'list')?.status ?? {})).toEqual(['200']);
    expect(Object.keys(report?.head.kinds.find(({ id }) => id === 'list')?.status ?? {})).toEqual(['500']);
    expect(stdout).toMatch(/Answered differently.*\n.*GET \/list\?page=2 +200.* 500/);
  }, 60_000);

  test('passes where head mends one of two leaks, and the other is as it was', async () => {
    const scenario = { requests: { home: { target: '/' }, odd: { target: '/p/[x', times: 8 } } };
    const onLoad = 'ORDERS = {}; class Order; end';
    const ordinary = "ORDERS[ORDERS.size] = Order.new unless env['PATH_INFO'].start_with?('/p/')\n    200";
    const both = `8.times { SEEN << Ticket.new } if env['PATH_INFO'].start_with?('/p/')\n    ${ordinary}`;
    const base = rackApp({ onLoad, onRequest: both, scenario, config: { ...config, threshold: 100 } });
    const mended = rackApp({ onLoad, onRequest: ordinary });
    await using repository = rackRepository({ ...gems, ...base }, { 'app.rb': mended['app.rb'] ?? '' });
    const { exitCode, report } = await check(repository);
    const statuses = report?.findings.map(({ classes, status }) => [...classes, status]);
    expect(statuses).toEqual([
      ['App::Order', 'existing'],
      ['Ticket', 'gone'],
    ]);
    expect(exitCode).toBe(0);
  }, 90_000);

  test('sees nothing of the job’s secrets, and `setup` alone sees setup-env', async () => {
    const onLoad =
      'File.write("#{ENV[\'OUT\']}/start", ENV.to_h.map { |pair| pair.join(\'=\') }.join("\\n"))';
    await using repository = rackRepository({ ...gems, ...rackApp({ onLoad }) }, {});
    const out = repository.beside('environments');
    const seen = { OUT: out, SHOP: 'tea' };
    const whole = {
      setup: 'env > "$OUT/setup"',
      reset: 'env > "$OUT/reset"',
      start: config.start,
      env: seen,
      'setup-env': { REGISTRY_TOKEN: 'of-the-registry' },
    };
    const { 'heapgate.yml': text = '' } = rackApp({ config: whole });
    repository.commit('environment', { 'heapgate.yml': text });
    const { exitCode } = await runCli(repository, ['measure'], { env: secrets });
    expect(exitCode).toBe(0);
    for (const step of ['setup', 'reset', 'start']) {
      const variables = (await readFile(join(out, step), 'utf8')).split('\n');
      const names = variables.map((variable) => variable.split('=', 1)[0]);
      expect([step, variables.filter((variable) => variable.includes('secret'))]).toEqual([step, []]);
      expect([step, names.filter((name) => Object.keys(secrets).includes(name ?? ''))]).toEqual([step, []]);
      expect(variables).toContain('SHOP=tea');
      expect([step, names.includes('REGISTRY_TOKEN')]).toEqual([step, step === 'setup']);
    }
  }, 60_000);
});

const secrets = {
  GITHUB_TOKEN: 'secret-1',
  GH_TOKEN: 'secret-2',
  'INPUT_GITHUB-TOKEN': 'secret-3',
  'INPUT_SETUP-ENV': 'secret-4',
  ACTIONS_RUNTIME_TOKEN: 'secret-5',
  ACTIONS_ID_TOKEN_REQUEST_URL: 'secret-6',
  GITHUB_OUTPUT: 'secret-7',
  GITHUB_ENV: 'secret-8',
  GITHUB_STEP_SUMMARY: 'secret-9',
  AWS_SECRET_ACCESS_KEY: 'secret-10',
  HEAPGATE_SECRET: 'secret-11',
  BUNDLE_GEMS__EXAMPLE__COM: 'secret-12',
};

const appWith = (onRequest: string): string => rackApp({ onRequest })['app.rb'] ?? '';

const requestsOf = (kinds: readonly { readonly reached: number }[]): number =>
  kinds.reduce((sum, { reached }) => sum + reached, 0);
