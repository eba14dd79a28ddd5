import { z } from 'zod';
import { CannotMeasure } from '../../cannot-measure.ts';
import { readMachineFile } from '../../machine-file.ts';
import { FanOutAnswer, FanOutPlan, planDigest } from './plan.ts';
import type { KnownAnswer } from './round.ts';

interface FromFile<Content> {
  readonly file: string;
  readonly content: Content;
}

/** A plan, and what the machines found out of all its candidates. */
export interface AnsweredPlan {
  readonly plan: FanOutPlan;
  readonly answers: readonly KnownAnswer[];
}

const PlanOrAnswer = z.discriminatedUnion('kind', [FanOutPlan, FanOutAnswer]);

/** Reads a plan that is to be probed. Throws `CannotMeasure`. */
export function readPlan(file: string): Promise<FanOutPlan> {
  return readMachineFile(file, FanOutPlan, 'a plan of heapgate bisect');
}

/** Reads one plan and the answers to it, in any order. Throws `CannotMeasure` where one is missing, foreign or there twice. */
export async function readAnsweredPlan(files: readonly string[]): Promise<AnsweredPlan> {
  const plans: FromFile<FanOutPlan>[] = [];
  const answers: FromFile<FanOutAnswer>[] = [];
  for (const file of files) {
    const content = await readMachineFile(file, PlanOrAnswer, 'a plan or an answer of heapgate bisect');
    if (content.kind === 'bisect plan') plans.push({ file, content });
    else answers.push({ file, content });
  }
  return { plan: thePlan(plans).content, answers: inOrder(thePlan(plans), answers) };
}

function thePlan([plan, other]: readonly FromFile<FanOutPlan>[]): FromFile<FanOutPlan> {
  if (!plan) throw new CannotMeasure('there is no plan among the files: give it beside the answers to it');
  if (other)
    throw new CannotMeasure(`${plan.file} and ${other.file} are both plans: give the one that was probed`);
  return plan;
}

function inOrder(plan: FromFile<FanOutPlan>, answers: readonly FromFile<FanOutAnswer>[]): KnownAnswer[] {
  const { questions } = plan.content;
  const digest = planDigest(plan.content);
  const byCandidate = new Map<number, FromFile<FanOutAnswer>>();
  for (const answer of answers) {
    const { file, content } = answer;
    if (content.plan !== digest)
      throw new CannotMeasure(
        `${file} answers another plan than ${plan.file}: give the answers of one round`,
      );
    if (content.candidate > questions.length)
      throw new CannotMeasure(
        `${file} answers for candidate ${content.candidate}, and there are ${questions.length}: give the answers of one round`,
      );
    const twin = byCandidate.get(content.candidate);
    if (twin)
      throw new CannotMeasure(
        `${twin.file} and ${file} both answer for candidate ${content.candidate}: give each once`,
      );
    byCandidate.set(content.candidate, answer);
  }
  return questions.map((question, index) => {
    const found = byCandidate.get(index + 1);
    if (!found)
      throw new CannotMeasure(
        `the answer for candidate ${index + 1} of ${questions.length} is missing: give the JSON of every probe`,
      );
    const { answer, reason, ms } = found.content;
    return { ...question, answer, ms, ...(reason === undefined ? {} : { reason }) };
  });
}
