import { visible } from '../report/escape.ts';
import type { GitHubContext } from './event.ts';

export interface Refusal {
  /** Nothing that the project could have set up differently. */
  readonly expected: boolean;
  readonly text: string;
}

const elsewhere = 'The result is in the job summary.';
const needs = 'the permission "pull-requests: write"';

/** Why there is no comment, and what would change that. */
export function explainRefusal(
  error: unknown,
  github: Pick<GitHubContext, 'isFork' | 'isDependabot'>,
): Refusal {
  const reason = visible(error instanceof Error ? error.message : String(error));
  if (isUnreached(error))
    return { expected: false, text: `No comment: GitHub cannot be reached (${reason}). ${elsewhere}` };
  if (!lacksPermission(error)) return { expected: false, text: `No comment: ${reason}` };
  const reader = github.isFork ? 'a fork’s pull request' : github.isDependabot ? 'Dependabot' : undefined;
  const why = reader
    ? `a run for ${reader} gets a token without ${needs}.`
    : `GitHub answered "${reason}"; the job's token needs ${needs}.`;
  return { expected: reader !== undefined, text: `No comment: ${why} ${elsewhere}` };
}

/** Octokit gives the status 500 to what never got an answer. */
function isUnreached(error: unknown): boolean {
  if (!(error instanceof Error) || !('status' in error) || error.status !== 500) return false;
  return !('response' in error) || error.response === undefined;
}

/** 403 stands for rate limits and locked conversations too; 404 hides what a token may not see. */
function lacksPermission(error: unknown): boolean {
  if (!(error instanceof Error) || !('status' in error)) return false;
  return error.status === 404 || (error.status === 403 && !/rate limit|locked/i.test(error.message));
}
