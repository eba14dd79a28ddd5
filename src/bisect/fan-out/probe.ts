import { CannotMeasure } from '../../cannot-measure.ts';
import { formatQuantity } from '../../report/numbers.ts';
import { version } from '../../version.ts';
import { withoutSecrets } from '../../without-secrets.ts';
import { showChanges } from '../probes.ts';
import { checkOutAgain, type MachineRequest } from './ground.ts';
import { methods } from './methods.ts';
import { type FanOutAnswer, type FanOutPlan, planDigest } from './plan.ts';
import { nextRound } from './round.ts';

/** Measures one candidate of a plan, counted from 1. Throws `CannotMeasure`. */
export const probeCandidate = (
  plan: FanOutPlan,
  candidate: number,
  request: MachineRequest,
): Promise<FanOutAnswer> => withoutSecrets(request, (machine) => measureOne(plan, candidate, machine));

async function measureOne(
  plan: FanOutPlan,
  candidate: number,
  machine: MachineRequest,
): Promise<FanOutAnswer> {
  const { questions, answers, machines } = plan;
  const question = questions[candidate - 1];
  if (!question)
    throw new CannotMeasure(
      `there is no candidate ${candidate} in the plan: it has ${formatQuantity(questions.length, 'candidate')}`,
    );
  await using again = await checkOutAgain(plan, machine);
  await using search = await methods[plan.of].ready(again.ground, plan.sought);
  // All machines work out the same round: what there is to prepare for a candidate cannot be written down.
  const round = await nextRound(search, { known: answers, machines });
  const probe = 'probes' in round ? round.probes[candidate - 1] : undefined;
  if (probe?.id !== question.id || probe.thorough !== question.thorough)
    throw new CannotMeasure(
      `candidate ${candidate} is another here than in the plan: give all machines the same package sources`,
    );
  machine.progress(`bisect: measuring ${showChanges(question.changes)}`);
  const startedMs = performance.now();
  const { prepare } = probe.candidate;
  const told = await (probe.thorough ? again.oracle.confirm(prepare) : again.oracle.ask(prepare));
  const ms = Math.round(performance.now() - startedMs);
  const head = { kind: 'bisect answer', schemaVersion: 1, heapgateVersion: version } as const;
  return { ...head, plan: planDigest(plan), candidate, ...told, ms };
}
