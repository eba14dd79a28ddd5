import { randomInt } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { reservePort } from './app/free-port.ts';
import type { ConfigOverrides } from './config.ts';
import { discoverTraffic } from './default-traffic.ts';
import { givenTraffic } from './given-traffic.ts';
import { ignoredThreads } from './ignored-plan.ts';
import { knownGrowth } from './known-growth.ts';
import { judge } from './leak/verdict.ts';
import { measure } from './measure.ts';
import { planFrom } from './measuring/plan.ts';
import { checkOut } from './prepare.ts';
import { buildMeasureReport } from './report/report-builder.ts';
import type { MeasureReport } from './report/schema.ts';
import { resolveRevision } from './revision/commits.ts';
import { privateTemporaryDirectory } from './revision/private-directory.ts';
import { RunTime } from './run-time.ts';
import { readTraffic } from './scenarios.ts';
import { servedAs } from './served-as.ts';
import { readSettings } from './settings.ts';
import { Stopwatch } from './stopwatch.ts';
import type { DefaultScenario } from './traffic/default-scenario.ts';
import { judgeBase } from './traffic/judge.ts';
import { variableValues } from './traffic/scenario-variables.ts';
import { version } from './version.ts';
import { type ToldRequest, withoutSecrets } from './without-secrets.ts';

export interface MeasureRequest extends ToldRequest {
  readonly repository: string;
  /** A ref, or `worktree` for the checkout with its uncommitted changes. */
  readonly ref: string;
  readonly configFile?: string | undefined;
  readonly overrides?: ConfigOverrides | undefined;
  readonly seed?: number | undefined;
  /** A scenario file that is replayed alone, in place of the repository's. */
  readonly scenarioFile?: string | undefined;
  readonly keep?: string | undefined;
  /** Told what an app that comes without scenarios is asked for. */
  readonly onDiscovered?: ((found: DefaultScenario) => Promise<void>) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Measures one revision by itself: all that grows counts. Throws `CannotMeasure`. */
export const measureRevision = (request: MeasureRequest): Promise<MeasureReport> =>
  withoutSecrets(request, measureAlone);

async function measureAlone(request: MeasureRequest): Promise<MeasureReport> {
  const stopwatch = new Stopwatch();
  await using run = new AsyncDisposableStack();
  const scratch = run.use(await privateTemporaryDirectory('hg-')).path;
  if (request.keep !== undefined) await mkdir(request.keep, { recursive: true, mode: 0o700 });
  const revision = await resolveRevision(request.repository, request.ref);
  const settings = await readSettings({ ...request, base: revision, head: revision });
  const common = { ...request, keep: request.keep, signal: request.signal, settings, scratch, stopwatch };
  const tree = run.use(await checkOut({ ...common, label: 'app', revision }));
  const { port } = run.use(await reservePort());
  const { appDirectory } = tree;
  const discover = async () => {
    const app = await tree.setUp();
    const found = await stopwatch.time('boot', () => discoverTraffic(app, { ...common, port }));
    await request.onDiscovered?.(found);
    return found;
  };
  const traffic =
    request.scenarioFile === undefined
      ? await readTraffic([appDirectory, appDirectory], settings.config, discover)
      : await givenTraffic(request.scenarioFile, settings.config);
  request.secrets?.add(variableValues(traffic.scenario));
  const prepared = servedAs(traffic.scenario.plan, await tree.setUp());
  const plan = planFrom(settings.config, request.seed ?? randomInt(1, 1_000_000), traffic.scenario.plan);
  const measured = await measure({
    ...common,
    ...prepared,
    port,
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
