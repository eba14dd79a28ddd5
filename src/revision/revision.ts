import type { GitEvent } from './event.ts';

/** What messages, files and folders of a run call a revision; `app` where one is measured by itself. */
export type RevisionLabel = 'base' | 'head' | 'app';

/** Which commits to compare; what is left out is told from the event, or from the branches that exist. */
export interface RevisionRequest {
  readonly base?: string | undefined;
  /** A ref, or `worktree` for the checkout with its uncommitted changes. */
  readonly head?: string | undefined;
  readonly event?: GitEvent | undefined;
  /** Base and head may be one and the same, as in a self-test. */
  readonly allowSame?: boolean | undefined;
}

/** One commit of the app under test. */
export interface Revision {
  readonly sha: string;
  /** How people call it: a branch, a tag, or what it is in relation to another. */
  readonly ref: string;
  /** Commit `sha` and the uncommitted changes of the checkout on top of it. */
  readonly worktree: boolean;
}

export interface Revisions {
  readonly base: Revision;
  readonly head: Revision;
  /** One line each, for people. */
  readonly notices: readonly string[];
}
