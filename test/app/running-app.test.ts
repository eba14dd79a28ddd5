import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { get } from 'node:http';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test, vi } from 'vitest';
import { reservePort } from '../../src/app/free-port.ts';
import { type BootOptions, bootApp, type RunningApp } from '../../src/app/running-app.ts';
import { CannotMeasure } from '../../src/cannot-measure.ts';
import { httpServer, listenSomewhere, PATH_ONLY, Sandbox } from './sandbox.ts';

// Real processes on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

/** Boots `command` in the sandbox on a port of its own. */
async function boot(
  sandbox: Sandbox,
  command: string,
  options: Partial<BootOptions> = {},
): Promise<RunningApp> {
  await using reserved = await reservePort();
  return bootApp({
    label: 'head',
    command,
    directory: sandbox.directory,
    privateDirectory: sandbox.directory,
    env: PATH_ONLY,
    port: reserved.port,
    readyPath: '/',
    readyTimeoutMs: 20_000,
    logFile: sandbox.logFile,
    ...options,
  });
}

/** The error that booting `command` ends with. Whatever it is, nothing may be left of the app. */
async function failureOf(
  sandbox: Sandbox,
  command: string,
  options: Partial<BootOptions> = {},
): Promise<CannotMeasure> {
  const failure = await boot(sandbox, command, options).catch((error: unknown) => error);
  expect(sandbox.survivors()).toEqual([]);
  if (failure instanceof CannotMeasure) return failure;
  throw new Error('booted, or failed otherwise', { cause: failure });
}

/** Settles once the app has printed a line that contains `text`. */
async function printed(app: RunningApp, text: string): Promise<string> {
  for (;;) {
    const line = app.logTail(1_000).find((candidate) => candidate.includes(text));
    if (line !== undefined) return line;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const body = (port: number, path: string): Promise<string> =>
  new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, agent: false }, async (response) => {
      resolve((await response.toArray()).join(''));
    }).on('error', reject);
  });

describe('an app that boots', () => {
  test('answers on its port until it is disposed of', async () => {
    await using sandbox = await Sandbox.create();
    const app = await boot(sandbox, await sandbox.script('node', httpServer(200)));
    expect(await body(app.port, '/')).toBe('answer');
    expect(app.hasExited).toBe(false);
    expect(app.processIds()).toEqual([app.pid]);
    await app[Symbol.asyncDispose]();
    expect(app.hasExited).toBe(true);
    expect(existsSync(`/proc/${app.pid}`)).toBe(false);
    await expect(body(app.port, '/')).rejects.toThrow('ECONNREFUSED');
  });

  test.each([301, 403, 404])('counts as ready when it answers %d', async (status) => {
    await using sandbox = await Sandbox.create();
    await using app = await boot(sandbox, await sandbox.script('node', httpServer(status)));
    expect(app.bootMs).toBeGreaterThan(0);
  });

  test('counts as ready only once it stops answering 503', async () => {
    await using sandbox = await Sandbox.create();
    const script = `
      import { createServer } from 'node:http';
      let asked = 0;
      createServer((request, response) => {
        asked += 1;
        console.log('asked ' + asked);
        response.writeHead(asked < 4 ? 503 : 200).end();
      }).listen(Number(process.env.PORT), '127.0.0.1');
    `;
    await using app = await boot(sandbox, await sandbox.script('node', script));
    expect(await printed(app, 'asked 4')).toBe('asked 4');
  });

  test('sees the environment it was given, its port and its run, and nothing else', async () => {
    await using sandbox = await Sandbox.create();
    const command = await sandbox.script(
      'node',
      `console.log(JSON.stringify(process.env));${httpServer(200)}`,
    );
    await using app = await boot(sandbox, command, { env: { ...PATH_ONLY, GREETING: 'hello' } });
    const seen: unknown = JSON.parse(await printed(app, 'GREETING'));
    // sh adds PWD by itself.
    const { HEAPGATE_RUN, PWD, ...rest } = seen as Record<string, string>;
    expect(HEAPGATE_RUN).toMatch(/^[0-9a-f-]{36}$/);
    expect(PWD).toBe(sandbox.directory);
    expect(rest).toEqual({ ...PATH_ONLY, GREETING: 'hello', PORT: String(app.port) });
  });

  test('keeps its beginning and end of a flood of output, and goes on answering', async () => {
    await using sandbox = await Sandbox.create();
    const flood = 'echo first; yes flood | head -c 200000000; echo; echo last;';
    const app = await boot(sandbox, `${flood} ${await sandbox.script('node', httpServer(200))}`);
    expect(await printed(app, 'last')).toBe('last');
    await app[Symbol.asyncDispose]();
    const { size } = await stat(sandbox.logFile);
    expect(size).toBeLessThan(5_000_000);
    expect((await readFile(sandbox.logFile, 'utf8')).startsWith('first\nflood\n')).toBe(true);
  });
});

describe('stopping an app', () => {
  test('lets a server behind a shell end by itself', async () => {
    await using sandbox = await Sandbox.create();
    const server = await sandbox.script(
      'node',
      `process.on('SIGTERM', () => { console.log('asked to end'); process.exit(); });${httpServer(200)}`,
    );
    const app = await boot(sandbox, `${server.replace('exec ', '')}; true`);
    await app[Symbol.asyncDispose]();
    expect(app.logTail(1)).toEqual(['asked to end']);
    expect(sandbox.survivors()).toEqual([]);
  });

  test('kills a server that ignores SIGTERM', async () => {
    await using sandbox = await Sandbox.create();
    const command = await sandbox.script('node', `process.on('SIGTERM', () => {});${httpServer(200)}`);
    const app = await boot(sandbox, command, { graceMs: 100 });
    await app[Symbol.asyncDispose]();
    expect(await app.exited).toEqual({ code: undefined, signal: 'SIGKILL' });
    expect(sandbox.survivors()).toEqual([]);
  });

  test('finds daemons that left the session, the parent and the folder', async () => {
    await using sandbox = await Sandbox.create();
    const daemon = await sandbox.script(
      'sh',
      `trap '' TERM; cd /; echo daemon $$ runs; while :; do sleep 1; done`,
    );
    const doubleFork = `(setsid sh -c "${daemon} & exit" &)`;
    const app = await boot(sandbox, `${doubleFork}; ${await sandbox.script('node', httpServer(200))}`, {
      graceMs: 100,
    });
    const pid = Number(/\d+/.exec(await printed(app, 'runs'))?.[0]);
    expect(app.processIds()).toContain(pid);
    await app[Symbol.asyncDispose]();
    expect(sandbox.survivors()).toEqual([]);
  });

  test('finds a daemon whose long title overwrote its environment', async () => {
    await using sandbox = await Sandbox.create();
    const daemon = await sandbox.script(
      'ruby',
      `Process.daemon(true, true)
       $0 = "#{__FILE__} " + "x" * 20_000
       puts "daemon #{$$}: #{File.read("/proc/self/environ").include?("HEAPGATE_RUN")}"
       $stdout.flush
       sleep`,
    );
    const server = await sandbox.script('node', httpServer(200));
    const app = await boot(sandbox, `${daemon.replace('exec ', '')}; ${server}`, { graceMs: 100 });
    expect(await printed(app, 'daemon')).toMatch(/^daemon \d+: false$/);
    expect(app.processIds()).toHaveLength(2);
    await app[Symbol.asyncDispose]();
    expect(sandbox.survivors()).toEqual([]);
  });

  test('outruns a program that replaces itself again and again', async () => {
    await using sandbox = await Sandbox.create();
    const restless = await sandbox.script('sh', `trap '' TERM; sleep 0.01; setsid sh "$0" & exit`);
    const server = await sandbox.script('node', httpServer(200));
    const app = await boot(sandbox, `${restless.replace('exec ', '')}; ${server}`, { graceMs: 50 });
    expect(app.processIds().length).toBeGreaterThanOrEqual(1);
    await app[Symbol.asyncDispose]();
    expect(sandbox.survivors()).toEqual([]);
  });

  test('happens even when heapgate ends without waiting for it', async () => {
    await using sandbox = await Sandbox.create();
    const daemon = await sandbox.script('sh', 'while :; do sleep 1; done');
    const server = await sandbox.script('node', httpServer(200));
    const options = {
      label: 'head',
      command: `setsid sh -c '${daemon}' & ${server}`,
      directory: sandbox.directory,
      env: PATH_ONLY,
      readyPath: '/',
      readyTimeoutMs: 20_000,
      logFile: sandbox.logFile,
    };
    const source = (name: string): string => JSON.stringify(join(import.meta.dirname, '../../src/app', name));
    const heapgate = await sandbox.script(
      'node',
      `const { bootApp } = await import(${source('running-app.ts')});
       const { reservePort } = await import(${source('free-port.ts')});
       const { port } = await reservePort();
       const app = await bootApp({ ...${JSON.stringify(options)}, port });
       console.log(app.processIds().length > 1);
       process.exit(1);`,
    );
    const ended = await execa('sh', ['-c', heapgate], { reject: false });
    expect(ended).toMatchObject({ stdout: 'true', exitCode: 1 });
    await vi.waitUntil(() => sandbox.survivors().length === 0);
  });

  test('leaves processes alone that work in the folder but have nothing to do with the app', async () => {
    await using sandbox = await Sandbox.create();
    const server = await sandbox.script('node', httpServer(200));
    const stranger = await boot(sandbox, server, { privateDirectory: undefined });
    const app = await boot(sandbox, server, { privateDirectory: undefined });
    await app[Symbol.asyncDispose]();
    expect(await body(stranger.port, '/')).toBe('answer');
    await stranger[Symbol.asyncDispose]();
  });
});

describe('an app that does not boot', () => {
  test('names the exit code of a start command that fails, with its last lines', async () => {
    await using sandbox = await Sandbox.create();
    const failure = await failureOf(sandbox, 'echo loading; echo "cannot load such file" >&2; exit 3');
    expect(failure.message).toContain('its start command ended with exit code 3 before the app answered');
    expect(failure.logTail.toSorted()).toEqual(['cannot load such file', 'loading']);
  });

  test('is a fault of the change on head and of the setting on base', async () => {
    await using sandbox = await Sandbox.create();
    const head = await failureOf(sandbox, 'exit 1', { label: 'head' });
    const base = await failureOf(sandbox, 'exit 1', { label: 'base' });
    expect(head.message).toMatch(/^head does not boot: .*\. This change breaks booting$/);
    expect(base.message).toMatch(
      /^base does not boot: .*\. Check that the base branch boots with this config/,
    );
  });

  test('is told to stay in the foreground when only a daemon is left of it', async () => {
    await using sandbox = await Sandbox.create();
    const server = await sandbox.script('sh', 'while :; do sleep 1; done');
    const failure = await failureOf(sandbox, `setsid sh -c '${server}' & exit 0`);
    expect(failure.message).toContain(
      'ended with exit code 0 before the app answered, and must stay in the foreground',
    );
  });

  test('is told that nothing listens', async () => {
    await using sandbox = await Sandbox.create();
    const failure = await failureOf(sandbox, 'echo waiting; exec sleep 60', { readyTimeoutMs: 300 });
    expect(failure.message).toMatch(/nothing listened on \$PORT \(\d+\) within 0\.3 s/);
    expect(failure.logTail).toEqual(['waiting']);
  });

  test('is told on which port it listens instead', async () => {
    await using sandbox = await Sandbox.create();
    await using other = await reservePort();
    const server = await sandbox.script('node', httpServer(200, `console.log('listening')`));
    const failure = await failureOf(sandbox, `PORT=${other.port}; ${server}`, { readyTimeoutMs: 1_500 });
    expect(failure.message).toContain(`it listens on port ${other.port}, not on $PORT (`);
  });

  test('is told the status that it answers with', async () => {
    await using sandbox = await Sandbox.create();
    const server = await sandbox.script('node', httpServer(500));
    const failure = await failureOf(sandbox, server, { readyPath: '/up', readyTimeoutMs: 1_500 });
    expect(failure.message).toContain('GET /up still answered 500 after 1.5 s');
  });

  test('is told that it accepts connections but does not answer', async () => {
    await using sandbox = await Sandbox.create();
    const mute = `import { createServer } from 'node:net'; createServer(() => {}).listen(Number(process.env.PORT));`;
    const failure = await failureOf(sandbox, await sandbox.script('node', mute), { readyTimeoutMs: 1_500 });
    expect(failure.message).toMatch(/it listens on port \d+, but did not answer GET \/ within 1\.5 s/);
  });

  test('is not even started when its port is taken', async () => {
    await using sandbox = await Sandbox.create();
    await using taken = await listenSomewhere();
    const failure = await failureOf(sandbox, 'exit 1', { port: taken.port, portTimeoutMs: 50 });
    expect(failure.message).toBe(
      `head: port ${taken.port} is taken by another process: end that process and run again`,
    );
    expect(existsSync(sandbox.logFile)).toBe(false);
  });

  test('is ended when the run is called off', async () => {
    await using sandbox = await Sandbox.create();
    const off = new AbortController();
    const booting = boot(sandbox, 'exec sleep 60', { signal: off.signal });
    off.abort(new Error('called off'));
    await expect(booting).rejects.toThrow('called off');
  });
});

describe('an app that dies', () => {
  test('is noticed with its signal and its last lines', async () => {
    await using sandbox = await Sandbox.create();
    await using app = await boot(
      sandbox,
      await sandbox.script('node', httpServer(200, `console.log('listening')`)),
    );
    await app.assertAlive('in round 1');
    process.kill(app.pid, 'SIGKILL');
    await app.exited;
    const failure: unknown = await app.assertAlive('in round 2').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(CannotMeasure);
    expect(failure).toMatchObject({
      message:
        'head: the app died in round 2 with signal SIGKILL; by SIGKILL the system ends what takes too much memory',
      logTail: ['listening'],
    });
  });
});
