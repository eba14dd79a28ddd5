import { CannotMeasure } from '../../cannot-measure.ts';
import { type CheckRequest, check } from '../../check.ts';
import { configDigest } from '../../config-digest.ts';
import type { Report } from '../../report/schema.ts';
import { resolveRevisions } from '../../revision/commits.ts';
import { version } from '../../version.ts';
import { withoutSecrets } from '../../without-secrets.ts';
import { type CulpritSearch, leakToBisect } from '../culprit-search.ts';
import { bisectOverrides } from './ground.ts';
import { methods } from './methods.ts';
import type { FanOutPlan } from './plan.ts';
import { nextRound, questionOf, roundLine } from './round.ts';

export interface PlanRequest extends CheckRequest {
  readonly of: FanOutPlan['of'];
  /** Candidates that are measured at once. */
  readonly machines: number;
}

/** Without a plan there is nothing to bisect. */
export interface FirstRound {
  readonly report: Report;
  readonly plan: FanOutPlan | undefined;
}

/** Checks, and says which candidates tell most of what brought a leak. Throws `CannotMeasure`. */
export const planFanOut = (request: PlanRequest): Promise<FirstRound> => withoutSecrets(request, firstRound);

async function firstRound({ of, machines, ...request }: PlanRequest): Promise<FirstRound> {
  const revisions = await resolveRevisions(request.repository, request.revisions);
  if (revisions.head.worktree)
    throw new CannotMeasure(
      'other machines do not have what is not committed: commit it, and name the commit',
    );
  await methods[of].assertPossible(request.repository, revisions);
  const beginning = new Beginning(of, machines);
  const overrides = { ...request.overrides, ...bisectOverrides };
  const report = await check({ ...request, overrides, findCulprit: beginning.search });
  const { begun } = beginning;
  if (!begun) return { report, plan: undefined };
  const { configFile } = request;
  const known = { ...begun, report, ...(configFile === undefined ? {} : { configFile }) };
  const head = { kind: 'bisect plan', schemaVersion: 1, heapgateVersion: version } as const;
  return { report, plan: { ...head, of, machines, round: 1, answers: [], ...known } };
}

/** Takes the place of a search: what it would ask is written down for other machines. */
class Beginning {
  readonly #of: FanOutPlan['of'];
  readonly #machines: number;
  #begun: Pick<FanOutPlan, 'sought' | 'warmupRounds' | 'config' | 'questions'> | undefined;

  constructor(of: FanOutPlan['of'], machines: number) {
    this.#of = of;
    this.#machines = machines;
  }

  /** None where the check found nothing to search. */
  get begun() {
    return this.#begun;
  }

  readonly search: CulpritSearch = async (regression) => {
    const sought = leakToBisect(regression);
    if (!sought) return undefined;
    await using search = await methods[this.#of].ready(regression, sought);
    const round = await nextRound(search, { known: [], machines: this.#machines });
    const questions = 'probes' in round ? round.probes.map(questionOf) : [];
    regression.progress(roundLine(1, search, questions));
    const { warmupRounds } = regression.compared.base;
    this.#begun = { sought, warmupRounds, config: configDigest(regression.settings), questions };
    return undefined;
  };
}
