import { randomInt } from 'node:crypto';
import { reservePort } from '../app/free-port.ts';
import { CannotMeasure } from '../cannot-measure.ts';
import type { Config, ConfigOverrides } from '../config.ts';
import { givenTraffic } from '../given-traffic.ts';
import { knownGrowth } from '../known-growth.ts';
import type { Finding } from '../leak/finding.ts';
import { isLeak } from '../leak/restarts.ts';
import { type Judgement, judge } from '../leak/verdict.ts';
import { measure } from '../measure.ts';
import { lanesAskedFor, planFrom } from '../measuring/plan.ts';
import { checkOut } from '../prepare.ts';
import { resolveRevision } from '../revision/commits.ts';
import { privateTemporaryDirectory } from '../revision/private-directory.ts';
import { readTraffic } from '../scenarios.ts';
import { servedAs } from '../served-as.ts';
import { readSettings } from '../settings.ts';
import { Stopwatch } from '../stopwatch.ts';
import type { Accounts } from '../traffic/accounts.ts';
import { judgeBase } from '../traffic/judge.ts';
import { ordinaryKinds } from '../traffic/kind.ts';
import { sessionPlan } from '../traffic/lane-session.ts';
import type { Kind, Scenario } from '../traffic/scenario.ts';
import { bootForProbes } from '../trigger/booted-probe.ts';
import { gaugeOf } from '../trigger/gauge.ts';
import { type Repro, reproOf } from '../trigger/repro.ts';
import { type TrafficProbeLog, TrafficProber } from './traffic-prober.ts';
import { probesForTraffic, type TrafficRoles, trafficRoles } from './traffic-roles.ts';

export interface BisectTrafficRequest {
  readonly repository: string;
  /** A ref, or `worktree` for the checkout with its uncommitted changes. */
  readonly ref: string;
  readonly configFile?: string | undefined;
  readonly overrides?: ConfigOverrides | undefined;
  readonly seed?: number | undefined;
  /** A scenario file that is replayed alone, in place of the repository's. */
  readonly scenarioFile?: string | undefined;
  /** Id of the finding to follow; the largest when left out. */
  readonly finding?: string | undefined;
  /** How long to probe; what is not known by then stays unproven. */
  readonly budgetMs: number;
  /** What the smallest scenario is to be called. */
  readonly reproFile: string;
  readonly progress: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Which requests it takes to show a leak. */
export interface TrafficBisect extends TrafficRoles<Kind> {
  readonly finding: Finding;
  readonly bound: number;
  readonly probes: readonly TrafficProbeLog[];
  /** Time ran out, so that some kinds are still there of which nobody knows whether they are needed. */
  readonly ranOut: boolean;
  readonly repro: Repro | undefined;
}

/** There is nothing to look for: what leaked does not, or no longer. */
export class NothingLeaks extends CannotMeasure {
  override readonly name = 'NothingLeaks';
}

/**
 * Finds the smallest set of requests that shows a leak of one revision, each probe in fresh processes. Throws
 * `NothingLeaks` or `CannotMeasure`.
 */
export async function bisectTraffic(request: BisectTrafficRequest): Promise<TrafficBisect> {
  const { progress, signal } = request;
  const stopwatch = new Stopwatch();
  await using run = new AsyncDisposableStack();
  const scratch = run.use(await privateTemporaryDirectory('hg-')).path;
  const revision = await resolveRevision(request.repository, request.ref);
  const settings = await readSettings({ ...request, base: revision, head: revision });
  const common = { scratch, stopwatch, progress, signal, keep: undefined };
  const tree = run.use(
    await checkOut({ ...common, repository: request.repository, settings, label: 'app', revision }),
  );
  const { port } = run.use(await reservePort());
  const { scenario } = await trafficOf(request, tree.appDirectory, settings.config);
  const prepared = servedAs(scenario.plan, await tree.setUp());
  const plan = planFrom(settings.config, request.seed ?? randomInt(1, 1_000_000), scenario.plan);

  const inspect = (accounts: Accounts) => judgeBase(accounts, '');
  const measured = await measure({ ...common, ...prepared, port, plan, scenario, explains: true, inspect });
  const nothing = { sha: '', processes: [], kinds: [] };
  const judgement = judge(nothing, measured, plan.limits, knownGrowth(settings.config));
  const finding = findingOf(judgement, request.finding);
  const gauge = gaugeOf(finding, judgement.classes);

  const lanes = lanesAskedFor(plan, scenario.plan);
  let boots = plan.boot;
  const boot = () => {
    const session = sessionPlan(scenario, { ...plan, boot: ++boots });
    return bootForProbes({ ...common, revision: prepared, port, processes: plan.processes, lanes, session });
  };
  const reaching = new Set(measured.kinds.filter(({ reached }) => reached > 0).map(({ id }) => id));
  const sent = scenario.kinds.filter(({ id }) => reaching.has(id));
  // Of what leaks alike, ordinary requests are found first.
  const kinds = [...ordinaryKinds(sent), ...sent.filter(({ hostile }) => hostile)];
  const prober = new TrafficProber({ boot, gauge, budgetMs: request.budgetMs, progress, signal });
  const bound = probesForTraffic(kinds.length, 2);
  progress(`at most ${bound} probes for a leak that takes two kinds of request together, of ${kinds.length}`);
  if ((await prober.probe(kinds, [])) !== 'leaks')
    throw new NothingLeaks(
      'the leak did not show again where the requests were sent in turn: name another one with --finding',
    );
  const roles = await trafficRoles(kinds, ordinaryKinds(kinds), prober.probe);
  const repro = reproOf([...roles.triggers, ...withOrdinary(roles.leaking, kinds)], {
    ref: revision.worktree ? 'worktree' : revision.sha,
    configFile: request.configFile,
    file: request.reproFile,
  });
  return { ...roles, finding, bound, probes: prober.log, ranOut: prober.ranOut, repro };
}

async function trafficOf(
  { scenarioFile }: BisectTrafficRequest,
  appDirectory: string,
  config: Config,
): Promise<{ readonly scenario: Scenario }> {
  if (scenarioFile !== undefined) return await givenTraffic(scenarioFile, config);
  return await readTraffic([appDirectory, appDirectory], config, () => {
    throw new CannotMeasure('there are no scenarios to take requests from: name one with --scenario');
  });
}

function findingOf({ findings }: Judgement, id: string | undefined): Finding {
  const leaks = findings.filter(isLeak);
  const [largest] = leaks.toSorted((a, b) => b.objectsPer1000 - a.objectsPer1000);
  if (!largest)
    throw new NothingLeaks(
      'nothing leaks with this traffic: name the one that shows the leak with --scenario',
    );
  const found = id === undefined ? largest : leaks.find((leak) => leak.id === id);
  if (found) return found;
  throw new CannotMeasure(
    `no leak has the id "${id}" here: choose one of ${leaks.map((leak) => leak.id).join(', ')}`,
  );
}

/** A scenario needs an ordinary request, whatever leaks. */
function withOrdinary(leaking: readonly Kind[], kinds: readonly Kind[]): readonly Kind[] {
  if (leaking.some(({ hostile }) => !hostile)) return leaking;
  return [...leaking, ...ordinaryKinds(kinds).slice(0, 1)];
}
