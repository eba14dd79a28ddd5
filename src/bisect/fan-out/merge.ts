import { formatQuantity } from '../../report/numbers.ts';
import type { Report } from '../../report/schema.ts';
import { withoutSecrets } from '../../without-secrets.ts';
import type { ReadySearch } from '../logged-search.ts';
import { reportedProbes } from '../probes.ts';
import type { AnsweredPlan } from './answered-plan.ts';
import { checkOutAgain, type MachineRequest } from './ground.ts';
import { methods } from './methods.ts';
import type { FanOutPlan } from './plan.ts';
import { type NamedFromAnswers, nextRound, questionOf, roundLine } from './round.ts';

export interface MergeRequest extends MachineRequest {
  /** There is no further round: what is not known by now stays so. */
  readonly isLast: boolean;
}

/** The next round, or the report of the check with what the search came to. */
export type MergedRound = { readonly plan: FanOutPlan } | { readonly report: Report };

/** Goes on with a search by what machines have answered. Throws `CannotMeasure`. */
export const mergeAnswers = (answered: AnsweredPlan, request: MergeRequest): Promise<MergedRound> =>
  withoutSecrets(request, (machine) => goOn(answered, machine));

async function goOn(
  { plan, answers }: AnsweredPlan,
  { isLast, ...machine }: MergeRequest,
): Promise<MergedRound> {
  const known = [...plan.answers, ...answers];
  await using again = await checkOutAgain(plan, machine);
  await using search = await methods[plan.of].ready(again.ground, plan.sought);
  const next = await nextRound(search, { known, machines: plan.machines, isLast });
  if ('named' in next) return { report: reportWith(next.named, search, plan, known.length) };
  const [round, questions] = [plan.round + 1, next.probes.map(questionOf)];
  machine.progress(roundLine(round, search, questions));
  return { plan: { ...plan, round, answers: known.map((each) => ({ ...each })), questions } };
}

/** The check's report, with the culprit where there is one. */
function reportWith(
  { culprit, notices, records }: NamedFromAnswers,
  { candidates, bound }: ReadySearch,
  { report, sought, round }: FanOutPlan,
  probes: number,
): Report {
  const work = `${formatQuantity(probes, 'probe')} in ${formatQuantity(round, 'round')}`;
  return {
    ...report,
    findings: report.findings.map((finding) =>
      culprit && finding.id === sought.findingId ? { ...finding, culprit } : finding,
    ),
    notices: [...report.notices, ...notices, `bisected on several machines: ${work}`],
    bisect: { candidates: [...candidates], bound, probes: reportedProbes(records) },
  };
}
