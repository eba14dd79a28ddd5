import type { KnownGrowth } from './leak/accepted.ts';
import { type Judgement, judge, needsConfirmation, unconfirmed } from './leak/verdict.ts';
import { type MeasuredRevision, type MeasureOptions, measure } from './measure.ts';
import type { MeasuringPlan } from './measuring/plan.ts';
import type { PreparedRevision } from './prepare.ts';
import type { RunTime } from './run-time.ts';
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
  readonly common: Pick<
    MeasureOptions,
    'port' | 'scratch' | 'keep' | 'dumps' | 'stopwatch' | 'progress' | 'signal'
  >;
}

/** Base against head: same machine, same port, same bytes in the same order. */
export class Comparison {
  readonly #options: ComparisonOptions;

  constructor(options: ComparisonOptions) {
    this.#options = options;
  }

  /** As `run`, and what is too close to call once more, after a second boot of both. */
  async settle(plan: MeasuringPlan, time: RunTime): Promise<Compared> {
    const beganMs = performance.now();
    const result = await this.run(plan, time);
    const { judgement } = result;
    if (!needsConfirmation(judgement)) return result;
    const tookMs = performance.now() - beganMs;
    if (time.leftMs < 2 * tookMs) return { ...result, judgement: unconfirmed(judgement) };
    const why = judgement.reasons[0];
    this.#options.common.progress(`to be sure (${why}), both revisions are booted a second time`);
    return await this.run({ ...plan, boot: 2, rounds: plan.rounds * 2 }, time);
  }

  /** Each of the two gets half of the time that is left. */
  async run(plan: MeasuringPlan, time: RunTime): Promise<Compared> {
    const { base, head, traffic, known, common } = this.#options;
    const shared = { ...common, scenario: traffic.scenario, explains: true };
    const measuredBase = await measure({
      ...shared,
      ...base,
      plan,
      endsAtMs: time.endOfFirst(2),
      inspect: (accounts) => judgeBase(accounts),
    });
    // Base decides how long the warm-up is; head gets the same, and no fewer rounds: a cache fills over more of them.
    const warmup = { fewest: measuredBase.warmupRounds, most: measuredBase.warmupRounds };
    const fewestRounds = measuredBase.rounds;
    const endsAtMs = time.endOfFirst(1);
    const measuredHead = await measure({
      ...shared,
      ...head,
      plan: { ...plan, warmup },
      fewestRounds,
      endsAtMs,
    });
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
    const { lanes, processes } = plan;
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
