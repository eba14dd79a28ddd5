import { beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { type Files, gemFiles, leaking, puma, rack, rackApp } from './rack-app.ts';
import { check, rackRepository } from './rack-repository.ts';

let gems: Files;
beforeAll(async () => {
  gems = await gemFiles(puma, rack);
});

const config = {
  ...{ setup: 'true', start: 'bundle exec puma -p $PORT -t 2:2', requests: 40 },
  ...{ bisect: 'auto', 'bisect-seconds': 2, 'trigger-seconds': 0 },
};
const app = rackApp({ config });
/** A commit whose probe would never end. */
const endless = { 'heapgate.yml': stringify({ setup: 'sleep 3600' }) };

test('a search that takes too long is cut off within a probe, and changes nothing about the verdict', async () => {
  await using repository = rackRepository({ ...gems, ...app }, endless);
  repository.commit('second', { 'app.rb': `${app['app.rb']}# more\n` });
  repository.commit('last', { ...leaking, 'heapgate.yml': app['heapgate.yml'] ?? '' });

  const { exitCode, report, stdout, left } = await check(repository);
  expect({ exitCode, left }).toEqual({ exitCode: 1, left: [] });
  expect(report?.notices.at(-1)).toMatch(
    /^time ran out before the commit was found; it is one of 3 of 3, after “\w{10} base” and up to “\w{10} last”;/,
  );
  expect(stdout).toContain('time ran out before the commit was found');
  expect(report?.findings).toMatchObject([{ status: 'new', classes: ['Ticket'] }]);
  expect(report?.findings[0]).not.toHaveProperty('culprit');
  expect(report?.bisect).toMatchObject({ bound: 4, probes: [] });
}, 300_000);
