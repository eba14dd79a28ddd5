import type { Revisions } from '../../revision/revision.ts';
import { assertCommitsBetween, readyCommits } from '../commits.ts';
import { assertDependenciesDiffer, readyDependencies } from '../dependencies.ts';
import type { ReadySearcher } from '../logged-search.ts';
import type { FanOutPlan } from './plan.ts';

export interface FanOutMethod {
  readonly ready: ReadySearcher;
  /** Throws `CannotMeasure` where there is nothing to bisect. */
  assertPossible(repository: string, revisions: Revisions): Promise<void>;
}

/** What can be bisected on several machines. */
export const methods: Readonly<Record<FanOutPlan['of'], FanOutMethod>> = {
  dependencies: { ready: readyDependencies, assertPossible: assertDependenciesDiffer },
  commits: { ready: readyCommits, assertPossible: assertCommitsBetween },
};
