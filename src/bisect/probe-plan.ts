import type { MeasuringPlan } from '../measuring/plan.ts';
import type { Kind, Scenario } from '../traffic/scenario.ts';
import { requestsPerRound } from './evidence.ts';
import type { SoughtLeak } from './sought-leak.ts';

/** Rounds after which a leak of head's pace, and its absence, are to be plain. */
const roundsToTell = 3;
const warmupRounds = 2;
/** Hostile requests must not crowd out those that leak after them. */
const ordinaryPerHostile = 3;

/** As many requests as it takes to tell whether the one class grows at head's pace; more rounds where that is uneven. */
export function probePlan(
  sought: SoughtLeak,
  { kinds }: Scenario,
  plan: MeasuringPlan,
  threads: number,
): MeasuringPlan {
  const hostile = timesOf(kinds.filter((kind) => kind.hostile));
  const ordinary = timesOf(kinds) - hostile;
  const wholeCycles = (plan.lanes ?? threads) * Math.max(ordinary, ordinaryPerHostile * hostile);
  const wanted = Math.max(wholeCycles, 2 * requestsPerRound(sought, roundsToTell));
  return {
    ...plan,
    warmup: { fewest: warmupRounds, most: warmupRounds },
    rounds: 2 * plan.rounds,
    requestsPerProcess: Math.min(plan.requestsPerProcess, wanted),
  };
}

const timesOf = (kinds: readonly Kind[]): number => kinds.reduce((sum, { times }) => sum + times, 0);
