import { CannotMeasure } from '../cannot-measure.ts';
import { CommitLine } from '../revision/commit-line.ts';
import type { Revisions } from '../revision/revision.ts';
import type { Answer } from './answer.ts';
import { CommitCandidates, commitName } from './commit-candidates.ts';
import type { BisectGround, CulpritSearch } from './culprit-search.ts';
import { type CommitRange, type LeakingCommits, leakingCommit, mostProbes } from './leaking-commit.ts';
import { type BisectLimits, type NamedCulprit, type ReadySearch, searchLogged } from './logged-search.ts';
import { type Asked, showChanges } from './probes.ts';
import type { SoughtLeak } from './sought-leak.ts';
import { untilTimeRunsOut } from './time-limit.ts';

/** After the search: the commit, and the one before it. */
const probesToConfirm = 2;

/** Names the commit between base and head that brought a regression in. */
export function commitSearch(limits: BisectLimits): CulpritSearch {
  return searchLogged(readyCommits, limits);
}

/** The commits after base up to head. */
export async function readyCommits(ground: BisectGround, { findingId }: SoughtLeak): Promise<ReadySearch> {
  const { repository, revisions } = ground;
  const line = new CommitLine(repository);
  const range = { clean: revisions.base.sha, leaking: revisions.head.sha };
  const candidates = new CommitCandidates(ground, line, findingId);
  return {
    things: 'commits',
    candidates: (await line.between([range.clean], range.leaking)).map(commitName),
    bound: (await mostProbes(range, line)) + probesToConfirm,
    name: (probes) => blame(range, { line, candidates, probes }),
    [Symbol.asyncDispose]: () => candidates[Symbol.asyncDispose](),
  };
}

/** Finds out before anything is measured that there is nothing to bisect. Throws `CannotMeasure`. */
export async function assertCommitsBetween(repository: string, revisions: Revisions): Promise<void> {
  if (await areCommitsBetween(repository, revisions)) return;
  throw new CannotMeasure(
    'a bisect of commits needs a committed head that grew from base: commit the changes, or give their merge base as --base',
  );
}

/** Whether commits lead from base to all that head is. */
export async function areCommitsBetween(repository: string, { base, head }: Revisions): Promise<boolean> {
  return !head.worktree && (await new CommitLine(repository).isAncestor(base.sha, head.sha));
}

interface CommitSearch {
  readonly line: CommitLine;
  readonly candidates: CommitCandidates;
  readonly probes: Asked;
}

async function blame(range: CommitRange, search: CommitSearch): Promise<NamedCulprit> {
  const { line, candidates, probes } = search;
  const answers = new Map<string, Answer>([
    [range.clean, 'clean'],
    [range.leaking, 'leaks'],
  ]);
  const found = await untilTimeRunsOut(() =>
    leakingCommit(range, line, async (sha) => {
      const answer = await probes.ask(await candidates.at(sha));
      answers.set(sha, answer);
      return answer;
    }),
  );
  if (!found) return { culprit: undefined, notices: [await bracket(range, answers, search)] };
  const name = await candidates.nameOf(found.culprits.at(-1) ?? range.leaking);
  const doubted = await untilTimeRunsOut(() => doubts(found, range, search));
  return {
    culprit: { kind: 'commit', name },
    notices: [
      ...(await limits(found, search)),
      ...(doubted ?? ['time ran out before the commit could be confirmed']),
    ],
  };
}

/** What is known where time ran out. */
async function bracket(
  range: CommitRange,
  answers: ReadonlyMap<string, Answer>,
  { line, candidates }: CommitSearch,
): Promise<string> {
  const told = (sought: Answer) => [...answers].flatMap(([sha, answer]) => (answer === sought ? [sha] : []));
  const [clean, leaking] = [told('clean'), told('leaks').at(-1) ?? range.leaking];
  const all = await line.between([range.clean], range.leaking);
  const left = await line.between(clean, leaking);
  const [after, last] = [
    await candidates.nameOf(clean.at(-1) ?? range.clean),
    await candidates.nameOf(leaking),
  ];
  return `time ran out before the commit was found; it is one of ${left.length} of ${all.length}, after “${after}” and up to “${last}”; run it again to go on`;
}

/** What the search could not tell apart. */
async function limits(
  { culprits, isMerge }: LeakingCommits,
  { candidates }: CommitSearch,
): Promise<string[]> {
  const unmeasured = await Promise.all(culprits.slice(0, -1).map((sha) => candidates.nameOf(sha)));
  return [
    ...(unmeasured.length > 0
      ? [`it may be one of those before it as well, which could not be measured: ${showChanges(unmeasured)}`]
      : []),
    ...(isMerge ? ['it is a merge, and no side of it was seen to leak by itself'] : []),
  ];
}

/** Measures in full what was found, and the commit that it all began after; the check has done so with its own two. */
async function doubts(
  { culprits }: LeakingCommits,
  range: CommitRange,
  { line, candidates, probes }: CommitSearch,
) {
  const notices: string[] = [];
  const [first = '', last = first] = [culprits[0], culprits.at(-1)];
  if (last !== range.leaking && (await probes.confirm(await candidates.at(last))) !== 'leaks')
    notices.push('it leaked in a short measurement, but not in a full one: look at it with care');
  const [before] = await line.parentsOf(first);
  if (before === range.clean) return notices;
  const answer = before === undefined ? 'unknown' : await probes.confirm(await candidates.at(before));
  if (answer === 'leaks')
    notices.push('the commit before it leaks as well in a full measurement: look at both');
  if (answer === 'unknown') notices.push('the commit before it could not be measured');
  return notices;
}
