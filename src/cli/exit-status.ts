import type { Verdict } from '../leak/verdict.ts';

/** Exit statuses of every verb. */
export const exitStatus = {
  pass: 0,
  regression: 1,
  cannotMeasure: 2,
  inconclusive: 3,
} as const satisfies Record<Verdict | 'cannotMeasure', number>;
