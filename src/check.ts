import { randomInt } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { reservePort } from './app/free-port.ts';
import type { CulpritSearch } from './bisect/culprit-search.ts';
import { Comparison } from './comparison.ts';
import type { ConfigOverrides } from './config.ts';
import { discoverCommonTraffic } from './default-traffic.ts';
import { knownGrowth } from './known-growth.ts';
import { needsConfirmation } from './leak/verdict.ts';
import { planFrom } from './measuring/plan.ts';
import { checkOut } from './prepare.ts';
import { buildReport } from './report/report-builder.ts';
import type { Report } from './report/schema.ts';
import { resolveRevisions } from './revision/commits.ts';
import { privateTemporaryDirectory } from './revision/private-directory.ts';
import type { RevisionRequest } from './revision/revision.ts';
import { readTraffic } from './scenarios.ts';
import { servedAs } from './served-as.ts';
import { readSettings } from './settings.ts';
import { Stopwatch } from './stopwatch.ts';
import { version } from './version.ts';

export interface CheckRequest {
  readonly repository: string;
  readonly revisions: RevisionRequest;
  /** Path of heapgate.yml from the repository's root. */
  readonly configFile?: string | undefined;
  /** Config keys that the caller sets. */
  readonly overrides?: ConfigOverrides | undefined;
  readonly seed?: number | undefined;
  /** Tells several reports on one pull request apart. */
  readonly name?: string | undefined;
  /** Folder that dumps and logs are kept in; they hold the app's memory, secrets included. */
  readonly keep?: string | undefined;
  /** Asked what brought a regression in. */
  readonly findCulprit?: CulpritSearch | undefined;
  readonly progress: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** heapgate's main job: measures base and head and says whether head leaks. Throws `CannotMeasure`. */
export async function check(request: CheckRequest): Promise<Report> {
  const stopwatch = new Stopwatch();
  await using run = new AsyncDisposableStack();
  const scratch = run.use(await privateTemporaryDirectory('hg-')).path;
  if (request.keep !== undefined) await mkdir(request.keep, { recursive: true, mode: 0o700 });

  const revisions = await resolveRevisions(request.repository, request.revisions);
  const settings = await readSettings({ ...request, ...revisions });
  const common = { ...request, keep: request.keep, signal: request.signal, settings, scratch, stopwatch };
  const trees = {
    base: run.use(await checkOut({ ...common, label: 'base', revision: revisions.base })),
    head: run.use(await checkOut({ ...common, label: 'head', revision: revisions.head })),
  };
  const { port } = run.use(await reservePort());
  // Before `setup`, which may take minutes: a mistake in a scenario is told at once.
  const traffic = await readTraffic(
    [trees.base.appDirectory, trees.head.appDirectory],
    settings.config,
    async () => {
      const [base, head] = [await trees.base.setUp(), await trees.head.setUp()];
      return stopwatch.time('boot', () => discoverCommonTraffic(base, head, { ...common, port }));
    },
  );
  const base = servedAs(traffic.scenario.plan, await trees.base.setUp());
  const head = servedAs(traffic.scenario.plan, await trees.head.setUp());
  const plan = planFrom(settings.config, request.seed ?? randomInt(1, 1_000_000), traffic.scenario.plan);
  const known = knownGrowth(settings.config);
  const comparison = new Comparison({ base, head, traffic, known, common: { ...common, port } });

  let result = await comparison.run(plan);
  if (needsConfirmation(result.judgement)) {
    request.progress(`to be sure (${result.judgement.reasons[0]}), both revisions are booted a second time`);
    result = await comparison.run({ ...plan, boot: 2, rounds: plan.rounds * 2 });
  }
  const { triggers, notices } = await comparison.triggers(result, plan, {
    budgetMs: settings.config['trigger-seconds'] * 1000,
    target: {
      ref: revisions.head.worktree ? 'worktree' : revisions.head.sha,
      configFile: request.configFile,
    },
  });
  const statusNotices = comparison.judgeReach(result);
  const bisected =
    result.judgement.verdict === 'regression'
      ? await request.findCulprit?.({
          ...{ ...common, port, revisions, trees, plan },
          compared: result,
          scenario: traffic.scenario,
        })
      : undefined;
  return buildReport({
    ...result,
    triggers,
    bisected,
    revisions,
    version,
    name: request.name,
    seed: plan.seed,
    threshold: plan.limits.threshold,
    scenarios: traffic.names,
    changes: settings.changes,
    notices: [
      ...revisions.notices,
      ...settings.notices,
      ...new Set([...base.notices, ...head.notices]),
      ...traffic.notices,
      ...statusNotices,
      ...notices,
      ...(bisected?.notices ?? []),
    ],
    timings: stopwatch.timings(),
  });
}
