import { beforeAll, expect, test } from 'vitest';
import { type Files, gemFiles, leaking, puma, rack, rackApp } from './rack-app.ts';
import { check, rackRepository } from './rack-repository.ts';

let gems: Files;
beforeAll(async () => {
  gems = await gemFiles(puma, rack);
});

test('growth is per request answered, in as many workers as the plan has, also under its load', async () => {
  const scenario = {
    requests: { home: { target: '/' }, list: { target: '/list?page=2' } },
    plan: { workers: 2, threads: 3, load: 2, lanes: 1, steps: 30 },
  };
  const config = { setup: 'true', start: 'bundle exec puma -p $PORT -t 1:$RAILS_MAX_THREADS' };
  await using repository = rackRepository({ ...gems, ...rackApp({ scenario, config }) }, leaking);
  const { report, exitCode } = await check(repository);
  expect(report?.findings).toMatchObject([{ status: 'new', classes: ['Ticket'], objectsPer1000: 1000 }]);
  expect(exitCode).toBe(1);
  expect(report?.notices.filter((notice) => notice.includes('plan.'))).toEqual([
    'plan.steps of the scenario (30) is not used: heapgate.yml has requests: 20',
  ]);
  for (const side of [report?.base, report?.head]) {
    const workers = side?.processes.filter(({ role }) => role === 'worker') ?? [];
    expect(workers).toHaveLength(2);
    const rounds = (workers[0]?.censuses ?? 0) - 1;
    // One lane per worker plays 20 ordinary requests and the end; the others send more.
    for (const { requests } of workers) expect(requests).toBeGreaterThan(rounds * 22);
    for (const { planned, answered } of side?.kinds ?? []) expect(answered).toBe(planned);
  }
}, 240_000);
