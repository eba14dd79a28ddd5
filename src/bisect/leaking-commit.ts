import type { Answer } from './answer.ts';
import { firstLeaking, probesToHalve } from './first-leaking.ts';

/** The part of a repository's history that the search walks. */
export interface CommitHistory {
  /** Commits after `from` up to `to`, oldest first, following first parents alone. */
  firstParents(from: string, to: string): Promise<readonly string[]>;
  /** First parent first. */
  parentsOf(commit: string): Promise<readonly string[]>;
  /** The best common ancestor; `undefined` where there is none. */
  mergeBase(one: string, other: string): Promise<string | undefined>;
}

export interface LeakingCommits {
  /** The commit that brought the leak; several, oldest first, where those before the last could not be measured. */
  readonly culprits: readonly string[];
  /** True for a merge none of whose sides was seen to leak by itself: both together do, or the merge changed something. */
  readonly isMerge: boolean;
}

/** Two commits, of which only the later one leaks. */
export interface CommitRange {
  readonly clean: string;
  readonly leaking: string;
}

/**
 * The commit between `clean` and `leaking` that brought the leak. First parents are halved first, as `git bisect
 * --first-parent` does; a merge that is found so is searched inside, along whichever merged side leaks by itself.
 */
export async function leakingCommit(
  { clean, leaking }: CommitRange,
  history: CommitHistory,
  probe: (commit: string) => Promise<Answer>,
): Promise<LeakingCommits> {
  const line = [clean, ...(await history.firstParents(clean, leaking))];
  const { from, to } = await firstLeaking({ from: 0, to: line.length - 1 }, (step) =>
    probe(line[step] ?? ''),
  );
  const culprits = line.slice(from + 1, to + 1);
  const [culprit = leaking] = culprits;
  if (culprits.length !== 1) return { culprits, isMerge: false };
  const sides = await sidesOf(culprit, history);
  for (const side of sides) {
    if ((await probe(side.leaking)) === 'leaks') return leakingCommit(side, history, probe);
  }
  return { culprits, isMerge: (await history.parentsOf(culprit)).length > 1 };
}

/** What each merged branch has of its own; nothing of a commit that is no merge. */
async function sidesOf(commit: string, history: CommitHistory): Promise<CommitRange[]> {
  const [mainline = commit, ...merged] = await history.parentsOf(commit);
  const sides: CommitRange[] = [];
  for (const side of merged) {
    const fork = await history.mergeBase(mainline, side);
    if (fork !== undefined && fork !== side) sides.push({ clean: fork, leaking: side });
  }
  return sides;
}

/** Probes that `leakingCommit` needs at most where no answer is unknown. */
export async function mostProbes({ clean, leaking }: CommitRange, history: CommitHistory): Promise<number> {
  const line = await history.firstParents(clean, leaking);
  let mostInside = 0;
  for (const commit of line) {
    const sides = await sidesOf(commit, history);
    for (const [index, side] of sides.entries())
      mostInside = Math.max(mostInside, index + 1 + (await mostProbes(side, history)));
  }
  return probesToHalve(line.length) + mostInside;
}
