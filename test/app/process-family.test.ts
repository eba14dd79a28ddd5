import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { ProcessFamily, RUN_VARIABLE } from '../../src/app/process-family.ts';
import { readProcess } from '../../src/app/process-table.ts';
import { PATH_ONLY, Sandbox } from './sandbox.ts';

/** Says when it has started, and takes orders by lines: `hide` overwrites its environment, `end` ends it. */
const OBEDIENT = `
  $stdout.sync = true
  puts "started"
  while (order = gets)
    break if order == "end\\n"
    $0 = "x" * 20_000
    puts "hidden"
  end
`;

async function start(sandbox: Sandbox, env: Record<string, string>): Promise<ChildProcess> {
  const command = await sandbox.script('ruby', OBEDIENT);
  const child = spawn('sh', ['-c', command], { cwd: '/', env: { ...PATH_ONLY, ...env }, detached: true });
  await once(child.stdout, 'data');
  return child;
}

const pids = (family: ProcessFamily): number[] => family.members().map((member) => member.pid);

test('a process that was seen to belong goes on belonging once it hid', async () => {
  await using sandbox = await Sandbox.create();
  const child = await start(sandbox, { [RUN_VARIABLE]: 'token' });
  // No process leads this session: only the token tells.
  const observer = new ProcessFamily(-1, 'token', undefined);
  expect(pids(observer)).toEqual([child.pid]);
  child.stdin?.write('hide\n');
  await once(child.stdout ?? child, 'data');
  const newcomer = new ProcessFamily(-1, 'token', undefined);
  expect(pids(newcomer)).toEqual([]);
  expect(pids(observer)).toEqual([child.pid]);
  await observer.kill();
  expect(readProcess(child.pid ?? 0)).toBeUndefined();
});

test('a process with the token of another run does not belong', async () => {
  await using sandbox = await Sandbox.create();
  const child = await start(sandbox, { [RUN_VARIABLE]: 'token of another' });
  const family = new ProcessFamily(-1, 'token', undefined);
  expect(pids(family)).toEqual([]);
  await family.kill();
  expect(readProcess(child.pid ?? 0)?.pid).toBe(child.pid);
  child.stdin?.end('end\n');
  await once(child, 'exit');
});
