import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readProcess } from '../../src/app/process-table.ts';
import { addressVariables } from '../../src/traffic/record/recorded-command.ts';
import { requestTarget } from '../../src/traffic/request-bytes.ts';
import { readScenario } from '../../src/traffic/scenario-file.ts';
import { malformedRequests } from '../traffic/malformed-requests.ts';
import { ask } from '../traffic/record/client.ts';
import { PumaProcess } from './puma-process.ts';

const cli = join(import.meta.dirname, '../../src/cli.ts');

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heapgate-record-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

const heapgateRecord = (port: number, ...more: readonly string[]) =>
  execa(
    process.execPath,
    [cli, 'record', '--target', `http://127.0.0.1:${port}`, '--out', 'shop.yml', ...more],
    { cwd: folder, reject: false },
  );

/** Runs until `use` is done with the port that it is told, and is then ended as by Ctrl-C. */
async function recordUntilCtrlC(port: number, use: (port: number) => Promise<unknown>) {
  const running = heapgateRecord(port);
  for await (const line of running.iterable({ from: 'stderr' })) {
    const listening = /use http:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1];
    if (listening === undefined) continue;
    await use(Number(listening));
    running.kill('SIGINT');
  }
  return await running;
}

const writtenTargets = async () =>
  (await readScenario(join(folder, 'shop.yml'))).kinds.map(({ request }) => requestTarget(request));

const get = (target: string) => `GET ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`;

describe('heapgate record on Puma', () => {
  test('ends with Ctrl-C, tells what it recorded, and leaves a scenario that can be replayed', async () => {
    await using puma = await PumaProcess.start({ workers: 0, threads: 2 });
    const answers: string[] = [];
    const { exitCode, stdout } = await recordUntilCtrlC(puma.port, async (port) => {
      for (const target of ['/', '/list?page=2', '/p/[x', '/p/caf\xe9', '/p/a b']) {
        answers.push((await ask(port, get(target))).slice(9, 12));
      }
    });
    // Puma's own parser refuses the last one.
    expect(answers).toEqual(['200', '200', '200', '200', '400']);
    expect((await puma.requests()).map(({ target }) => target)).toEqual([
      '/',
      '/list?page=2',
      '/p/[x',
      '/p/caf\xe9',
    ]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Recorded 5 requests.');
    expect(stdout).toMatch(/ 2 ordinary.*\n +3 malformed/);
    expect(await writtenTargets()).toEqual(['/', '/list?page=2', '/p/[x', '/p/caf\xe9', '/p/a b']);
    expect(await readdir(folder)).toEqual(['shop.yml']);
  });

  test('passes on every malformed request as if it was not there', async () => {
    const requests = Object.values(malformedRequests());
    await using puma = await PumaProcess.start({ workers: 0, threads: 5 });
    const statuses = async (port: number) => {
      const told: string[] = [];
      for (const bytes of requests) told.push((await ask(port, bytes)).slice(0, 12));
      return told;
    };
    const direct = await statuses(puma.port);
    const reachedDirectly = await puma.requests();
    let recorded: string[] = [];
    const { exitCode, stdout } = await recordUntilCtrlC(puma.port, async (port) => {
      await ask(port, get('/'));
      recorded = await statuses(port);
    });
    expect(recorded).toEqual(direct);
    expect((await puma.requests()).slice(reachedDirectly.length + 1)).toEqual(reachedDirectly);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Recorded 127 requests.');
    expect(stdout).not.toContain('Left out: cut');
  });
});

describe('heapgate record with a command', () => {
  const asking = (target: string, exitCode = 0) =>
    `const { HEAPGATE_TARGET_URL: url, CAPYBARA_SERVER_PORT: port, PARALLEL_WORKERS: workers } = process.env;
     const answer = await fetch(url + ${JSON.stringify(target)});
     console.log(answer.status, new Set(${JSON.stringify(addressVariables)}.map((name) => process.env[name])).size, port, workers);
     process.exitCode = ${exitCode};`;
  const command = async (text: string) => {
    const file = join(folder, '..', `${folder.split('/').at(-1)}.mjs`);
    await writeFile(file, text);
    return { file, [Symbol.asyncDispose]: () => rm(file) };
  };

  test('ends with it, and shows what it prints', async () => {
    await using puma = await PumaProcess.start({ workers: 0, threads: 1 });
    await using script = await command(asking('/list'));
    const { exitCode, stdout } = await heapgateRecord(puma.port, '--', process.execPath, script.file);
    expect([exitCode, stdout.split('\n')[0]]).toEqual([0, `200 1 ${puma.port} 1`]);
    expect(await writtenTargets()).toEqual(['/list']);
  });

  test('writes what it asked for when it fails, and says so', async () => {
    await using puma = await PumaProcess.start({ workers: 0, threads: 1 });
    await using script = await command(asking('/list', 3));
    const { exitCode, stderr } = await heapgateRecord(puma.port, '--', process.execPath, script.file);
    expect(exitCode).toBe(2);
    expect(stderr.split('\n').at(-1)).toBe(
      'heapgate: the command failed with exit code 3: shop.yml holds what it asked for until then',
    );
    expect(await writtenTargets()).toEqual(['/list']);
  });

  test('refuses one that cannot be run, in one line and without a file', async () => {
    const { exitCode, stderr } = await heapgateRecord(1, '--quiet', '--', './no-such-command');
    expect([exitCode, stderr]).toEqual([
      2,
      'heapgate: cannot run ./no-such-command (ENOENT): check its name',
    ]);
    expect(await readdir(folder)).toEqual([]);
  });

  test('says why nothing was recorded when the app was not there', async () => {
    const { exitCode, stderr } = await heapgateRecord(
      1,
      '--quiet',
      '--',
      'sh',
      '-c',
      'curl -s $HEAPGATE_TARGET_URL',
    );
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      /^heapgate: .*the app could not be reached \(ECONNREFUSED\).*the command failed with exit code/,
    );
    expect(await readdir(folder)).toEqual([]);
  });

  test('ends it and all that it started with Ctrl-C, and writes what it asked for', async () => {
    await using puma = await PumaProcess.start({ workers: 0, threads: 1 });
    await using script = await command(
      `import { spawn } from 'node:child_process';
       ${asking('/list')};
       const child = spawn('sleep', ['1000'], { detached: true });
       console.error('asked', child.pid);
       setInterval(() => {}, 1_000);`,
    );
    const running = heapgateRecord(puma.port, '--', process.execPath, script.file);
    let childPid = 0;
    for await (const line of running.iterable({ from: 'stderr' })) {
      if (!line.startsWith('asked ')) continue;
      childPid = Number(line.slice('asked '.length));
      running.kill('SIGINT');
    }
    const { exitCode, stdout } = await running;
    expect(exitCode).toBe(0);
    expect(stdout).toContain('The command was ended before it was done.');
    await expect.poll(() => readProcess(childPid)).toBeUndefined();
    expect(await writtenTargets()).toEqual(['/list']);
  });
});

test('JSON tells when each request passed, and nothing of what it said', async () => {
  await using puma = await PumaProcess.start({ workers: 0, threads: 1 });
  const json = join(folder, 'facts.json');
  const url = '$HEAPGATE_TARGET_URL/list?token=hunter22';
  const run = await heapgateRecord(puma.port, '--json', json, '--', 'sh', '-c', `curl -s "${url}"`);
  expect(run.exitCode).toBe(0);
  const text = await readFile(json, 'utf8');
  expect(text).not.toContain('hunter22');
  expect(JSON.parse(text)).toMatchObject({
    requests: 1,
    kinds: { ordinary: 1 },
    passed: [{ connection: 1, status: 200, startedMs: expect.any(Number), answeredMs: expect.any(Number) }],
  });
});
