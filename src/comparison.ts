import type { KnownGrowth } from './leak/accepted.ts';
import { type Finding, isFailing } from './leak/finding.ts';
import { isLeak } from './leak/restarts.ts';
import { type Judgement, judge } from './leak/verdict.ts';
import { type MeasuredRevision, type MeasureOptions, measure } from './measure.ts';
import type { MeasuringPlan } from './measuring/plan.ts';
import type { PreparedRevision } from './prepare.ts';
import type { Traffic } from './scenarios.ts';
import { judgeBase, judgeHead } from './traffic/judge.ts';
import { without } from './traffic/steps.ts';
import { suspectedKinds, type Trigger, triggerOf } from './trigger.ts';

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

/** Objects of the slowest leak that a boot without its trigger must be long enough to show, were it still there. */
const objectsToMiss = 20;
const fewestProbeRounds = 4;

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
      inspectWarmUp: (accounts) => judgeBase(accounts),
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

  /** Boots head once more without the suspected kinds: what then does not grow is triggered by them. */
  async triggers({ base, head, judgement }: Compared, plan: MeasuringPlan): Promise<Map<string, Trigger>> {
    const { traffic, common } = this.#options;
    const failing = judgement.findings.filter((finding) => isFailing(finding) && isLeak(finding));
    const suspected = suspectedKinds(traffic.scenario, base, head);
    if (failing.length === 0 || suspected.length === 0) return new Map();
    common.progress(`head: booting once more without ${suspected.map((kind) => kind.label).join(', ')}`);
    const ids = new Set(suspected.map((kind) => kind.id));
    const quiet = await measure({
      ...common,
      ...this.#options.head,
      scenario: without(traffic.scenario, ids),
      plan: { ...plan, warmup: { fewest: 2, most: 2 }, rounds: probeRounds(failing, judgement, plan) },
      explains: false,
      keep: undefined,
    });
    return new Map(
      failing.flatMap((finding: Finding) => {
        const trigger = triggerOf(finding, suspected, traffic.scenario, quiet, plan.limits);
        return trigger ? [[finding.id, trigger] as const] : [];
      }),
    );
  }

  /** A regression stands whatever the statuses; without one, traffic that no longer reaches the app proves nothing. */
  judgeReach({ base, head, judgement }: Compared): string[] {
    try {
      judgeHead(base.accounts, head.accounts);
      return [];
    } catch (error) {
      if (judgement.verdict !== 'regression' || !(error instanceof Error)) throw error;
      return [error.message];
    }
  }
}

function probeRounds(failing: readonly Finding[], { classes }: Judgement, plan: MeasuringPlan): number {
  const rates = failing.map(
    ({ classes: [first] }) => classes.find((row) => row.name === first)?.headPer1000 ?? 0,
  );
  const perRound = (Math.min(...rates) * plan.requestsPerProcess) / 1000;
  const wanted = perRound > 0 ? Math.ceil(objectsToMiss / perRound) : plan.rounds;
  return Math.max(fewestProbeRounds, Math.min(wanted, plan.rounds * 2));
}
