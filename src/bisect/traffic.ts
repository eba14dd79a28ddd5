import { randomInt, randomUUID } from 'node:crypto';
import { CannotMeasure } from '../cannot-measure.ts';
import { knownGrowth } from '../known-growth.ts';
import type { Finding } from '../leak/finding.ts';
import type { Measurement } from '../leak/measurement.ts';
import { isLeak } from '../leak/restarts.ts';
import { type Judgement, judge } from '../leak/verdict.ts';
import { measure } from '../measure.ts';
import { planFrom } from '../measuring/plan.ts';
import { checkOutOne, type Discover, type OneRequest } from '../one-revision.ts';
import { trafficSentences } from '../report/traffic-bisect.ts';
import { servedAs } from '../served-as.ts';
import type { Accounts } from '../traffic/accounts.ts';
import { judgeBase } from '../traffic/judge.ts';
import type { Kind, Scenario } from '../traffic/scenario.ts';
import { gaugeOf } from '../trigger/gauge.ts';
import { type Repro, reproOf } from '../trigger/repro.ts';
import { withoutSecrets } from '../without-secrets.ts';
import { NothingLeaks } from './nothing-leaks.ts';
import { MeasuringOracle } from './oracle.ts';
import { type SoughtLeak, soughtLeak } from './sought-leak.ts';
import { TrafficCandidates } from './traffic-candidates.ts';
import { type FoundTraffic, searchTraffic } from './traffic-search.ts';

export interface BisectTrafficRequest extends Omit<OneRequest, 'keep'> {
  readonly seed?: number | undefined;
  /** Id of the finding to follow; the largest when left out. */
  readonly finding?: string | undefined;
  /** How long to probe; what is not known by then stays unproven. */
  readonly budgetMs: number;
  /** Where probes are logged; those in it are not measured again. */
  readonly logFile: string;
  /** What the smallest scenario is to be called. */
  readonly reproFile: string;
}

/** Which requests it takes to show a leak. */
export interface TrafficBisect extends FoundTraffic {
  readonly finding: Finding;
  readonly repro: Repro | undefined;
}

/**
 * Finds the smallest sequence of requests that shows a leak of one revision, each probe in fresh processes. Throws
 * `NothingLeaks` or `CannotMeasure`.
 */
export const bisectTraffic = (request: BisectTrafficRequest): Promise<TrafficBisect> =>
  withoutSecrets(request, bisectOne);

async function bisectOne(request: BisectTrafficRequest): Promise<TrafficBisect> {
  const { progress, signal, configFile, reproFile } = request;
  await using one = await checkOutOne(request, withoutScenarios);
  const { revision, settings, tree, traffic, port, scratch, stopwatch } = one;
  const { scenario } = traffic;
  const prepared = servedAs(scenario.plan, await tree.setUp());
  const plan = planFrom(settings.config, request.seed ?? randomInt(1, 1_000_000), scenario.plan);
  const shared = { port, scratch, stopwatch, progress, signal, keep: undefined, plan, scenario };

  const inspect = (accounts: Accounts) => judgeBase(accounts, '');
  const measured = await measure({ ...shared, ...prepared, explains: true, inspect });
  const nothing = { sha: '', processes: [], kinds: [] };
  const judgement = judge(nothing, measured, plan.limits, knownGrowth(settings.config));
  const finding = findingOf(judgement, request.finding);
  const sought = soughtLeak(finding, measured, judgement.classes);
  if (!sought) throw new CannotMeasure(`${finding.id} is no growth of a class, which cannot be bisected`);

  // Uncommitted changes may be others the next time.
  const code = revision.worktree ? randomUUID() : revision.sha;
  const circumstances = JSON.stringify([code, settings.config, settings.own, finding.id]);
  const found = await searchTraffic({
    ...request,
    findingId: finding.id,
    sha: revision.sha,
    kinds: reachingKinds(scenario, measured),
    candidates: new TrafficCandidates(prepared, scenario, circumstances),
    oracle: (ended) =>
      new MeasuringOracle({
        ...shared,
        sought: atTheSlowest(sought),
        plan: { ...plan, warmup: { fewest: measured.warmupRounds, most: measured.warmupRounds } },
        baseAccounts: measured.accounts,
        progress: () => {},
        signal: ended,
      }),
    tell: (told) => trafficSentences(told),
  });
  const ref = revision.worktree ? 'worktree' : revision.sha;
  const { perRequest, unit } = gaugeOf(finding, judgement.classes);
  const target = { ref, configFile, file: reproFile, leakPerRequest: perRequest / unit };
  const repro = reproOf(found.smallest, scenario, target);
  return { ...found, finding, repro };
}

const withoutScenarios: Discover = () => {
  throw new CannotMeasure('there are no scenarios to take requests from: name one with --scenario');
};

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

/** What the app's server answers itself is evidence of nothing. */
function reachingKinds({ kinds }: Scenario, measured: Measurement): Kind[] {
  const reaching = new Set(measured.kinds.filter(({ reached }) => reached > 0).map(({ id }) => id));
  return kinds.filter(({ id }) => reaching.has(id));
}

/** Its pace is that of all kinds together: some alone leak more slowly. */
const atTheSlowest = (sought: SoughtLeak): SoughtLeak => ({
  ...sought,
  headPer1000: sought.headPer1000 / 2,
});
