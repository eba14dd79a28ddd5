import { beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { type Files, gemFiles, puma, rack, rackApp } from './rack-app.ts';
import { check, rackRepository } from './rack-repository.ts';

let gems: Files;
beforeAll(async () => {
  gems = await gemFiles(puma, rack);
});

const config = { setup: 'true', start: 'bundle exec puma -p $PORT -t 2:2', 'trigger-seconds': 0 };
const leaksWhatBaseAsksFor = "SEEN << Ticket.new unless env['PATH_INFO'].start_with?('/new')\n    200";

/** As many as would make the leak a tenth as fast, if they were counted. */
const harmless = Array.from({ length: 200 }, (_, i) => [`new-${i}`, { target: `/new/${i}`, times: 1000 }]);

test('a branch does not get past the gate by adding traffic that is harmless', async () => {
  await using repository = rackRepository(
    { ...gems, ...rackApp({ config }) },
    {
      'app.rb': rackApp({ onRequest: leaksWhatBaseAsksFor })['app.rb'] ?? '',
      'scenarios/new.yml': stringify({ requests: Object.fromEntries(harmless), plan: { steps: 5000 } }),
    },
  );
  const { report, left } = await check(repository);
  expect(report).toMatchObject({ verdict: 'regression', findings: [{ status: 'new', classes: ['Ticket'] }] });
  expect(report?.findings[0]?.objectsPer1000).toBeGreaterThanOrEqual(1000);
  const sent = report?.head.kinds.filter(({ reached }) => reached > 0);
  expect(sent).toHaveLength(harmless.length + 2);
  expect(left).toEqual([]);
}, 120_000);
