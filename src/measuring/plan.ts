import type { Config } from '../config.ts';
import { type Limits, smallestLimit } from '../leak/class-growth.ts';
import { requestsNeeded } from '../leak/growth.ts';
import type { Plan } from '../traffic/scenario.ts';

/** How much is measured; base and head get the same. */
export interface MeasuringPlan {
  readonly seed: number;
  /** Which boot of its revision is measured, from 1. */
  readonly boot: number;
  /** Whole rounds before the first census that counts: fewest, and most when the heap does not become steady. */
  readonly warmup: { readonly fewest: number; readonly most: number };
  readonly rounds: number;
  readonly requestsPerProcess: number;
  /** Per process; none where the server's threads decide. */
  readonly lanes: number | undefined;
  readonly processes: number | undefined;
  readonly limits: Limits;
}

const longestWarmup = 12;

/** What heapgate.yml does not say is as the scenario has it. */
export function planFrom(
  config: Config,
  seed: number,
  scenario: Partial<Pick<Plan, 'warmup' | 'steps' | 'lanes' | 'workers'>> = {},
): MeasuringPlan {
  const { threshold, thresholds, rounds, requests, lanes, processes } = config;
  const limits = { threshold, thresholds };
  const warmup = Math.max(config.warmup, scenario.warmup ?? 0);
  const needed = Math.ceil(requestsNeeded(smallestLimit(limits)) / rounds);
  return {
    seed,
    boot: 1,
    warmup: { fewest: warmup, most: Math.max(warmup, longestWarmup) },
    rounds,
    requestsPerProcess: requests ?? scenario.steps ?? needed,
    lanes: lanes ?? (scenario.lanes === 'auto' ? undefined : scenario.lanes),
    processes: processes ?? scenario.workers,
    limits,
  };
}
