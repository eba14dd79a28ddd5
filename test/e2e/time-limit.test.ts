import { beforeAll, expect, test, vi } from 'vitest';
import type { Repository } from '../revision/repository.ts';
import { allReports, check, expectNothingLeft, type FaultyRun, faultyRepository } from './faulty-run.ts';
import { type Files, gemFiles, puma, rack, rackApp } from './rack-app.ts';

vi.setConfig({ testTimeout: 120_000 });

let gems: Files;
beforeAll(async () => {
  gems = await gemFiles(puma, rack);
});

/** More rounds than there is time for, on base as on head. */
const minutes = 0.6;
const neverEnding = { 'max-minutes': minutes, rounds: 200 };

function repositoryOf(onRequest: string, config: Readonly<Record<string, unknown>> = {}): Repository {
  const app = { config: { ...neverEnding, ...config } };
  const repository = faultyRepository(gems, app);
  repository.commit('head', { 'app.rb': rackApp({ onRequest })['app.rb'] ?? '' });
  return repository;
}

/** What is begun in time, such as reading a dump, and stopping the app may end after it. */
const windingUpMs = 8_000;

/** It says that it ended early, and did. */
function expectEarlyEnd({ report }: FaultyRun): void {
  expect(report?.timings.totalMs).toBeLessThan(minutes * 60_000 + windingUpMs);
  for (const side of ['base', 'head'])
    expect(report?.notices).toContainEqual(
      expect.stringContaining(`${side}: time ran out (\`max-minutes\`)`),
    );
}

test('a leak that is found before the time ends is a regression', async () => {
  await using repository = repositoryOf('SEEN << Ticket.new\n    200');
  const run = await check(repository);
  expect(run.report).toMatchObject({ verdict: 'regression', findings: [{ classes: ['Ticket'] }] });
  expect(run.exitCode).toBe(1);
  expectEarlyEnd(run);
  expectNothingLeft(run, allReports);
});

test('a leak that had to show a second time is inconclusive where there is no time for it', async () => {
  // One and a half times what is allowed.
  await using repository = repositoryOf(
    '@served = @served.to_i + 1\n    SEEN << Ticket.new if @served % 33 == 0\n    200',
    { threshold: 20 },
  );
  const run = await check(repository);
  expect(run.report?.reasons).toEqual([
    expect.stringMatching(/^a new leak: /),
    'there was no time to boot both a second time, to be sure: raise `max-minutes`',
  ]);
  expect(run.report).toMatchObject({ verdict: 'inconclusive', findings: [{ classes: ['Ticket'] }] });
  expect(run.exitCode).toBe(3);
  expectEarlyEnd(run);
});

test('too few rounds to have seen a leak are no pass', async () => {
  // Each round takes two seconds, of ten requests.
  await using repository = repositoryOf('sleep 0.2\n    200', { requests: 10, threshold: 1 });
  const run = await check(repository);
  expect(run.report).toMatchObject({
    verdict: 'inconclusive',
    // That a second boot was left out as well may follow.
    reasons: expect.arrayContaining([
      expect.stringMatching(/^the run was too short or too noisy: .*: raise requests or rounds$/),
    ]),
  });
  expect(run.exitCode).toBe(3);
  expectEarlyEnd(run);
});
