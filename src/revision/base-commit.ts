import { CannotMeasure } from '../cannot-measure.ts';
import type { GitEvent } from './event.ts';
import { mergeBase, obtainCommit, parentsOf } from './history.ts';
import { branchCommit, defaultBranches, firstKnownRef, resolveRef } from './refs.ts';
import type { Revision, RevisionRequest } from './revision.ts';

export interface BaseChoice {
  readonly sha: string;
  readonly ref: string;
  readonly notices: readonly string[];
}

/** The commit that `head` is compared with: as asked for, else as the event says, else where its branch began. */
export async function chooseBase(
  repository: string,
  head: Revision,
  request: RevisionRequest,
): Promise<BaseChoice> {
  if (request.base !== undefined) return askedFor(repository, head, request.base);
  const event = request.event ?? { kind: 'other' };
  switch (event.kind) {
    case 'pull_request':
      return pullRequestBase(repository, head, event);
    case 'merge_group':
      return exactly(repository, event.baseSha, 'the merge queue');
    case 'push':
      return pushBase(repository, head, event);
    case 'other':
      return forkPoint(repository, head, event.defaultBranch);
  }
}

/** The very commit named where head descends from it; else where the two parted, as `git diff A...B` takes it. */
async function askedFor(repository: string, head: Revision, ref: string): Promise<BaseChoice> {
  const sha = await resolveRef(repository, ref);
  const common = await commonAncestor(repository, head, { ref, sha });
  if (common === sha) return { sha, ref, notices: [] };
  const notice = `${head.ref} does not descend from ${ref}: base is ${short(common)}, the last commit they share`;
  return { sha: common, ref, notices: [notice] };
}

/**
 * HEAD is the merge commit that the CI service made only if its second parent is the pull request's head: a branch
 * that merged main into itself has two parents as well, and the first is the wrong base.
 */
async function pullRequestBase(
  repository: string,
  head: Revision,
  event: GitEvent & { readonly kind: 'pull_request' },
): Promise<BaseChoice> {
  const [first, second] = await parentsOf(repository, head.sha);
  if (first !== undefined && second === event.headSha) {
    return exactly(repository, first, event.baseRef ?? 'the base branch');
  }
  return forkPoint(repository, head, event.baseRef);
}

/** What the branch was at before the push; where that is nothing or was overwritten, where the branch began. */
async function pushBase(
  repository: string,
  head: Revision,
  event: GitEvent & { readonly kind: 'push' },
): Promise<BaseChoice> {
  const before = event.before;
  const known = !/^0+$/.test(before) && (await obtainCommit(repository, before));
  if (known && (await mergeBase(repository, before, head.sha)) === before) {
    return { sha: before, ref: 'the commit before this push', notices: [] };
  }
  return forkPoint(repository, head, event.defaultBranch);
}

async function forkPoint(
  repository: string,
  head: Revision,
  branch: string | undefined,
): Promise<BaseChoice> {
  const target =
    branch === undefined
      ? await firstKnownRef(repository, await defaultBranches(repository))
      : await branchCommit(repository, branch);
  if (target === undefined) {
    const missing =
      branch === undefined ? 'no main or master branch exists' : `branch ${branch} is not in this clone`;
    throw new CannotMeasure(
      `${missing}: name the commit to compare with by --base, or check out with fetch-depth: 0`,
    );
  }
  return { sha: await commonAncestor(repository, head, target), ref: target.ref, notices: [] };
}

async function exactly(repository: string, sha: string, ref: string): Promise<BaseChoice> {
  if (await obtainCommit(repository, sha)) return { sha, ref, notices: [] };
  throw new CannotMeasure(`base commit ${short(sha)} is not in this clone: check out with fetch-depth: 0`);
}

async function commonAncestor(
  repository: string,
  head: Revision,
  target: { readonly ref: string; readonly sha: string },
): Promise<string> {
  const sha = await mergeBase(repository, target.sha, head.sha);
  if (sha !== undefined) return sha;
  throw new CannotMeasure(
    `${head.ref} and ${target.ref} share no history: name the commit to compare with by --base`,
  );
}

const short = (sha: string): string => sha.slice(0, 12);
