import { CannotMeasure } from '../cannot-measure.ts';
import { CommitLine } from '../revision/commit-line.ts';
import type { Revisions } from '../revision/revision.ts';
import { CommitCandidates } from './commit-candidates.ts';
import { type CulpritSearch, type FoundCulprit, leakToBisect } from './culprit-search.ts';
import { type LeakingCommits, leakingCommit, probesForLine } from './leaking-commit.ts';
import { type BisectLimits, type NamedCulprit, searchLogged } from './logged-search.ts';
import { OutOfTime, type Probes } from './probes.ts';

/** After the search: the commit, and the one before it. */
const probesToConfirm = 2;

/** Names the commit between base and head that brought a regression in. */
export function commitSearch({ logFile, budgetMs }: BisectLimits): CulpritSearch {
  return async (regression): Promise<FoundCulprit | undefined> => {
    const sought = leakToBisect(regression);
    if (!sought) return undefined;
    const { repository, revisions } = regression;
    const deadlineMs = performance.now() + budgetMs;
    const line = new CommitLine(repository);
    const [clean, leaking] = [revisions.base.sha, revisions.head.sha];
    const commits = await line.firstParents(clean, leaking);
    await using candidates = new CommitCandidates(regression, line, sought.findingId);
    return await searchLogged(regression, {
      sought,
      things: 'commits',
      candidates: await Promise.all(commits.map((sha) => candidates.nameOf(sha))),
      bound: probesForLine(commits.length) + probesToConfirm,
      logFile,
      deadlineMs,
      name: (probes) => blame({ clean, leaking }, { line, candidates, probes }),
    });
  };
}

/** Finds out before anything is measured that there is nothing to bisect. Throws `CannotMeasure`. */
export async function assertCommitsBetween(repository: string, { base, head }: Revisions): Promise<void> {
  const line = new CommitLine(repository);
  if (!head.worktree && (await line.isAncestor(base.sha, head.sha))) return;
  throw new CannotMeasure(
    'a bisect of commits needs a committed head that grew from base: commit the changes, or give their merge base as --base',
  );
}

interface CommitSearch {
  readonly line: CommitLine;
  readonly candidates: CommitCandidates;
  readonly probes: Probes;
}

async function blame(
  range: { readonly clean: string; readonly leaking: string },
  search: CommitSearch,
): Promise<NamedCulprit> {
  const { line, candidates, probes } = search;
  const ask = async (sha: string) => probes.ask(await candidates.at(sha));
  try {
    const found = await leakingCommit(range, line, ask);
    const name = await candidates.nameOf(found.culprits.at(-1) ?? range.leaking);
    const notices = [...(await limits(found, search)), ...(await doubts(found, search))];
    return { culprit: { kind: 'commit', name }, notices };
  } catch (error) {
    if (!(error instanceof OutOfTime)) throw error;
    return {
      culprit: undefined,
      notices: ['time ran out before the commit was found; run it again to go on'],
    };
  }
}

/** What the search could not tell apart. */
async function limits(
  { culprits, isMerge }: LeakingCommits,
  { candidates }: CommitSearch,
): Promise<string[]> {
  const unmeasured = await Promise.all(culprits.slice(0, -1).map((sha) => candidates.nameOf(sha)));
  return [
    ...(unmeasured.length > 0
      ? [`it may be one of those before it as well, which could not be measured: ${unmeasured.join(', ')}`]
      : []),
    ...(isMerge ? ['it is a merge, and no side of it was seen to leak by itself'] : []),
  ];
}

/** Measures what was found in full, and the commit that it all began after. */
async function doubts({ culprits }: LeakingCommits, { line, candidates, probes }: CommitSearch) {
  const notices: string[] = [];
  const [first = '', last = first] = [culprits[0], culprits.at(-1)];
  if ((await probes.confirm(await candidates.at(last))) !== 'leaks')
    notices.push('it leaked in a short measurement, but not in a full one: look at it with care');
  const [before] = await line.parentsOf(first);
  const answer = before === undefined ? 'unknown' : await probes.confirm(await candidates.at(before));
  if (answer === 'leaks')
    notices.push('the commit before it leaks as well in a full measurement: look at both');
  if (answer === 'unknown') notices.push('the commit before it could not be measured');
  return notices;
}
