import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import {
  allReports,
  check,
  expectNothingLeft,
  expectRefusal,
  type FaultyCheck,
  type FaultyRun,
  faultyRepository,
  inTheMiddle,
} from './faulty-run.ts';
import { type Files, gemFiles, puma, type RackApp, rack } from './rack-app.ts';

vi.setConfig({ testTimeout: 240_000 });

let gems: Files;
beforeAll(async () => {
  gems = await gemFiles(puma, rack);
});

async function play(app: RackApp, options?: FaultyCheck): Promise<FaultyRun> {
  await using repository = faultyRepository(gems, app);
  return await check(repository, options);
}

/** Depends on the moment whether it is noticed by a request or by its agent. */
const died = (how: string): RegExp =>
  new RegExp(`^base: the app died (?:in|after) round \\d+(?: of the warm-up)? with ${how}$`);

const inCluster = { start: 'exec bundle exec puma -p $PORT -w 2 -t 2:2', processes: 2 };

describe('an app that ends while it is measured', () => {
  test('by SIGKILL, behind a shell that does not hand it on', async () => {
    const run = await play({
      onRequest: inTheMiddle('Process.kill(:KILL, Process.pid)'),
      config: { start: 'bundle exec puma -p $PORT -t 2:2; exit $?' },
    });
    expectRefusal(
      run,
      died('exit code 137 \\(SIGKILL\\); by SIGKILL the system ends what takes too much memory'),
    );
  });

  test('for want of memory', async () => {
    const run = await play({
      onRequest: inTheMiddle(
        "Thread.new { Thread.current.abort_on_exception = true; SEEN << 'x' * 10_000 while true }.join",
      ),
      config: { start: 'ulimit -v 1000000; exec bundle exec puma -p $PORT -t 2:2' },
    });
    expectRefusal(run, died('exit code 1; its last lines say why'));
    expect(run.stderr).toContain('failed to allocate memory');
  });

  test('in its master alone, whose workers follow it', async () => {
    const run = await play({
      onRequest: inTheMiddle('Process.kill(:KILL, Process.ppid)'),
      config: inCluster,
    });
    expectRefusal(run, died('signal SIGKILL; by SIGKILL the system ends what takes too much memory'));
  });
});

test('an app that takes the agent’s socket away cannot be measured', async () => {
  const run = await play({
    onRequest: inTheMiddle(`File.delete("#{ENV['HEAPGATE_AGENT_DIR']}/#{Process.pid}.sock")`),
  });
  expectRefusal(
    run,
    /^base: the agent in process \d+ no longer answers: its socket, in \$HEAPGATE_AGENT_DIR, was removed$/,
  );
});

test('a server that restarts all of itself goes on being measured in its new workers', async () => {
  const once = "(File.write('restarted', ''); Process.kill(:USR2, Process.ppid))";
  const run = await play({
    onRequest: inTheMiddle(`File.exist?('restarted') || ${once}`),
    config: { ...inCluster, rounds: 8 },
  });
  expect(run.exitCode).toBe(0);
  expect(run.report?.verdict).toBe('pass');
  expect(run.report?.base.processes.map(({ role, restarts }) => `${role} ${restarts}`)).toEqual(
    expect.arrayContaining(['worker 0', 'worker 1', 'master 1']),
  );
  expectNothingLeft(run, allReports);
});

test('a slow app that floods its log, ignores SIGTERM and forks daemons away is measured, and ended', async () => {
  const daemon = "fork { Process.daemon(true, true); trap('TERM', 'IGNORE'); sleep }";
  const flood = '(line = \'x\' * 1_048_575 + "\\n"; 1024.times { $stdout.write(line) })';
  await using repository = faultyRepository(gems, {
    onLoad: 'sleep 2',
    onRequest: `sleep 0.01
    ${inTheMiddle(`(trap('TERM', 'IGNORE'); Process.wait(${daemon}); ${flood})`)}`,
  });
  const kept = repository.beside('kept');
  const run = await check(repository, { args: ['--keep', kept] });
  expect(run.exitCode).toBe(0);
  expect(run.report?.verdict).toBe('pass');
  const log = await readFile(join(kept, 'head.log'), 'latin1');
  expect(log.length).toBeLessThan(5_000_000);
  expect(log).toMatch(/^\[1\d{9} bytes left out\]$/m);
  expectNothingLeft(run, allReports);
});
