/** biome-ignore-all lint/suspicious/noTemplateCurlyInString: values are written so in scenarios */
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Repository } from '../revision/repository.ts';
import { type CliOptions, type CliRun, runCli } from './cli-run.ts';
import { type Files, gemFiles, puma, rack, rackApp } from './rack-app.ts';
import { expectRefusal } from './refusal.ts';

/** Nothing to install: the gems are there. */
const ready = { setup: 'true', start: 'bundle exec puma -p $PORT', 'ready-timeout-seconds': 10 };
const app = (config: object = {}, onRequest = '200'): Files =>
  rackApp({ onRequest, config: { ...ready, ...config } });

let gems: Files;
let repository: Repository;

beforeAll(async () => {
  gems = await gemFiles(puma, rack);
});

beforeEach(() => {
  repository = Repository.create();
});

afterEach(async () => {
  await repository[Symbol.asyncDispose]();
});

/** One commit on `main`, and one above it on the branch that is checked out. */
function commit(base: Files, head: Files = {}): void {
  repository.commit('base', { ...gems, ...base });
  repository.git('checkout', '--quiet', '-b', 'change');
  repository.commit('head', head);
}

const check = (args: readonly string[] = ['--base', 'main'], options?: CliOptions): Promise<CliRun> =>
  runCli(repository, ['check', '--quiet', ...args], options);

describe('the repository:', () => {
  test('none here', async () => {
    const directory = repository.beside('plain');
    expectRefusal(
      await check([], { directory }),
      `${directory} is not in a git repository: run heapgate inside`,
    );
  });

  test('without a commit', async () => {
    expectRefusal(await check([]), /no commit/);
  });

  test('without an app', async () => {
    repository.commit('base', { 'README.md': 'A shop.' });
    repository.commit('head', {});
    expectRefusal(await check(['--base', 'HEAD^']), /^no app found here: .*`working-directory`/);
  });

  test('an unknown base', async () => {
    commit(app());
    expectRefusal(await check(['--base', 'mian']), 'no commit is called "mian"; did you mean "main"?');
  });

  test('a base of a name so long that what to do stands far behind', async () => {
    commit(app());
    expectRefusal(await check(['--base', 'm'.repeat(300)]), /name a branch, a tag or a commit$/);
  });

  test('base and head are one commit', async () => {
    commit(app());
    expectRefusal(await check(['--base', 'change']), /same commit/);
  });

  test('a shallow clone that can no longer be completed', async () => {
    commit(app());
    repository.git('checkout', '--quiet', 'main');
    repository.commit('later');
    const origin = repository.directory;
    const clone = repository.clone('--depth=1', '--no-single-branch', '--branch=change');
    rmSync(origin, { recursive: true });
    const run = await runCli(clone, ['check', '--quiet', '--base', 'origin/main']);
    expectRefusal(run, /^the clone is shallow and its history cannot be completed .*fetch-depth: 0$/);
  });
});

describe('the command line:', () => {
  test.each([
    { args: ['check', '--bsae', 'main'], message: /unknown option '--bsae'.*--base/ },
    { args: ['chekc'], message: /unknown command 'chekc'.*check/ },
    { args: ['check', '--seed', 'x'], message: /--seed.*'x' is invalid.*whole number/ },
    {
      args: ['check', '--config', 'no.yml', '--base', 'main'],
      message: 'there is no no.yml on base or head',
    },
  ])('$args', async ({ args, message }) => {
    commit(app());
    expectRefusal(await runCli(repository, args), message);
  });

  test('a report that cannot be written', async () => {
    commit(app());
    const run = await check(['--base', 'main', '--json', 'no/such/folder/report.json']);
    expectRefusal(run, 'cannot write no/such/folder/report.json (ENOENT)');
  });
});

describe('heapgate.yml:', () => {
  test.each([
    {
      fault: 'an unknown key',
      text: 'treshold: 5\n',
      message: 'unknown key "treshold"; did you mean "threshold"?',
    },
    { fault: 'broken YAML', text: 'env: {A: 1\nrounds: 5\n', message: /^heapgate\.yml: .* line \d/ },
    {
      fault: 'a value of the wrong type',
      text: 'rounds: many\n',
      message: /^heapgate\.yml: rounds: .*expected number/,
    },
    { fault: 'not a map', text: '- rounds\n', message: /^heapgate\.yml: / },
  ])('$fault', async ({ text, message }) => {
    commit({ ...app(), 'heapgate.yml': text });
    expectRefusal(await check(), message);
  });
});

describe('scenarios:', () => {
  const files = (file: string, text: string): Files => ({ ...app({ scenarios: [file] }), [file]: text });
  test.each([
    { fault: 'an empty file', file: 'scenarios/a.yml', text: '', message: 'scenarios/a.yml: is empty' },
    {
      fault: 'no request in it',
      file: 'scenarios/a.yml',
      text: 'requests: {}\n',
      message: /^scenarios\/a\.yml: .*request/,
    },
    {
      fault: 'a file that is no HAR',
      file: 'scenarios/a.har',
      text: 'hello\n',
      message: /^scenarios\/a\.har: .*HAR/,
    },
    { fault: 'an empty HAR', file: 'scenarios/a.har', text: '', message: /^scenarios\/a\.har: .*HAR/ },
    {
      fault: 'a step that names no request',
      file: 'scenarios/a.yml',
      text: 'requests: {home: {target: /}}\nplan: {end: [hom]}\n',
      message: 'scenarios/a.yml: plan.end: "hom" is not among the requests; did you mean "home"?',
    },
    {
      fault: 'an unknown key',
      file: 'scenarios/a.yml',
      text: 'requests: {home: {taget: /}}\n',
      message: 'scenarios/a.yml: unknown key "requests.home.taget"; did you mean "target"?',
    },
    {
      fault: 'broken YAML',
      file: 'scenarios/a.yml',
      text: 'requests: {home: [\n',
      message: /^scenarios\/a\.yml: .* line \d/,
    },
    {
      fault: 'nothing to play in a round',
      file: 'scenarios/a.yml',
      text: 'requests: {login: {target: /}}\nplan: {start: [login]}\n',
      message: 'scenarios/a.yml: requests: none beside plan.start is ordinary',
    },
    {
      fault: 'a variable that is not set',
      file: 'scenarios/a.yml',
      text: 'requests: {home: {target: "/${NO_SUCH_VARIABLE}"}}\n',
      message: 'scenarios/a.yml: requests.home: ${NO_SUCH_VARIABLE} is not set: set NO_SUCH_VARIABLE in the',
    },
  ])('$fault', async ({ file, text, message }) => {
    commit(files(file, text));
    expectRefusal(await check(), message);
  });

  test('a file that is not there', async () => {
    commit(app({ scenarios: ['scenarios/none.yml'] }));
    expectRefusal(await check(), /^scenarios\/none\.yml: cannot be read \(ENOENT\)/);
  });
});

describe('the machine:', () => {
  test('Ruby is not installed', async () => {
    commit(app());
    const run = await check(['--base', 'main'], { env: { PATH: pathWith('git', 'sh') } });
    expectRefusal(run, /`ruby` does not run here: install Ruby 2\.7 or newer .*apt-get install ruby-full/);
  });

  test('git is not installed', async () => {
    commit(app());
    const run = await check(['--base', 'main'], { env: { PATH: pathWith('sh') } });
    expectRefusal(run, 'git is not installed, or not on PATH: install git');
  });

  /** A folder with nothing else to run. */
  function pathWith(...programs: readonly string[]): string {
    const folder = repository.beside('bin');
    for (const program of programs) symlinkSync(locate(program), join(folder, program));
    return folder;
  }

  function locate(program: string): string {
    const found = (process.env.PATH ?? '')
      .split(delimiter)
      .find((folder) => existsSync(join(folder, program)));
    return join(found ?? '', program);
  }
});

describe('setting up and booting:', () => {
  const broken = 'echo "the disk is full" >&2; exit 3';

  test('`setup` fails', async () => {
    commit(app({ setup: broken }));
    const run = await check();
    expectRefusal(run, `base: setup failed with exit code 3: ${broken}`);
    expect(run.stderr).toContain('\n  | the disk is full');
  });

  test('`start` of base ends at once', async () => {
    commit(app({ start: broken }));
    const run = await check();
    expectRefusal(run, /^base does not boot: .*ended with exit code 3.*Check that the base branch boots/);
    expect(run.stderr).toContain('\n  | the disk is full');
  });

  test('`start` of head ends at once', async () => {
    commit(app(), app({ start: broken }));
    expectRefusal(await check(), /^head does not boot: .*ended with exit code 3.*This change breaks booting/);
  });

  test('nothing ever answers', async () => {
    commit(app({ start: 'sleep 60', 'ready-timeout-seconds': 1 }));
    expectRefusal(await check(), /^base does not boot: nothing listened on \$PORT \(\d+\) within 1 s/);
  });

  test('the app answers on another port', async () => {
    commit(app({ start: 'bundle exec puma -b tcp://127.0.0.1:0', 'ready-timeout-seconds': 3 }));
    expectRefusal(await check(), /^base does not boot: it listens on port \d+, not on \$PORT \(\d+\)/);
  });

  test('the port is taken by somebody else', async () => {
    const folder = repository.beside('handshake');
    const wait = `echo $PORT > ${folder}/new && mv ${folder}/new ${folder}/port; until test -e ${folder}/taken; do sleep 0.05; done`;
    commit(app({ start: `${wait}; exec bundle exec puma -p $PORT` }));
    const run = check();
    await expect.poll(() => existsSync(join(folder, 'port')), { timeout: 20_000 }).toBe(true);
    const port = Number(readFileSync(join(folder, 'port'), 'utf8'));
    await using server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(port, resolve));
    writeFileSync(join(folder, 'taken'), '');
    expectRefusal(
      await run,
      `base: port ${port} is taken by another process: end that process and run again`,
    );
  });

  test('no agent answers', async () => {
    commit(app({ start: 'env -u RUBYOPT bundle exec puma -p $PORT', 'ready-timeout-seconds': 2 }));
    expectRefusal(await check(), /^base: no agent answers .*RUBYOPT/);
  });
});

describe('the traffic:', () => {
  const blocked = "[403, {}, ['Blocked host: 127.0.0.1']]";

  test('kills the app in the middle', async () => {
    commit(app({}, '(@served = @served.to_i + 1) > 120 ? exit!(3) : 200'));
    expectRefusal(
      await check(),
      /^base: the app died (?:in|after) round \d+(?: of the warm-up)? with exit code 3/,
    );
  });

  test('is redirected to https, all of it', async () => {
    commit(app({}, "[301, { 'Location' => \"https://shop.example#{env['REQUEST_URI']}\" }, []]"));
    expectRefusal(await check(), /^the app turned every ordinary request away to https: .*X-Forwarded-Proto/);
  });

  test('is blocked by host authorization, all of it', async () => {
    commit(app({}, blocked));
    expectRefusal(
      await check(),
      /^the app turned every ordinary request away by host check: .*config\.hosts/,
    );
  });

  test('meets a rate limit in the middle of the rounds', async () => {
    commit(app({}, '(@served = @served.to_i + 1) > 120 ? 429 : 200'));
    expectRefusal(
      await check(),
      /^the app answered request "\w+" \(GET [^)]+\), \d+ times of \d+, 429 \(too many requests\): switch off its rate limit/,
    );
  });

  test('captures what no answer has', async () => {
    const requests = {
      home: { target: '/' },
      form: { target: '/form', capture: { token: { html: 'authenticity_token' } } },
    };
    commit(rackApp({ config: ready, scenario: { requests, plan: { start: ['form'] } } }));
    expectRefusal(
      await check(),
      'request "form" (GET /form) is answered (200) without the form field or meta tag "authenticity_token"',
    );
  });

  test('is not answered as the scenario expects', async () => {
    commit(
      rackApp({ config: ready, scenario: { requests: { home: { target: '/', expect: { status: 201 } } } } }),
    );
    expectRefusal(await check(), 'request "home" (GET /) is answered 200 on base, not 201: correct its');
  });

  test('is blocked on head alone', async () => {
    commit(app(), app({}, blocked));
    expectRefusal(
      await check(),
      /^the app turned every ordinary request away by host check on head: .*config\.hosts/,
    );
  });

  test('always fails on base', async () => {
    commit(app({}, '404'));
    expectRefusal(await check(), /^no ordinary request was answered normally on base/);
  });
});

describe('Ctrl-C', () => {
  const interrupted = 'ended by SIGINT';
  const run = (at: RegExp): Promise<CliRun> =>
    runCli(repository, ['check', '--base', 'main'], {
      meanwhile: { at, act: (pid) => process.kill(pid, 'SIGINT') },
    });
  const withoutProgress = (run: CliRun): CliRun => ({
    ...run,
    stderr: run.stderr
      .split('\n')
      .filter((line) => !/^(base|head): /.test(line))
      .join('\n'),
  });

  test('during setup ends it', async () => {
    commit(app({ setup: 'sleep 60' }));
    expectRefusal(withoutProgress(await run(/base: setting up/g)), interrupted);
  });

  test('during the boot ends it', async () => {
    commit(app({ start: 'sleep 60' }));
    expectRefusal(withoutProgress(await run(/base: booting/g)), interrupted);
  });

  test('during the rounds ends them', async () => {
    commit(app());
    expectRefusal(withoutProgress(await run(/base: round 1/g)), interrupted);
  });
});
