import { randomInt } from 'node:crypto';
import { discoverTraffic } from './default-traffic.ts';
import { ignoredThreads } from './ignored-plan.ts';
import { knownGrowth } from './known-growth.ts';
import { judge } from './leak/verdict.ts';
import { measure } from './measure.ts';
import { planFrom } from './measuring/plan.ts';
import { checkOutOne, type Discover, type OneRequest } from './one-revision.ts';
import { buildMeasureReport } from './report/report-builder.ts';
import type { MeasureReport } from './report/schema.ts';
import { RunTime } from './run-time.ts';
import { servedAs } from './served-as.ts';
import type { DefaultScenario } from './traffic/default-scenario.ts';
import { judgeBase } from './traffic/judge.ts';
import { version } from './version.ts';
import { withoutSecrets } from './without-secrets.ts';

export interface MeasureRequest extends OneRequest {
  readonly seed?: number | undefined;
  /** Told what an app that comes without scenarios is asked for. */
  readonly onDiscovered?: ((found: DefaultScenario) => Promise<void>) | undefined;
}

/** Measures one revision by itself: all that grows counts. Throws `CannotMeasure`. */
export const measureRevision = (request: MeasureRequest): Promise<MeasureReport> =>
  withoutSecrets(request, measureAlone);

async function measureAlone(request: MeasureRequest): Promise<MeasureReport> {
  const { keep, signal, progress } = request;
  const discover: Discover = async (setUp, ground) => {
    const app = await setUp();
    const found = await ground.stopwatch.time('boot', () =>
      discoverTraffic(app, { ...ground, signal, progress }),
    );
    await request.onDiscovered?.(found);
    return found;
  };
  await using one = await checkOutOne(request, discover);
  const { revision, settings, tree, traffic, port, scratch, stopwatch } = one;
  const prepared = servedAs(traffic.scenario.plan, await tree.setUp());
  const plan = planFrom(settings.config, request.seed ?? randomInt(1, 1_000_000), traffic.scenario.plan);
  const measured = await measure({
    ...{ port, scratch, stopwatch, keep, signal, progress },
    ...prepared,
    plan,
    scenario: traffic.scenario,
    explains: true,
    endsAtMs: new RunTime(settings.config['max-minutes'], stopwatch.elapsedMs).endOfFirst(1),
    inspect: (accounts) => judgeBase(accounts, ''),
  });
  const nothing = { sha: '', processes: [], kinds: [] };
  return buildMeasureReport({
    measurement: measured,
    judgement: judge(nothing, measured, plan.limits, knownGrowth(settings.config)),
    ref: revision.ref,
    version,
    seed: plan.seed,
    threshold: plan.limits.threshold,
    scenarios: traffic.names,
    notices: [
      ...settings.notices,
      ...prepared.notices,
      ...traffic.notices,
      ...ignoredThreads(traffic.scenario.plan, measured.serverThreads),
      ...measured.notices,
    ],
    timings: stopwatch.timings(),
  });
}
