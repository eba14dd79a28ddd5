import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Report } from '../../src/report/schema.ts';
import type { Repository } from '../revision/repository.ts';
import { gemFiles, puma, rack, rackApp } from './rack-app.ts';
import type { CheckRun } from './rack-repository.ts';
import { check, rackRepository } from './rack-repository.ts';

const requestsInAll = 5_040;
const config = {
  start: 'bundle exec puma -p $PORT -t 2:2',
  rounds: 6,
  warmup: 3,
  requests: requestsInAll / 6,
  threshold: 1,
  'trigger-seconds': 0,
};
/** One object per 500 requests. */
const leak = {
  onLoad: 'TURN = [0]\n  LOCK = Mutex.new',
  onRequest: 'LOCK.synchronize { SEEN << Ticket.new if (TURN[0] += 1) % 500 == 0 }\n    200',
};

let repository: Repository;

beforeAll(async () => {
  const base = { ...(await gemFiles(puma, rack)), ...rackApp({ config }) };
  repository = rackRepository(base, rackApp({ config, ...leak }));
});

afterAll(async () => {
  await repository[Symbol.asyncDispose]();
});

function reportOf({ report, stderr }: CheckRun): Report {
  if (report === undefined) throw new Error(stderr);
  return report;
}

test('one object per 500 requests is found among 5,000 requests, and told from where', async () => {
  const { verdict, head, findings, classes } = reportOf(await check(repository));
  expect(verdict).toBe('regression');
  expect(head.processes.map(({ requests }) => requests >= requestsInAll)).toEqual([true]);
  expect(findings).toMatchObject([{ status: 'new', classes: ['Ticket'], holder: 'Array' }]);
  expect(findings[0]?.path.at(-1)?.edge).toBe('SEEN');
  expect(findings[0]?.sites[0]?.file).toBe('app.rb');
  const { headPer1000 = 0 } = classes.find(({ name }) => name === 'Ticket') ?? {};
  expect(headPer1000).toBeGreaterThan(1.5);
  expect(headPer1000).toBeLessThan(2.5);
});

test('a self-test of as many requests passes, and says that it could have seen as little', async () => {
  const run = await check(repository, { args: ['--self-test'] });
  const { verdict, selfTest, base, head, noise, findings } = reportOf(run);
  expect({ verdict, selfTest, findings }).toEqual({ verdict: 'pass', selfTest: true, findings: [] });
  expect(base.sha).toBe(head.sha);
  expect(noise.smallestDetectable).toBeGreaterThan(0);
  expect(noise.smallestDetectable).toBeLessThanOrEqual(1);
  expect(run.stdout.replaceAll(/\s+/g, ' ')).toMatch(
    /growth of (?:0\.\d|1) objects? per 1,000 requests would/,
  );
});
