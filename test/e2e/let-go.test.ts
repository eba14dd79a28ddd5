import { expect, test } from 'vitest';
import { gemFiles, puma, rack, rackApp } from './rack-app.ts';
import { check, rackRepository } from './rack-repository.ts';

const config = { start: 'bundle exec puma -p $PORT -t 2:2', 'trigger-seconds': 0 };
const begins = `LOG = Thread::Queue.new
  LAST = [0]
  def self.now = Process.clock_gettime(Process::CLOCK_MONOTONIC)`;
/** Longer than any pause between rounds, however busy the machine. */
const writtenOut = `${begins}
  Thread.new { loop { sleep 0.2; LOG.clear if now - LAST[0] > 4 } }`;
const onRequest = 'LOG << Ticket.new\n    LAST[0] = Process.clock_gettime(Process::CLOCK_MONOTONIC)\n    200';

test('a log that is written out once nothing has come for a while is no leak', async () => {
  const base = { ...(await gemFiles(puma, rack)), ...rackApp({ config, onLoad: begins }) };
  await using repository = rackRepository(base, rackApp({ config, onLoad: writtenOut, onRequest }));
  const { report, stderr } = await check(repository);
  expect(report, stderr).toMatchObject({ verdict: 'pass', findings: [] });
  expect(report?.classes.find(({ name }) => name === 'Ticket')).toMatchObject({ state: 'saturating' });
  expect(report?.notices.join('\n')).toContain(
    'head: what grew with the traffic and went without it is no leak: Ticket',
  );
}, 120_000);
