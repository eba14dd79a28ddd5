import { writeFileSync } from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Side } from '../../src/report/schema.ts';
import { type Files, gemFiles, puma, rack, rackApp } from './rack-app.ts';
import { type CheckRun, check, rackRepository } from './rack-repository.ts';

/** One worker kills itself when the file `kill` appears; its successor in the same boot starts with objects that it never had. */
const onLoad = `3000.times { SEEN << Ticket.new } if File.exist?("#{ENV['ORDERS']}/killed-#{Process.ppid}")`;
const onRequest = `if File.exist?("#{ENV['ORDERS']}/kill")
      File.rename("#{ENV['ORDERS']}/kill", "#{ENV['ORDERS']}/killed-#{Process.ppid}") rescue return 200
      Process.kill(:KILL, Process.pid)
      sleep
    end
    200`;
const mortal = { onLoad, onRequest };

interface Drama {
  /** When the worker dies. */
  readonly at: RegExp;
  readonly head?: Files;
}

let gems: Files;
beforeAll(async () => {
  gems = await gemFiles(puma, rack);
});

/** A check of an app on Puma with two workers, one of which is killed at one point. */
async function play({ at, head = {} }: Drama): Promise<CheckRun> {
  await using orders = await mkdtempDisposable(join(tmpdir(), 'hg-orders-'));
  const config = {
    setup: 'true',
    start: 'bundle exec puma -p $PORT -w 2 -t 2:2',
    processes: 2,
    rounds: 8,
    env: { ORDERS: orders.path },
  };
  await using repository = rackRepository({ ...gems, ...rackApp({ ...mortal, config }) }, head);
  const kill = () => writeFileSync(join(orders.path, 'kill'), '');
  return await check(repository, { meanwhile: { at, act: kill } });
}

/** Censuses in each life of each worker, by the worker's index. */
const livesOf = (side: Side | undefined): Map<number, number[]> => {
  const workers = (side?.processes ?? []).filter(({ role }) => role === 'worker');
  const byIndex = Map.groupBy(workers, ({ index }) => index);
  return new Map([...byIndex].map(([index, lives]) => [index, lives.map(({ censuses }) => censuses)]));
};

describe('a worker that dies in the middle of the rounds', () => {
  test('of base is replaced, and what its successor starts with is no growth', async () => {
    const { exitCode, report, stdout, left } = await play({ at: /base: round 5 of 8/g });
    const lives = livesOf(report?.base);
    expect([...lives.values()].map((each) => each.length).sort()).toEqual([1, 2]);
    for (const censuses of [...lives.values()].flat()) expect(censuses).toBeGreaterThanOrEqual(4);
    expect(stdout).toMatch(/worker \d .*restarted 1 ×/);
    expect(report).toMatchObject({ verdict: 'pass', findings: [] });
    expect(exitCode).toBe(0);
    expect(left).toEqual([]);
  }, 60_000);

  test('of head is cleared by a second boot in which none dies', async () => {
    const { exitCode, report, stderr } = await play({ at: /head: round 5 of 8\n/g });
    expect(stderr).toMatch(/worker \d died once on head, and no process on base/);
    expect(stderr).toMatch(/^base: booting.*^head: booting.*^base: booting.*^head: booting/ms);
    expect(report).toMatchObject({ verdict: 'pass', findings: [] });
    expect(exitCode).toBe(0);
  }, 90_000);

  test('of head, at every boot, fails the check, and what its successor starts with is no growth', async () => {
    const { exitCode, report, stdout } = await play({ at: /head: round 5 of \d+\n/g });
    expect(exitCode).toBe(1);
    expect(report?.reasons).toEqual([expect.stringMatching(/^worker \d died once on head/)]);
    expect(report?.findings).toMatchObject([{ status: 'new', restarts: 1, classes: [] }]);
    expect(stdout).toMatch(/^Regression: worker \d died once on head, and no process on base\.$/m);
    expect(report?.classes.map(({ name }) => name)).not.toContain('Ticket');
    expect([...livesOf(report?.head).values()].map((each) => each.length).sort()).toEqual([1, 2]);
  }, 90_000);

  test('does not hide a leak', async () => {
    const leak = rackApp({ onLoad, onRequest: onRequest.replace(/200$/, 'SEEN << Ticket.new; 200') });
    const { exitCode, report } = await play({
      at: /head: round 5 of 8\n/g,
      head: { 'app.rb': leak['app.rb'] ?? '' },
    });
    expect(exitCode).toBe(1);
    expect(report?.findings).toMatchObject([
      { status: 'new', classes: ['Ticket'], objectsPer1000: 1000 },
      { status: 'new', restarts: 1 },
    ]);
  }, 60_000);
});

test('a worker that dies too early to be judged is judged by its successor', async () => {
  const { exitCode, report } = await play({ at: /base: round 1 of 8/g });
  expect([...livesOf(report?.base).values()].map((each) => each.length).sort()).toEqual([1, 2]);
  expect(report?.verdict).toBe('pass');
  expect(exitCode).toBe(0);
}, 60_000);
