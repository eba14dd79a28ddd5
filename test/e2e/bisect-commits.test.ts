import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Report } from '../../src/report/schema.ts';
import { Repository } from '../revision/repository.ts';
import { type CliOptions, type CliRun, runCli } from './cli-run.ts';
import { gemFiles, puma, rack, rackApp } from './rack-app.ts';

const commits = 40;
/** Commits that do not boot: the first one is the middle, which is asked for first. */
const broken = [20, 22, 30];
const culprit = 26;
/** Commits with another leak of the same class, which head has no longer. */
const decoy = { from: 10, until: 35 };

/** The app as one of the commits has it. */
function appAt(number: number): string {
  const leaks = [
    ...(number >= culprit ? ['SEEN << Ticket.new'] : []),
    ...(number >= decoy.from && number < decoy.until ? ['Audit.kept << Ticket.new'] : []),
  ];
  const onLoad = `class ::Audit
    @log = { kept: [] }
    def self.kept = @log[:kept]
  end`;
  const app = rackApp({ onLoad, onRequest: [...leaks, '200'].join('\n    ') })['app.rb'];
  return `${broken.includes(number) ? "raise 'half done'\n" : ''}${app}# ${number}\n`;
}

let repository: Repository;

beforeAll(async () => {
  repository = Repository.create();
  const config = { setup: 'true', start: 'bundle exec puma -p $PORT -t 2:2', requests: 40 };
  repository.commit('Start', { ...(await gemFiles(puma, rack)), ...rackApp({ config }) });
  repository.git('checkout', '--quiet', '-b', 'change');
  for (let number = 1; number <= commits; number++)
    repository.commit(`Step ${number}`, { 'app.rb': appAt(number) });
}, 300_000);
afterAll(() => repository[Symbol.asyncDispose]());

interface BisectRun extends CliRun {
  readonly report?: Report;
}

async function bisect(options: readonly string[], how?: CliOptions): Promise<BisectRun> {
  const file = join(repository.beside('out'), 'report.json');
  const args = ['bisect', 'commits', '--base', 'main', '--json', file, ...options];
  const run = await runCli(repository, args, how);
  const json = await readFile(file, 'utf8').catch(() => undefined);
  return json === undefined ? run : { ...run, report: Report.parse(JSON.parse(json)) };
}

describe('a leak in one of 40 commits', () => {
  test('is traced to its commit, past those that do not boot, past another leak and an interruption', async () => {
    const log = ['--log', join(repository.beside('log'), 'probes.jsonl')];
    let told = 0;
    const interrupted = await bisect(log, {
      meanwhile: {
        at: /^bisect: .*: (unknown|clean|leaks)/gm,
        act: (pid) => ++told === 2 && process.kill(pid, 'SIGINT'),
      },
    });
    expect(interrupted).toMatchObject({ exitCode: 2, left: [] });
    expect(interrupted.stderr).toMatch(/^heapgate: ended by SIGINT$/m);

    const { exitCode, report, stdout, stderr, left } = await bisect(log);
    expect(stderr).toMatch(/ Step 19: clean, from the log;/);
    expect(report?.findings[0]?.culprit?.name).toMatch(/^[0-9a-f]{10} Step 26$/);
    expect(stdout).toContain('Step 26');
    const probes = report?.bisect?.probes ?? [];
    const skipped = probes.filter(({ answer }) => answer === 'unknown');
    expect(skipped.length).toBeGreaterThan(0);
    for (const { reason } of skipped) expect(reason).toContain('head');
    expect(probes.map(({ reason }) => reason)).toContain('Ticket grows, but in another leak');
    expect(probes.length - skipped.length).toBeLessThanOrEqual(report?.bisect?.bound ?? 0);
    expect(exitCode).toBe(0);
    expect(left).toEqual([]);
  });

  test('is not looked for in changes that are not committed', async () => {
    const { exitCode, stderr } = await bisect(['--head', 'worktree']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^heapgate: a bisect of commits needs a committed head/m);
  });
});
