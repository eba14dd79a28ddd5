import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, describe, expect, test } from 'vitest';
import { buildDemoRepository, gemSource } from '../../src/demo.ts';
import type { Report } from '../../src/report/schema.ts';
import { heapgate, reportOf } from './heapgate.ts';

const roots: string[] = [];
afterEach(async () => {
  for (const root of roots.splice(0)) await rm(root, { recursive: true });
});

/** Checks the demo app against itself with one of the methods of `Planted` switched on at head. */
async function checkPlanted(plant: string, config = ''): Promise<Report> {
  const root = await mkdtemp(join(tmpdir(), 'planted-'));
  roots.push(root);
  const { repository } = await buildDemoRepository({
    base: 'good',
    head: 'good',
    root,
    gemSource: await gemSource(),
  });
  const file = join(repository, 'heapgate.yml');
  // Which requests cause it is not asked here.
  const text = `${await readFile(file, 'utf8')}trigger-seconds: 0\n${config}`;
  const git = execa({ cwd: repository });
  const commit = async (message: string, content: string) => {
    await writeFile(file, content);
    await git`git -c user.name=t -c user.email=t@example.com commit -q --allow-empty -am ${message}`;
  };
  await git`git switch -q main`;
  await commit('Configure', text);
  await git`git switch -q -c planted`;
  await commit(`Plant ${plant}`, text.replace('start: bundle', `start: DEMO_PLANT=${plant} bundle`));
  const run = await heapgate(['check', '--base', 'main', '--head', 'planted'], repository);
  expect(run.leftovers).toEqual([]);
  const report = reportOf(run);
  expect(report.changes.join()).toContain(`DEMO_PLANT=${plant}`);
  return report;
}

const row = (report: Report, name: string) => report.classes.find((each) => each.name === name);

describe('leaks planted in the demo app', () => {
  test('one object per 100 requests, in one worker of two, is found', async () => {
    const report = await checkPlanted('slow');

    expect(report.verdict).toBe('regression');
    expect(report.findings.map(({ classes }) => classes[0])).toEqual(['Planted::Ticket']);
    expect(report.findings[0]?.processes).toEqual(['worker 0']);
    expect(report.findings[0]?.path.at(-1)?.edge).toBe('TICKETS');
    expect(report.findings[0]?.sites[0]).toMatchObject({ file: 'lib/planted.rb', inRepository: true });
  });

  test('a buffer that grows by bytes alone is found', async () => {
    const report = await checkPlanted('buffer');

    expect(report.verdict).toBe('regression');
    expect(row(report, 'String')?.bytesPer1000).toBeGreaterThan(90_000);
    expect(report.findings).toHaveLength(1);
  });

  test('a thread that each request starts and nobody ends is found', async () => {
    const report = await checkPlanted('thread');

    expect(report.verdict).toBe('regression');
    expect(row(report, 'Thread')?.headPer1000).toBeGreaterThan(900);
  });

  test('growth with time alone is told apart', async () => {
    const report = await checkPlanted('timer');

    expect(report.verdict).toBe('regression');
    expect(row(report, 'Planted::Tick')?.withTimeAlone).toBe(true);
  });
});

describe('growth that only looks like a leak', () => {
  // As many rounds as warming up may take at most: the growth, which begins or ends by the 2,800th request of a
  // process, falls among the measured rounds however long this machine takes to be steady.
  const warmup = 'warmup: 12\n';

  test.each([
    ['lru', 'Planted::CacheEntry'],
    ['memo', 'Planted::Quote'],
    ['registry', 'Planted::Country'],
  ])('%s is not flagged, and shown as levelling off with its series', async (plant, name) => {
    const report = await checkPlanted(plant, warmup);

    expect(report.verdict).toBe('pass');
    expect(report.findings).toEqual([]);
    expect(row(report, name)).toMatchObject({ state: 'saturating', over: false });
    expect(row(report, name)?.counts.length).toBeGreaterThan(5);
  });
});
