import { beforeAll, describe, expect, test, vi } from 'vitest';
import { allReports, check, expectNothingLeft, type FaultyRun, faultyRepository } from './faulty-run.ts';
import { type Files, gemFiles, puma, rack } from './rack-app.ts';

vi.setConfig({ testTimeout: 240_000 });

let gems: Files;
beforeAll(async () => {
  gems = await gemFiles(puma, rack);
});

/** A check of an app that leaks on head, and whose dumps do not come to their end. */
async function play(dump: string, start?: string): Promise<FaultyRun> {
  await using repository = faultyRepository(gems, {
    onLoad: `def ObjectSpace.dump_all(output:) = ${dump}`,
    onRequest: "SEEN << Ticket.new if ENV['HEAPGATE_REVISION'] == 'head'; 200",
    ...(start === undefined ? {} : { config: { start } }),
  });
  return await check(repository);
}

/** The censuses prove the leak; what holds it is not known. */
function expectVerdict(run: FaultyRun, why: RegExp): void {
  expect(run.exitCode).toBe(1);
  expect(run.stderr).toBe('');
  expect(run.stdout).toMatch(/^Regression: \+1,000 objects .* held by what is not\nknown\.$/m);
  expect(run.stdout).toMatch(/What holds the growing objects on head is not known/i);
  expect(run.report).toMatchObject({
    verdict: 'regression',
    findings: [{ classes: ['Ticket'], objectsPer1000: 1000, path: [] }],
    notices: [expect.stringMatching(why)],
  });
  expectNothingLeft(run, allReports);
}

describe('a process that ends while it is dumped leaves the verdict as it is:', () => {
  const kill = 'Process.kill(:KILL, Process.pid)';
  const why =
    /^what holds the growing objects on head is not known: the agent in process \d+ no longer answers: it hung up while answering "dump"$/;

  test('all of the app', async () => {
    expectVerdict(await play(kill), why);
  });

  test('one worker of it', async () => {
    expectVerdict(await play(kill, 'exec bundle exec puma -p $PORT -w 1 -t 2:2'), why);
  });
});
