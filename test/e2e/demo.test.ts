import { describe, expect, test } from 'vitest';
import type { DemoState } from '../../src/demo.ts';
import type { Report } from '../../src/report/schema.ts';
import { heapgate, reportOf } from './heapgate.ts';

async function demo(base: DemoState, head: DemoState): Promise<Report> {
  const run = await heapgate(['demo', '--base', base, '--head', head]);
  expect(run.stderr).not.toContain('not what the demo');
  expect(run.leftovers).toEqual([]);
  expect(run.status).toBe(0);
  return reportOf(run);
}

const workers = (report: Report) => report.head.processes.filter(({ role }) => role === 'worker');

describe('the incident, on a real Rails app with real gems', () => {
  test('the upgrade that leaks is a regression, told as people told it after days', async () => {
    const report = await demo('good', 'bad');

    expect(report.verdict).toBe('regression');
    expect(report.findings).toHaveLength(1);
    const [finding] = report.findings;
    expect(finding?.status).toBe('new');
    expect(finding?.classes[0]).toBe('ActiveSupport::Notifications::Event');
    expect(finding?.classes.length).toBeGreaterThan(20);
    const event = report.classes.find((row) => row.name === 'ActiveSupport::Notifications::Event');
    expect(event?.state).toBe('growing');
    expect(event?.headPer1000).toBeGreaterThan(1_500);
    expect(event?.basePer1000).toBe(0);
    expect(finding?.path[0]?.name).toMatch(/^puma srv tp \d+$/);
    expect(finding?.path.map((step) => step.class)).toContain('ActiveSupport::SubscriberQueueRegistry');
    expect(finding?.path.at(-1)).toEqual({ class: 'Array', edge: '@children' });
    expect(finding?.sites[0]?.file).toMatch(
      /^activesupport-6\.1\.7[.\d]*\/lib\/active_support\/subscriber\.rb$/,
    );
    expect(finding?.processes).toEqual(['worker 0', 'worker 1']);
    expect(finding?.trigger?.how).toBe('poison');
    expect(finding?.trigger?.requests).toContain('GET /p/[x');
  });

  test('every worker answers as many requests on head as on base', async () => {
    const report = await demo('good', 'fixed');

    expect(report.verdict).toBe('pass');
    expect(report.findings).toEqual([]);
    expect(
      workers(report)
        .map(({ index }) => index)
        .sort(),
    ).toEqual([0, 1]);
    const requests = [...report.base.processes, ...report.head.processes]
      .filter(({ role }) => role === 'worker')
      .map((life) => life.requests);
    expect(new Set(requests).size).toBe(1);
    expect(requests[0]).toBeGreaterThanOrEqual(1_000);
  });

  test('without a change no class of the program grows by an object per 1,000 requests', async () => {
    const report = await demo('good', 'good');

    expect(report.verdict).toBe('pass');
    expect(report.noise.objectsPer1000Requests).toBeLessThan(1);
    const growing = report.classes.filter((row) => row.state === 'growing' && !row.internal);
    expect(growing).toEqual([]);
    expect(report.noise.smallestDetectable).toBeLessThanOrEqual(report.threshold / 2);
  });

  test('the fix passes and says that the leak is gone', async () => {
    const report = await demo('bad', 'fixed');

    expect(report.verdict).toBe('pass');
    expect(report.findings.map(({ status }) => status)).toEqual(['gone']);
  });

  test('a leak that base has as well is reported and passes', async () => {
    const report = await demo('bad', 'bad');

    expect(report.verdict).toBe('pass');
    expect(report.findings.map(({ status }) => status)).toEqual(['existing']);
  });

  test('on Rails 7.1 the same gem does not leak', async () => {
    const report = await demo('good', 'rails71');

    expect(report.verdict).toBe('pass');
    expect(report.findings).toEqual([]);
  });
});
