import type { Compared } from '../comparison.ts';
import type { ConfigOverrides } from '../config.ts';
import { isFailing } from '../leak/finding.ts';
import { isLeak } from '../leak/restarts.ts';
import type { MeasuringPlan } from '../measuring/plan.ts';
import type { CheckedOutRevision } from '../prepare.ts';
import type { Bisection, Culprit } from '../report/schema.ts';
import type { Revisions } from '../revision/revision.ts';
import type { Settings } from '../settings.ts';
import type { Stopwatch } from '../stopwatch.ts';
import type { Scenario } from '../traffic/scenario.ts';
import { MeasuringOracle } from './oracle.ts';
import { type SoughtLeak, soughtLeak } from './sought-leak.ts';

/** Base and head, checked out: what candidates are made of. */
export interface BisectGround {
  readonly repository: string;
  readonly revisions: Revisions;
  readonly settings: Settings;
  /** As the caller of the check gave them. */
  readonly configFile?: string | undefined;
  readonly overrides?: ConfigOverrides | undefined;
  readonly trees: { readonly base: CheckedOutRevision; readonly head: CheckedOutRevision };
  readonly scenario: Scenario;
  readonly port: number;
  readonly scratch: string;
  readonly stopwatch: Stopwatch;
  readonly progress: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** A regression that a check has found, while both its revisions are still checked out and set up. */
export interface Regression extends BisectGround {
  readonly compared: Compared;
  readonly plan: MeasuringPlan;
  /** Time that is left of the check's. */
  readonly leftMs?: number;
}

/** What a bisect came to; without a culprit, notices say why. */
export interface FoundCulprit {
  readonly findingId: string;
  readonly culprit: Culprit | undefined;
  /** None where the search failed. */
  readonly bisection: Bisection | undefined;
  readonly notices: readonly string[];
}

/** Finds out what brought a regression in: dependencies, commits or requests. */
export type CulpritSearch = (regression: Regression) => Promise<FoundCulprit | undefined>;

/** The leak to bisect: of several that head brought, the largest. */
export function leakToBisect({ compared: { head, judgement } }: Regression): SoughtLeak | undefined {
  const sought = judgement.findings.filter((finding) => isFailing(finding) && isLeak(finding));
  return sought.flatMap((finding) => soughtLeak(finding, head, judgement.classes) ?? [])[0];
}

/** `signal`: ends a probe that runs. */
export function oracleFor(sought: SoughtLeak, regression: Regression, signal: AbortSignal): MeasuringOracle {
  const { base } = regression.compared;
  const warmup = { fewest: base.warmupRounds, most: base.warmupRounds };
  return new MeasuringOracle({
    ...regression,
    sought,
    plan: { ...regression.plan, warmup },
    baseAccounts: base.accounts,
    progress: () => {},
    signal,
  });
}
