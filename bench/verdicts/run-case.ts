import { performance } from 'node:perf_hooks';
import { stringify } from 'yaml';
import type { Files } from '../../test/e2e/rack-app.ts';
import { check, rackRepository } from '../../test/e2e/rack-repository.ts';
import type { BenchCache } from '../cache.ts';
import type { VerdictCase } from './case.ts';
import { lockedGems } from './locked-gems.ts';
import { programFiles, type Version } from './programs.ts';
import type { Outcome } from './score.ts';

const ordinary = { requests: { home: { target: '/' }, list: { target: '/list?page=2' } } };

/** Checks a case in a git repository of its own, as a user would: `heapgate check` and what it writes. */
export async function runCase(each: VerdictCase, cache: BenchCache): Promise<Outcome> {
  const { base = {}, head, scenario = ordinary } = each;
  const measuring = { 'scenarios/shop.yml': stringify(scenario) };
  await using repository = rackRepository(
    { ...measuring, ...(await versionFiles(each, base, cache)) },
    await versionFiles(each, head, cache),
  );
  const startedMs = performance.now();
  const { report, stderr, left } = await check(repository, { env: { XDG_CACHE_HOME: cache.directory } });
  const failing = report?.findings.filter(({ status }) => status === 'new' || status === 'worsened') ?? [];
  return {
    verdict: report?.verdict ?? 'error',
    seconds: (performance.now() - startedMs) / 1000,
    reasons: report ? [...report.reasons, ...left] : [errorIn(stderr)],
    classes: failing.flatMap(({ classes }) => classes),
    objectsPer1000: Math.max(0, ...failing.map(({ objectsPer1000 }) => objectsPer1000)),
    smallestDetectable: report?.noise.smallestDetectable,
  };
}

/** The last line that is not of the app’s log, which follows it. */
const errorIn = (stderr: string): string => stderr.split('\n').findLast((line) => /^\S/.test(line)) ?? '';

/** What causes a leak is no part of the verdict: it is not looked for. */
async function versionFiles(each: VerdictCase, version: Version, cache: BenchCache): Promise<Files> {
  const { program, config } = each;
  const start = version.start ?? program.start;
  return {
    ...programFiles(program, version),
    ...(await lockedGems(cache, [...program.gems, ...(version.gems ?? [])])),
    'heapgate.yml': stringify({ start, 'trigger-seconds': 0, ...config }),
  };
}
