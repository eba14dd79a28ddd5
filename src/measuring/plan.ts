import type { Config } from '../config.ts';
import { type Limits, smallestLimit } from '../leak/class-growth.ts';
import { requestsNeeded } from '../leak/growth.ts';

/** How much is measured; base and head get the same. */
export interface MeasuringPlan {
  readonly seed: number;
  /** Whole rounds before the first census that counts: fewest, and most when the heap does not become steady. */
  readonly warmup: { readonly fewest: number; readonly most: number };
  readonly rounds: number;
  readonly requestsPerProcess: number;
  readonly lanes: number | undefined;
  readonly processes: number | undefined;
  readonly limits: Limits;
}

const longestWarmup = 12;

export function planFrom(config: Config, seed: number): MeasuringPlan {
  const { threshold, thresholds, rounds, warmup, requests, lanes, processes } = config;
  const limits = { threshold, thresholds };
  return {
    seed,
    warmup: { fewest: warmup, most: Math.max(warmup, longestWarmup) },
    rounds,
    requestsPerProcess: requests ?? Math.ceil(requestsNeeded(smallestLimit(limits)) / rounds),
    lanes,
    processes,
    limits,
  };
}
