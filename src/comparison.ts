import type { KnownGrowth } from './leak/accepted.ts';
import { type Judgement, judge } from './leak/verdict.ts';
import { type MeasuredRevision, type MeasureOptions, measure } from './measure.ts';
import { lanesAskedFor, type MeasuringPlan } from './measuring/plan.ts';
import type { PreparedRevision } from './prepare.ts';
import type { Traffic } from './scenarios.ts';
import { judgeBase, judgeHead } from './traffic/judge.ts';
import { sessionPlan } from './traffic/lane-session.ts';
import { bootForProbes } from './trigger/booted-probe.ts';
import { type FoundTriggers, findTriggers, type TriggerRequest } from './trigger/find-triggers.ts';

export interface Compared {
  readonly base: MeasuredRevision;
  readonly head: MeasuredRevision;
  readonly judgement: Judgement;
}

interface ComparisonOptions {
  readonly base: PreparedRevision;
  readonly head: PreparedRevision;
  readonly traffic: Traffic;
  readonly known: readonly KnownGrowth[];
  readonly common: Pick<MeasureOptions, 'port' | 'scratch' | 'keep' | 'stopwatch' | 'progress' | 'signal'>;
}

/** Base against head: same machine, same port, same bytes in the same order. */
export class Comparison {
  readonly #options: ComparisonOptions;

  constructor(options: ComparisonOptions) {
    this.#options = options;
  }

  async run(plan: MeasuringPlan): Promise<Compared> {
    const { base, head, traffic, known, common } = this.#options;
    const shared = { ...common, scenario: traffic.scenario, explains: true };
    const measuredBase = await measure({
      ...shared,
      ...base,
      plan,
      inspect: (accounts) => judgeBase(accounts),
    });
    // Base decides how long the warm-up is; head gets the same.
    const warmup = { fewest: measuredBase.warmupRounds, most: measuredBase.warmupRounds };
    const measuredHead = await measure({ ...shared, ...head, plan: { ...plan, warmup } });
    return {
      base: measuredBase,
      head: measuredHead,
      judgement: judge(measuredBase, measuredHead, plan.limits, known),
    };
  }

  /** Boots head again to find out which requests cause what it leaks. */
  async triggers(
    { base, head, judgement }: Compared,
    plan: MeasuringPlan,
    search: Pick<TriggerRequest, 'budgetMs' | 'target'>,
  ): Promise<FoundTriggers> {
    const { traffic, common } = this.#options;
    const { scenario } = traffic;
    const lanes = lanesAskedFor(plan, scenario.plan);
    const { processes } = plan;
    // It may have been booted twice, to be sure.
    let boots = plan.boot + 1;
    const boot = () => {
      const session = sessionPlan(scenario, { ...plan, boot: ++boots });
      return bootForProbes({ ...common, revision: this.#options.head, processes, lanes, session });
    };
    const { progress, signal } = common;
    return await findTriggers({ ...search, base, head, judgement, scenario, boot, progress, signal });
  }

  /** A regression stands whatever the statuses; without one, traffic that no longer reaches the app proves nothing. */
  judgeReach({ base, head, judgement }: Compared): string[] {
    try {
      return judgeHead(base.accounts, head.accounts);
    } catch (error) {
      if (judgement.verdict !== 'regression' || !(error instanceof Error)) throw error;
      return [error.message];
    }
  }
}
