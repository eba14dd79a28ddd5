import { beforeAll, expect, test, vi } from 'vitest';
import { check, faultyRepository, inTheMiddle } from './faulty-run.ts';
import { type Files, gemFiles, puma, rack } from './rack-app.ts';

vi.setConfig({ testTimeout: 120_000 });

let gems: Files;
beforeAll(async () => {
  gems = await gemFiles(puma, rack);
});

/** Runs in heapgate's process when it is sent SIGUSR2. */
const whenAsked = (deed: string) =>
  `--import=data:text/javascript,${encodeURIComponent(`process.on('SIGUSR2', () => { ${deed} })`)}`;

test.each([
  ['an exception that nobody caught', "throw new Error('out of order')"],
  ['a rejection that nobody handled', "Promise.reject(new Error('out of order'))"],
])('%s is told as a fault, ends with 2 and leaves no process', async (_, deed) => {
  await using repository = faultyRepository(gems, {
    onRequest: inTheMiddle("Process.kill('USR2', Process.ppid)"),
  });
  const run = await check(repository, { env: { NODE_OPTIONS: whenAsked(deed) } });
  const [line, ...stack] = run.stderr.split('\n');
  expect(line).toBe('heapgate: this is a fault of heapgate, please report it: Error: out of order');
  expect(stack[0]).toBe('Error: out of order');
  expect(stack.slice(1).filter((each) => !each.startsWith('    at '))).toEqual([]);
  expect(run.exitCode).toBe(2);
  expect(run.left.filter((each) => each.startsWith('process'))).toEqual([]);
  expect(run.written).toEqual([]);
});
