import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { ProcessFamily, RUN_VARIABLE } from '../../src/app/process-family.ts';
import { readProcess } from '../../src/app/process-table.ts';
import { PATH_ONLY, Sandbox } from './sandbox.ts';

/** Says that it has started; on SIGUSR1 it leaves its session, overwrites its environment and says so. */
const HIDING = `
  trap("USR1") do
    Process.setsid
    $0 = "x" * 20_000
    $stdout.syswrite("hidden")
  end
  $stdout.syswrite($$)
  sleep
`;

/** Starts it as an orphan, in the session of a shell that has ended. */
async function start(sandbox: Sandbox, token: string): Promise<{ output: Readable; pid: number }> {
  const command = (await sandbox.script('ruby', HIDING)).replace('exec ', '');
  const env = { ...PATH_ONLY, [RUN_VARIABLE]: token };
  const child = spawn('sh', ['-c', `${command} &`], { cwd: '/', env, detached: true });
  const [[line]] = await Promise.all([once(child.stdout, 'data'), once(child, 'exit')]);
  return { output: child.stdout, pid: Number(line) };
}

const pids = (family: ProcessFamily): number[] => family.members().map((member) => member.pid);

test('a process that was seen to belong goes on belonging once it hid', async () => {
  await using sandbox = await Sandbox.create();
  const { output, pid } = await start(sandbox, 'token');
  // No process leads session -1: only the token tells.
  const observer = new ProcessFamily(-1, 'token', undefined);
  expect(pids(observer)).toEqual([pid]);
  const hidden = once(output, 'data');
  process.kill(pid, 'SIGUSR1');
  await hidden;
  const newcomer = new ProcessFamily(-1, 'token', undefined);
  expect(pids(newcomer)).toEqual([]);
  expect(pids(observer)).toEqual([pid]);
  await observer.kill();
  expect(readProcess(pid)).toBeUndefined();
});

test('a process with the token of another run does not belong', async () => {
  await using sandbox = await Sandbox.create();
  const { pid } = await start(sandbox, 'token of another');
  const family = new ProcessFamily(-1, 'token', undefined);
  expect(pids(family)).toEqual([]);
  await family.kill();
  expect(readProcess(pid)?.pid).toBe(pid);
  process.kill(pid, 'SIGKILL');
});
