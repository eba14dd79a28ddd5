import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Report } from '../../src/report/schema.ts';
import { Repository } from '../revision/repository.ts';
import { type CliRun, runCli } from './cli-run.ts';
import { type Files, gemFiles, leaking, puma, rack, rackApp } from './rack-app.ts';

const config = { setup: 'true', start: 'bundle exec puma -p $PORT -t 2:2', requests: 40 };
const clean = { exitCode: 0, left: [] };
let gems: Files;
beforeAll(async () => {
  gems = await gemFiles(puma, rack);
}, 300_000);

/** Rounds are run until there is an answer: each command on a clone of its own, as on another machine. */
class Machines {
  readonly #repository: Repository;
  readonly #folder: string;

  constructor(repository: Repository) {
    this.#repository = repository;
    this.#folder = repository.beside('files');
  }

  file(name: string): string {
    return join(this.#folder, name);
  }

  run(...args: readonly string[]): Promise<CliRun> {
    const machine = this.#repository.clone('--branch', 'change');
    machine.git('branch', 'main', 'origin/main');
    return runCli(this.#repository, args, { directory: machine.directory });
  }
}

const candidatesIn = (stdout: string): number[] => JSON.parse(stdout).candidate;
const readReport = async (file: string): Promise<Report> =>
  Report.parse(JSON.parse(await readFile(file, 'utf8')));

describe('a leak in one of seven commits', () => {
  const culprit = 6;
  /** Does not boot: the first one that is asked about. */
  const broken = 3;
  let repository: Repository;
  beforeAll(() => {
    repository = Repository.create();
    repository.commit('Start', { ...gems, ...rackApp({ config }) });
    repository.git('checkout', '--quiet', '-b', 'change');
    for (let number = 1; number <= 7; number++) {
      const app = (number < culprit ? rackApp({ config }) : leaking)['app.rb'] ?? '';
      const text = number === broken ? `raise 'half done'\n${app}` : app;
      repository.commit(`Step ${number}`, { 'app.rb': `${text}# ${number}\n` });
    }
  });
  afterAll(() => repository[Symbol.asyncDispose]());

  test('is traced to its commit by three machines at once, through files', async () => {
    const machines = new Machines(repository);
    const report = machines.file('report.json');
    let plan = machines.file('plan-1.json');
    let round = await machines.run('bisect', 'plan', 'commits', '--base', 'main', '--json', plan);
    expect(round, round.stderr).toMatchObject(clean);
    expect(candidatesIn(round.stdout)).toEqual([1, 2, 3]);
    let probes = 0;
    for (let number = 1; round.stdout.startsWith('{"candidate"'); number++) {
      const answers: string[] = [];
      for (const candidate of candidatesIn(round.stdout)) {
        const answer = machines.file(`answer-${number}-${candidate}.json`);
        const probe = await machines.run(
          'bisect',
          'probe',
          plan,
          '--candidate',
          `${candidate}`,
          '--json',
          answer,
        );
        expect(probe, probe.stderr).toMatchObject(clean);
        answers.push(answer);
        probes++;
      }
      if (number === 1) {
        const missing = await machines.run('bisect', 'merge', plan, ...answers.slice(1));
        expect(missing).toMatchObject({
          exitCode: 2,
          stdout: '',
          stderr: expect.stringContaining(
            'heapgate: the answer for candidate 1 of 3 is missing: give the JSON of every probe',
          ),
        });
      }
      if (number === 1) {
        const lost = await machines.run('bisect', 'merge', plan, ...answers);
        expect(lost).toMatchObject({
          exitCode: 2,
          stdout: '',
          stderr: expect.stringMatching(
            /^heapgate: another round follows: name a file for its plan with --next, or end here with --last$/m,
          ),
        });
      }
      const next = machines.file(`plan-${number + 1}.json`);
      round = await machines.run('bisect', 'merge', plan, ...answers, '--next', next, '--json', report);
      expect(round, round.stderr).toMatchObject(clean);
      if (round.stdout.startsWith('{"candidate"'))
        expect(round.stderr).toContain(`heapgate: another round follows: ${report} is not written yet`);
      plan = next;
      expect(number).toBeLessThan(4);
    }

    const { findings, bisect, notices } = await readReport(report);
    expect(findings[0]?.culprit?.name).toMatch(/^[0-9a-f]{10} Step 6$/);
    expect(round.stdout).toContain('Step 6');
    const answers = bisect?.probes.map(({ answer }) => answer) ?? [];
    expect(answers).toContain('unknown');
    expect(answers.filter((answer) => answer !== 'unknown').length).toBeLessThanOrEqual(bisect?.bound ?? 0);
    expect(notices.join('\n')).toContain(`bisected on several machines: ${probes} probes in`);
  }, 900_000);
});

describe('a check of three scenarios on two machines', () => {
  const scenario = (target: string) => ({ requests: { home: { target: '/' }, other: { target } } });
  const app = (onRequest: string): Files => ({
    ...rackApp({ onRequest, config, scenario: scenario('/cart') }),
    'scenarios/blog.yml': rackApp({ scenario: scenario('/blog') })['scenarios/shop.yml'] ?? '',
    'scenarios/about.yml': rackApp({ scenario: scenario('/about') })['scenarios/shop.yml'] ?? '',
  });
  let repository: Repository;
  beforeAll(() => {
    repository = Repository.create();
    repository.commit('base', { ...gems, ...app('200') });
    repository.git('checkout', '--quiet', '-b', 'change');
    repository.commit('head', app("SEEN << Ticket.new if env['PATH_INFO'] == '/blog'\n    200"));
  });
  afterAll(() => repository[Symbol.asyncDispose]());

  test('comes to one report, in which the shard that leaks wins; a missing one is an error', async () => {
    const machines = new Machines(repository);
    const shards = [1, 2].map((number) => machines.file(`shard-${number}.json`));
    for (const [index, file] of shards.entries()) {
      const shard = `${index + 1}/2`;
      const run = await machines.run('check', '--base', 'main', '--shard', shard, '--json', file);
      // 1/2 has about.yml and shop.yml, 2/2 blog.yml.
      expect(run, run.stderr).toMatchObject({ exitCode: index, left: [] });
    }

    const file = machines.file('report.json');
    const merged = await machines.run('merge', ...shards.toReversed(), '--json', file);
    expect(merged, merged.stderr).toMatchObject({ exitCode: 1, left: [] });
    const report = await readReport(file);
    expect(report).toMatchObject({ verdict: 'regression', scenarios: ['about', 'shop', 'blog'] });
    expect(report.findings).toMatchObject([{ status: 'new', processes: ['worker 1'] }]);
    expect(report.head.processes.map(({ index }) => index)).toEqual([0, 1]);
    expect(merged.stdout).toContain('Ticket');

    const missing = await machines.run('merge', ...shards.slice(1));
    expect(missing).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringContaining('heapgate: shard 1 of 2 is missing: give the JSON of every shard'),
    });
  }, 600_000);
});
