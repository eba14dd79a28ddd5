import { CannotMeasure } from '../cannot-measure.ts';
import { type BaseChoice, chooseBase } from './base-commit.ts';
import { git, tryGit } from './git.ts';
import { firstKnownRef, resolveRef } from './refs.ts';
import type { Revision, RevisionRequest, Revisions } from './revision.ts';

export type { Revision, RevisionRequest, Revisions } from './revision.ts';

/** The two commits to compare. Throws `CannotMeasure` where they cannot be told, or are one and the same. */
export async function resolveRevisions(repository: string, request: RevisionRequest): Promise<Revisions> {
  const checkedOut = await checkedOutCommit(repository);
  const head = await resolveHead(repository, checkedOut, request.head);
  const choice = await chooseBase(repository, head, request);
  const changes = await uncommittedChanges(repository, request.event !== undefined);
  const same = choice.sha === head.sha && !(head.worktree && changes > 0);
  if (same && !request.allowSame) throw nothingToCompare(choice, head, request);
  return {
    base: { sha: choice.sha, ref: choice.ref, worktree: false },
    head,
    notices: [...choice.notices, ...unmeasured(changes, head, checkedOut)],
  };
}

/** One commit to measure by itself. */
export async function resolveRevision(repository: string, ref?: string): Promise<Revision> {
  return resolveHead(repository, await checkedOutCommit(repository), ref);
}

async function checkedOutCommit(repository: string): Promise<string> {
  await git(repository, `cannot read ${repository}`, ['rev-parse', '--git-dir']);
  const head = await firstKnownRef(repository, ['HEAD']);
  if (head === undefined) throw new CannotMeasure(`${repository} has no commits yet: commit the app first`);
  return head.sha;
}

async function resolveHead(
  repository: string,
  checkedOut: string,
  ref: string | undefined,
): Promise<Revision> {
  if (ref === 'worktree') return { sha: checkedOut, ref, worktree: true };
  if (ref !== undefined) return { sha: await resolveRef(repository, ref), ref, worktree: false };
  const branch = await tryGit(repository, ['symbolic-ref', '--quiet', '--short', 'HEAD']);
  return { sha: checkedOut, ref: branch.ok ? branch.stdout.trim() : 'HEAD', worktree: false };
}

/** In CI, files that no commit ever held are the job's own: only changes to tracked ones count. */
async function uncommittedChanges(repository: string, inCi: boolean): Promise<number> {
  const untracked = `--untracked-files=${inCi ? 'no' : 'normal'}`;
  const args = ['status', '--porcelain', '-z', '--no-renames', untracked];
  const entries = await git(repository, 'cannot read the state of the checkout', args);
  return entries.split('\0').length - 1;
}

function unmeasured(changes: number, head: Revision, checkedOut: string): string[] {
  if (changes === 0 || head.worktree || head.sha !== checkedOut) return [];
  const what = changes === 1 ? '1 uncommitted change is' : `${changes} uncommitted changes are`;
  return [`${what} not measured; use --head worktree`];
}

function nothingToCompare(base: BaseChoice, head: Revision, request: RevisionRequest): CannotMeasure {
  const commit = head.sha.slice(0, 12);
  if (head.worktree) {
    return new CannotMeasure(
      `nothing is uncommitted, and base ${base.ref} is the commit checked out, ${commit}`,
    );
  }
  const advice =
    request.event?.kind === 'pull_request'
      ? 'check out the pull request, not its base branch'
      : 'name another commit with --base';
  return new CannotMeasure(
    `base and head are the same commit ${commit} (${base.ref} and ${head.ref}): ${advice}`,
  );
}
