import { CannotMeasure } from '../cannot-measure.ts';
import type { GitHubClient } from './client.ts';
import type { MeasuredRun } from './workflow-run.ts';

/** A pull request as the API tells of it. */
export interface OpenPullRequest {
  readonly number: number;
  readonly headRef: string;
  readonly baseRef: string;
}

/**
 * The open pull request whose head `run` measured; undefined where it is closed or has moved on. The event itself names
 * no pull request of a fork, and of a commit that only a fork has GitHub lists none: branches are asked for instead.
 */
export async function findPullRequest(
  client: GitHubClient,
  { owner, repo, headSha, headBranch, headRepository }: MeasuredRun,
): Promise<OpenPullRequest | undefined> {
  const [headOwner = ''] = headRepository.split('/');
  const ofBranch = await client.paginate(client.rest.pulls.list, {
    owner,
    repo,
    state: 'open',
    head: `${headOwner}:${headBranch}`,
    per_page: 100,
  });
  const measured = ofBranch.filter(
    ({ head }) => head.sha === headSha && isSame(head.repo?.full_name, headRepository),
  );
  if (measured.length > 1)
    throw new CannotMeasure(
      `the pull requests ${measured.map(({ number }) => number).join(' and ')} have the same head ${headSha}: heapgate cannot tell which one was measured`,
    );
  return measured.map(({ number, head, base }) => ({ number, headRef: head.ref, baseRef: base.ref }))[0];
}

/** Names of repositories are the same in any case of their letters. */
const isSame = (one: string | undefined, other: string): boolean =>
  one?.toLowerCase() === other.toLowerCase();
