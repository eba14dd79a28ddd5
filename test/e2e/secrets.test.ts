import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GitHubServer } from '../action/github-server.ts';
import { runJob } from '../action/runner.ts';
import { pullRequestPayload } from '../github/payloads.ts';
import { Repository } from '../revision/repository.ts';
import { canaries, canariesBelow, canariesIn } from './canaries.ts';
import { type CliRun, cacheBeside, runCli } from './cli-run.ts';
import { type Files, gemFiles, puma, rack, rackApp } from './rack-app.ts';
import { rackRepository } from './rack-repository.ts';

const config = {
  setup: 'echo "installing with $GEM_TOKEN"',
  start: 'bundle exec puma -p $PORT -t 1:1',
  env: { SECRET_KEY_BASE: canaries.keyBase },
  'setup-env': { GEM_TOKEN: canaries.setupToken },
  'trigger-seconds': 5,
  'upload-dumps': true,
};
const scenario = {
  headers: { Authorization: `Bearer ${canaries.header}`, Cookie: `shop=${canaries.cookie}` },
  requests: {
    home: { target: `/?token=${canaries.urlQuery}` },
    hook: { target: `/hooks/${canaries.urlPath}?login=$\{SHOP_LOGIN}` },
    login: { target: '/login', form: { user: canaries.mail, password: canaries.form } },
  },
};
/** What a job's environment holds. */
const env = {
  DEPLOY_TOKEN: canaries.jobToken,
  DATABASE_URL: `postgres://shop:${canaries.databasePassword}@127.0.0.1/shop`,
  SHOP_LOGIN: canaries.variable,
};

/** Everything is made at run time: what the source itself says is no secret. */
const onLoad = `require 'json'
  S = JSON.parse(File.read('settings.json'))
  Object.const_set("Tenant#{S['className']}", Class.new { def initialize(it) = instance_variable_set("@#{S['variableName']}", it) })
  TENANT = Object.const_get("Tenant#{S['className']}")
  HELD = { S['symbol'].to_sym => { S['hashKey'] => [] } }
  QUEUE = Queue.new
  Thread.new { kept = []; loop { kept << QUEUE.pop } }.name = S['thread']
  $stderr.puts "loaded with #{ENV.to_h}"`;
const answer = `$stderr.puts "#{env['REQUEST_URI']} #{env['HTTP_AUTHORIZATION']} #{S['logLine']} of #{S['mail']}"
    200`;
const leak = `HELD.values.first.values.first << TENANT.new(S['string'] + rand.to_s)
    QUEUE << [S['string'] + rand.to_s]
    ${answer}`;
const failing = `${onLoad}\nabort "#{ENV.to_h} #{S}"\n`;

const appFile = (onRequest: string): string => rackApp({ onLoad, onRequest })['app.rb'] ?? '';

let base: Files;
let repository: Repository;

beforeAll(async () => {
  base = {
    ...(await gemFiles(puma, rack)),
    ...rackApp({ config, scenario, onLoad, onRequest: answer }),
    'settings.json': JSON.stringify(canaries),
  };
  repository = rackRepository(base, { 'app.rb': appFile(leak) });
});

afterAll(async () => {
  await repository[Symbol.asyncDispose]();
});

const out = (file: string): string => join(repository.beside('out'), file);

async function run(...args: readonly string[]): Promise<CliRun> {
  const result = await runCli(repository, args, { env });
  expectNothingTold(result);
  return result;
}

/** Nowhere: on the terminal, in files it wrote, among what it keeps for the next run. */
function expectNothingTold({ stdout, stderr, left }: CliRun): void {
  expect(canariesIn(stdout)).toEqual([]);
  expect(canariesIn(stderr)).toEqual([]);
  expect(canariesBelow(repository.beside('out'))).toEqual([]);
  expect(canariesBelow(cacheBeside(repository))).toEqual([]);
  expect(left.filter((each) => !each.startsWith('changed'))).toEqual([]);
}

describe('no verb tells a secret:', () => {
  test('check, and analyze and diff of the dumps that it kept', async () => {
    const kept = repository.beside('kept');
    const reports = ['--json', out('r.json'), '--html', out('r.html'), '--markdown', out('r.md')];
    const checked = await run('check', '--base', 'main', '--keep', kept, '--timings', ...reports);
    expect(checked.exitCode).toBe(1);
    // What holds canaries is told of, without them.
    expect(checked.stdout).toContain('[a Symbol]: Hash');
    expect(checked.stdout).toContain('Thread "***"');
    expect(checked.stdout).toMatch(/^ {2}\*\*\* +0 +\+1,000/m);
    // They are there to be told: the dumps, which are kept for the user alone, hold them.
    const places = canariesBelow(kept).map((found) => found.split(' ')[0]);
    expect(places).toEqual(expect.arrayContaining(['string', 'hashKey', 'symbol', 'className', 'keyBase']));

    const [before = '', after = ''] = ['before', 'after'].map((when) => `${kept}/head-worker-0-${when}.json`);
    const files = ['--json', out('a.json'), '--folded', out('a.txt'), '--flamegraph', out('a.html')];
    await run('analyze', after, '--limit', '1000', ...files);
    await run('diff', before, after, '--threshold', '10', '--json', out('d.json'));
  });

  test('measure and bisect', async () => {
    await run('measure', '--ref', 'change', '--json', out('m.json'));
    const commits = await run('bisect', 'commits', '--base', 'main', '--json', out('c.json'));
    expect(commits.stdout).toMatch(/Came with +\w+ head/);
    const traffic = await run('bisect', 'traffic', '--out', out('t.yml'), '--json', out('t.json'));
    expect(traffic.stdout).toMatch(/^Whenever sent, GET .*\*\*\*/);
    const dependencies = await run('bisect', 'dependencies', '--base', 'main');
    expect(dependencies.stderr).toContain('lock the same');
  });

  test('what is shared out among machines', async () => {
    const shard = out('shard.json');
    await run('check', '--base', 'main', '--shard', '1/1', '--json', shard);
    const merged = await run('merge', shard, '--json', out('s.json'), '--html', out('s.html'));
    expect(merged.stdout).toContain('[a Symbol]: Hash');

    // There is something to ask about where the leak has one of two commits.
    repository.git('checkout', '--quiet', '-b', 'two');
    repository.commit('later', { 'NOTES.md': 'Nothing.' });
    repository.git('checkout', '--quiet', 'change');
    const [plan, answer] = [out('plan.json'), out('answer.json')];
    const revisions = ['--base', 'main', '--head', 'two'];
    const planned = await run('bisect', 'plan', 'commits', ...revisions, '--json', plan);
    expect(planned.stdout).toContain('{"candidate"');
    const probed = await run('bisect', 'probe', plan, '--candidate', '1', '--json', answer);
    expect(probed, probed.stderr).toMatchObject({ exitCode: 0 });
    const joined = await run('bisect', 'merge', plan, answer, '--last', '--json', out('j.json'));
    expect(joined, joined.stderr).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('Came with'),
    });
  });

  test('record and import', async () => {
    await using server = createServer((_request, response) => response.end('ok'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const script = join(repository.beside('scripts'), 'ask.mjs');
    writeFileSync(
      script,
      `const headers = { Authorization: 'Bearer ${canaries.header}', Cookie: 'shop=${canaries.cookie}' };
      const ask = (path, more) => fetch(process.env.BASE_URL + path, { headers, ...more });
      await ask('/?token=${canaries.urlQuery}');
      await ask('/hooks/${canaries.urlPath}');
      await ask('/login', { method: 'POST', body: new URLSearchParams({ password: '${canaries.form}' }) });`,
    );
    const files = ['--out', out('recorded.yml'), '--json', out('recorded.json')];
    const recorded = await run('record', '--target', target, ...files, '--', process.execPath, script);
    expect(recorded).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Recorded 3 requests') });

    const log = join(repository.beside('logs'), 'access.log');
    const line = (path: string) =>
      `10.0.0.1 - ${canaries.mail} [02/Jan/2024:03:04:05 +0000] "GET ${path} HTTP/1.1" 200 2 "/?token=${canaries.urlQuery}" "curl"\n`;
    writeFileSync(log, [`/?token=${canaries.urlQuery}`, `/hooks/${canaries.urlPath}`].map(line).join(''));
    const imported = await run('import', log, '--out', out('imported.yml'), '--json', out('imported.json'));
    expect(imported).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Read 2 requests') });
  });

  test('init', async () => {
    const { 'heapgate.yml': _config, 'scenarios/shop.yml': _scenario, ...app } = base;
    await using plain = Repository.create();
    plain.commit('base', { ...app, 'app.rb': appFile(leak) });
    const started = await runCli(plain, ['init', '--json', out('i.json')], { env });
    expect(started.exitCode).toBe(0);
    expectNothingTold(started);
    const written = started.stdout.match(/(?<=^wrote ).*/gm) ?? [];
    expect(written).toHaveLength(3);
    for (const file of written) expect(canariesIn(readFileSync(join(plain.directory, file)))).toEqual([]);
  });

  test('an app that prints them as it fails to start, and a setup that does', async () => {
    await using broken = rackRepository(base, { 'app.rb': failing });
    const failed = await runCli(broken, ['check', '--base', 'main'], { env });
    expect(failed.stderr).toMatch(/^heapgate: head does not boot: .*\n {2}\| /ms);
    expectNothingTold(failed);

    const setup = `'echo "401 for $GEM_TOKEN"; GEM_TOKEN=${canaries.form} false'`;
    broken.commit('setup', {
      'heapgate.yml': `setup: ${setup}\nsetup-env: { GEM_TOKEN: ${canaries.setupToken} }\n`,
    });
    const refused = await runCli(broken, ['measure'], { env });
    expect(refused.stderr).toMatch(
      /setup failed with exit code 1: .*GEM_TOKEN=\*\*\*.*\n {2}\| 401 for \*\*\*/,
    );
    expectNothingTold(refused);
  });
});

describe('the Action tells no secret', () => {
  const entry =
    process.env.HEAPGATE_TEST_ACTION ?? fileURLToPath(new URL('../../src/action.ts', import.meta.url));

  /** Everything that leaves a job on a pull request with this head: log, summary, outputs, files, comments. */
  async function everythingTold(app: string) {
    await using opened = rackRepository(base, { 'app.rb': app });
    await using server = await GitHubServer.start();
    const headSha = opened.git('rev-parse', 'change');
    opened.git('checkout', '--quiet', '--detach', 'main');
    opened.git('merge', '--quiet', '--no-ff', '--no-edit', 'change');
    const job = await runJob(entry, {
      event: 'pull_request',
      payload: pullRequestPayload({ headSha }),
      apiUrl: server.apiUrl,
      workspace: opened.directory,
      with: { 'github-token': canaries.jobToken },
      env: {
        ...env,
        GITHUB_SHA: opened.head(),
        XDG_CACHE_HOME: cacheBeside(opened),
        TMPDIR: opened.beside('tmp'),
      },
    });
    const files = Object.entries(job.files).map(([path, bytes]) => ({
      path,
      bytes: path.endsWith('.gz') ? gunzipSync(bytes) : bytes,
    }));
    const told = {
      // By these the runner learns what to mask, and does not show them.
      log: job.log.replaceAll(/^::add-mask::.*$/gm, ''),
      summary: job.summary,
      outputs: JSON.stringify(job.outputs),
      comments: server.comments.map(({ body }) => body).join('\n'),
      files: Buffer.concat(files.map(({ bytes }) => bytes)),
    };
    expect(canariesBelow(opened.beside('tmp'))).toEqual([]);
    return { ...job, told, paths: files.map(({ path }) => path) };
  }

  const places = (told: Readonly<Record<string, string | Buffer>>): Record<string, string[]> =>
    Object.fromEntries(Object.entries(told).map(([where, text]) => [where, canariesIn(text)]));
  const nowhere = { log: [], summary: [], outputs: [], comments: [], files: [] };

  test('when it fails the job, nor do the dumps that it hands over', async () => {
    const { outputs, paths, told } = await everythingTold(appFile(leak));
    expect(outputs.verdict).toBe('regression');
    expect(told.comments).toContain('**Regression: ');
    const dumps = ['base', 'head'].flatMap((side) =>
      ['before', 'after'].map((when) => `${outputs.dumps}/${side}-worker-0-${when}.json.gz`),
    );
    expect(paths).toEqual(expect.arrayContaining(dumps));
    expect(told.files.includes('"value":"')).toBe(true);
    expect(places(told)).toEqual(nowhere);
  });

  test('when it cannot measure', async () => {
    const { outputs, told } = await everythingTold(failing);
    expect(outputs.verdict).toBeUndefined();
    expect(told.summary).toContain('The last lines of the app’s log');
    expect(places(told)).toEqual(nowhere);
  });
});
