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

/**
 * The commit between `clean` and `leaking` that brought the leak. First parents are halved first, as `git bisect
 * --first-parent` does; a merge that is found so is searched inside, along whichever merged side leaks by itself.
 */
export async function leakingCommit(
  { clean, leaking }: { readonly clean: string; readonly leaking: string },
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
  const [mainline, ...merged] = await history.parentsOf(culprit);
  for (const side of merged) {
    const fork = await history.mergeBase(mainline ?? clean, side);
    if (fork === undefined || fork === side || (await probe(side)) !== 'leaks') continue;
    return leakingCommit({ clean: fork, leaking: side }, history, probe);
  }
  return { culprits, isMerge: merged.length > 0 };
}

/** Probes that a line of first parents takes at most where no answer is unknown; a merge takes more, inside. */
export const probesForLine = probesToHalve;
