import { randomInt } from 'node:crypto';
import { autoSearch } from './bisect/auto-search.ts';
import type { CulpritSearch } from './bisect/culprit-search.ts';
import { type BothRequest, checkOutBoth } from './both-revisions.ts';
import { Comparison } from './comparison.ts';
import { configDigest } from './config-digest.ts';
import { ignoredThreads } from './ignored-plan.ts';
import { knownGrowth } from './known-growth.ts';
import { planFrom } from './measuring/plan.ts';
import { RedactedDumps } from './redacted-dumps.ts';
import { buildReport } from './report/report-builder.ts';
import type { Report } from './report/schema.ts';
import { RunTime } from './run-time.ts';
import { servedAs } from './served-as.ts';
import { seedOf } from './shard.ts';
import { version } from './version.ts';
import { withoutSecrets } from './without-secrets.ts';

export interface CheckRequest extends BothRequest {
  readonly seed?: number | undefined;
  /** Tells several reports on one pull request apart. */
  readonly name?: string | undefined;
  /** Folder for dumps without the values of strings, where `upload-dumps` asks for them; made when there are any. */
  readonly redactedDumps?: string | undefined;
  /** Asked what brought a regression in; as heapgate.yml says when left out. */
  readonly findCulprit?: CulpritSearch | undefined;
}

/** heapgate's main job: measures base and head and says whether head leaks. Throws `CannotMeasure`. */
export const check = (request: CheckRequest): Promise<Report> => withoutSecrets(request, compareRevisions);

async function compareRevisions(request: CheckRequest): Promise<Report> {
  await using both = await checkOutBoth(request);
  const { revisions, settings, trees, traffic, port, scratch, stopwatch } = both;
  const { redactedDumps: to, secrets } = request;
  const isWanted = to !== undefined && settings.config['upload-dumps'];
  const dumps = isWanted ? await RedactedDumps.begin({ scratch, to, secrets }) : undefined;
  const common = {
    ...{ ...request, keep: request.keep, signal: request.signal, settings, scratch, stopwatch },
    dumps: dumps?.directory,
  };
  const base = servedAs(traffic.scenario.plan, await trees.base.setUp());
  const head = servedAs(traffic.scenario.plan, await trees.head.setUp());
  const { shard, seed = shard ? seedOf(revisions.head.sha) : randomInt(1, 1_000_000) } = request;
  const plan = planFrom(settings.config, seed, traffic.scenario.plan);
  const known = knownGrowth(settings.config);
  const comparison = new Comparison({ base, head, traffic, known, common: { ...common, port } });

  const time = new RunTime(settings.config['max-minutes'], stopwatch.elapsedMs);
  const result = await comparison.settle(plan, time);
  const { triggers, notices } = await comparison.triggers(result, plan, {
    budgetMs: Math.min(settings.config['trigger-seconds'] * 1000, time.leftMs),
    target: {
      ref: revisions.head.worktree ? 'worktree' : revisions.head.sha,
      configFile: request.configFile,
    },
  });
  const statusNotices = comparison.judgeReach(result);
  const dumpNotices =
    result.judgement.verdict === 'pass' ? [] : ((await dumps?.handOver(base.recipe.runtime)) ?? []);
  const bisected =
    result.judgement.verdict === 'regression' && time.leftMs > 0
      ? await (request.findCulprit ?? autoSearch)({
          ...{ ...common, port, revisions, trees, plan, leftMs: time.leftMs },
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
    selfTest: request.revisions.allowSame,
    shard: shard && { ...shard, config: configDigest(settings) },
    seed: plan.seed,
    threshold: plan.limits.threshold,
    scenarios: traffic.names,
    changes: settings.changes,
    notices: [
      ...revisions.notices,
      ...settings.notices,
      ...new Set([...base.notices, ...head.notices]),
      ...traffic.notices,
      ...ignoredThreads(traffic.scenario.plan, result.head.serverThreads),
      ...result.base.notices,
      ...result.head.notices,
      ...statusNotices,
      ...dumpNotices,
      ...notices,
      ...(bisected?.notices ?? []),
    ],
    timings: stopwatch.timings(),
  });
}
