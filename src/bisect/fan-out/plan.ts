import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Report } from '../../report/schema.ts';
import { SoughtLeak } from '../sought-leak.ts';
import { mostMachines } from './most-machines.ts';

const Commit = z.string().regex(/^[0-9a-f]{40,64}$/);

/** One candidate to measure: what it has of head, and whether as carefully as in a check. */
const Question = z.object({ id: z.string(), changes: z.array(z.string()), thorough: z.boolean() });

const answered = {
  answer: z.enum(['leaks', 'clean', 'unknown']),
  reason: z.string().optional(),
  ms: z.int().nonnegative(),
};

/** One round of a bisect on several machines: all that each of them has to know. Without what may be secret. */
export const FanOutPlan = z.object({
  kind: z.literal('bisect plan'),
  schemaVersion: z.literal(1),
  heapgateVersion: z.string(),
  of: z.enum(['dependencies', 'commits']),
  machines: z.int().min(1).max(mostMachines),
  round: z.int().positive(),
  configFile: z.string().optional(),
  /** Digest of how it is measured, which all machines must have in common. */
  config: z.string(),
  /** Of base in the check. */
  warmupRounds: z.int().min(1).max(1000),
  sought: SoughtLeak,
  /** Of the check that found the leak. */
  report: Report.refine(({ base, head }) =>
    [base.sha, head.sha].every((sha) => Commit.safeParse(sha).success),
  ),
  /** Of earlier rounds. */
  answers: z.array(Question.extend(answered)),
  /** Of this round: candidate 1 is the first. */
  questions: z.array(Question).max(mostMachines),
});
export type FanOutPlan = z.infer<typeof FanOutPlan>;

/** What one machine found out of one candidate. */
export const FanOutAnswer = z.object({
  kind: z.literal('bisect answer'),
  schemaVersion: z.literal(1),
  heapgateVersion: z.string(),
  /** Digest of the plan. */
  plan: z.string(),
  candidate: z.int().positive(),
  ...answered,
});
export type FanOutAnswer = z.infer<typeof FanOutAnswer>;

/** By which an answer says what it answers: commits, configuration, version and round are in the plan. */
export function planDigest(plan: FanOutPlan): string {
  // Read anew, so that its keys are in one order wherever it comes from.
  return createHash('sha256')
    .update(JSON.stringify(FanOutPlan.parse(plan)))
    .digest('hex')
    .slice(0, 32);
}

/** For `fromJSON` in a workflow's `strategy.matrix`. */
export const matrixOf = ({ questions }: FanOutPlan): string =>
  JSON.stringify({ candidate: questions.map((_, index) => index + 1) });
