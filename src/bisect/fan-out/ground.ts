import { type BothRequest, checkOutBoth } from '../../both-revisions.ts';
import { CannotMeasure } from '../../cannot-measure.ts';
import { configDigest } from '../../config-digest.ts';
import { planFrom } from '../../measuring/plan.ts';
import { Accounts } from '../../traffic/accounts.ts';
import type { Scenario } from '../../traffic/scenario.ts';
import type { BisectGround } from '../culprit-search.ts';
import { MeasuringOracle } from '../oracle.ts';
import type { FanOutPlan } from './plan.ts';

export type MachineRequest = Pick<BothRequest, 'repository' | 'progress' | 'secrets' | 'signal'>;

/** Base and head as the plan's check had them, on another machine. Dispose removes them. */
export interface FanOutGround extends AsyncDisposable {
  readonly ground: BisectGround;
  readonly oracle: MeasuringOracle;
}

/** Which requests cause it is another question. */
export const bisectOverrides = { 'trigger-seconds': 0 } as const;

/** Throws `CannotMeasure` where this machine would measure something else than the others. */
export async function checkOutAgain(plan: FanOutPlan, machine: MachineRequest): Promise<FanOutGround> {
  const { report, sought, configFile, warmupRounds } = plan;
  const request = {
    ...machine,
    revisions: { base: report.base.sha, head: report.head.sha },
    configFile,
    overrides: { ...bisectOverrides, threshold: report.threshold },
  };
  await using undo = new AsyncDisposableStack();
  const both = undo.use(await checkOutBoth(request));
  const { settings } = both;
  const { scenario } = both.traffic;
  if (configDigest(settings) !== plan.config)
    throw new CannotMeasure(
      'the configuration is not the plan’s: give all machines the same heapgate.yml and options',
    );
  const warmup = { fewest: warmupRounds, most: warmupRounds };
  const ground: BisectGround = { ...request, ...both, scenario };
  const oracle = new MeasuringOracle({
    ...ground,
    sought,
    plan: { ...planFrom(settings.config, report.seed, scenario.plan), warmup },
    baseAccounts: accountsOf(scenario, report.base.kinds),
    progress: () => {},
  });
  const owned = undo.move();
  return { ground, oracle, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** What base answered on the machine where the leak was found. */
function accountsOf(scenario: Scenario, kinds: FanOutPlan['report']['base']['kinds']): Accounts {
  const accounts = new Accounts(scenario.kinds, scenario.start);
  const known = new Map(kinds.map((kind) => [kind.id, kind]));
  const isSame =
    known.size === accounts.entries.length && accounts.entries.every(({ kind }) => known.has(kind.id));
  if (!isSame) throw new CannotMeasure('the traffic is not the plan’s: give all machines the same scenarios');
  for (const { account } of accounts.entries) Object.assign(account, known.get(account.id));
  return accounts;
}
