import { expect, test, vi } from 'vitest';
import { type CommandRun, runCommand } from '../../src/app/command.ts';
import { CannotMeasure } from '../../src/cannot-measure.ts';
import { PATH_ONLY, Sandbox } from './sandbox.ts';

// Real processes on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

function run(
  sandbox: Sandbox,
  command: string,
  options: Partial<CommandRun> = {},
): Promise<{ readonly ms: number }> {
  return runCommand({
    label: 'base: setup',
    command,
    directory: sandbox.directory,
    privateDirectory: sandbox.directory,
    env: PATH_ONLY,
    logFile: sandbox.logFile,
    timeoutMs: 20_000,
    graceMs: 100,
    ...options,
  });
}

async function failureOf(running: Promise<unknown>): Promise<CannotMeasure> {
  const failure = await running.catch((error: unknown) => error);
  if (failure instanceof CannotMeasure) return failure;
  throw new Error('succeeded, or failed otherwise', { cause: failure });
}

test('a command that succeeds answers how long it took', async () => {
  await using sandbox = await Sandbox.create();
  const { ms } = await run(sandbox, 'sleep 0.2');
  expect(ms).toBeGreaterThanOrEqual(200);
});

test('a command that fails is named with its revision, its exit code and its last lines', async () => {
  await using sandbox = await Sandbox.create();
  const failure = await failureOf(run(sandbox, 'echo "no such gem"\nexit 7'));
  expect(failure.message).toBe('base: setup failed with exit code 7: echo "no such gem"; exit 7');
  expect(failure.logTail).toEqual(['no such gem']);
});

test('a command that was killed is named with the signal', async () => {
  await using sandbox = await Sandbox.create();
  const failure = await failureOf(run(sandbox, 'kill -KILL $$'));
  expect(failure.message).toContain('failed with signal SIGKILL');
});

test('a command that takes too long is ended with all it started', async () => {
  await using sandbox = await Sandbox.create();
  const endless = await sandbox.script('sh', `trap '' TERM; while :; do sleep 1; done`);
  const failure = await failureOf(run(sandbox, `setsid sh -c '${endless}' & ${endless}`, { timeoutMs: 300 }));
  expect(failure.message).toContain('base: setup did not end within 0.3 s');
  expect(sandbox.survivors()).toEqual([]);
});

test('a daemon that a command leaves behind is ended with it', async () => {
  await using sandbox = await Sandbox.create();
  const daemon = await sandbox.script(
    'ruby',
    `Process.daemon(true)
     $0 = "#{__FILE__} spring server " + "x" * 20_000
     File.write("started", "")
     sleep`,
  );
  const started = 'until [ -e started ]; do sleep 0.01; done';
  await run(sandbox, `${daemon.replace('exec ', '')}; ${started}`);
  expect(sandbox.survivors()).toEqual([]);
});

test('a daemon that keeps the output open does not hold up the end', async () => {
  await using sandbox = await Sandbox.create();
  const { ms } = await run(sandbox, 'sleep 60 & exit 0');
  expect(ms).toBeLessThan(20_000);
});

test('a run that is called off ends the command and throws the reason', async () => {
  await using sandbox = await Sandbox.create();
  const off = new AbortController();
  const endless = await sandbox.script('sh', 'while :; do sleep 1; done');
  const running = run(sandbox, endless, { signal: off.signal });
  off.abort(new Error('called off'));
  await expect(running).rejects.toThrow('called off');
  expect(sandbox.survivors()).toEqual([]);
});

test('a folder that does not exist is told', async () => {
  await using sandbox = await Sandbox.create();
  const failure = await failureOf(run(sandbox, 'true', { directory: '/nowhere' }));
  expect(failure.message).toBe('cannot run sh in /nowhere: check that both exist');
});
