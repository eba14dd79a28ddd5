import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Report } from '../../src/report/schema.ts';
import { Repository } from '../revision/repository.ts';
import { type CliRun, runCli } from './cli-run.ts';
import { type Files, gemFiles, leaking, puma, rack, rackApp } from './rack-app.ts';

const commits = 40;
/** Commits that do not boot: the first one is the middle, which is asked for first. */
const broken = [20, 22, 30];
const culprit = 26;

let repository: Repository;

beforeAll(async () => {
  repository = Repository.create();
  const config = { setup: 'true', start: 'bundle exec puma -p $PORT -t 2:2', requests: 40 };
  repository.commit('Start', { ...(await gemFiles(puma, rack)), ...rackApp({ config }) });
  repository.git('checkout', '--quiet', '-b', 'change');
  let files: Files = rackApp({ config });
  for (let number = 1; number <= commits; number++) {
    if (number === culprit) files = { ...files, ...leaking };
    const app = files['app.rb'] ?? '';
    const text = broken.includes(number) ? `raise 'half done'\n${app}` : app;
    repository.commit(`Step ${number}`, { 'app.rb': `${text}# ${number}\n` });
  }
}, 300_000);
afterAll(() => repository[Symbol.asyncDispose]());

async function bisect(...options: readonly string[]): Promise<CliRun & { readonly report?: Report }> {
  const file = join(repository.beside('out'), 'report.json');
  const run = await runCli(repository, ['bisect', 'commits', '--base', 'main', '--json', file, ...options]);
  const json = await readFile(file, 'utf8').catch(() => undefined);
  return json === undefined ? run : { ...run, report: Report.parse(JSON.parse(json)) };
}

describe('a leak in one of 40 commits', () => {
  test('is traced to its commit, past those that do not boot', async () => {
    const { exitCode, report, stdout, left } = await bisect();

    expect(report?.findings[0]?.culprit?.name).toMatch(/^[0-9a-f]{10} Step 26$/);
    expect(stdout).toContain('Step 26');
    const probes = report?.bisect?.probes ?? [];
    const skipped = probes.filter(({ answer }) => answer === 'unknown');
    expect(skipped.length).toBeGreaterThan(0);
    for (const { reason } of skipped) expect(reason).toContain('head');
    expect(probes.length - skipped.length).toBeLessThanOrEqual(report?.bisect?.bound ?? 0);
    expect(exitCode).toBe(0);
    expect(left).toEqual([]);
  });

  test('is not looked for in changes that are not committed', async () => {
    const { exitCode, stderr } = await bisect('--head', 'worktree');
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^heapgate: a bisect of commits needs a committed head/m);
  });
});
