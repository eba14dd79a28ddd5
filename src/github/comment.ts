import { z } from 'zod';
import type { GitHubClient } from './client.ts';
import { readAnswer, UnreadableAnswer } from './readable-answer.ts';

/** The pull request to comment on, and the one comment there that is ours. */
export interface CommentPlace {
  readonly client: GitHubClient;
  readonly owner: string;
  readonly repo: string;
  readonly pullRequest: number;
  readonly marker: string;
}

const Comment = z.object({
  id: z.int(),
  html_url: z.string(),
  body: z.string().nullish(),
  user: z.object({ login: z.string() }).nullish(),
});
type Comment = z.infer<typeof Comment>;

const Identity = z.object({ viewer: z.object({ login: z.string() }) });

/** First line of a comment, by which it is found again; each `name` has a comment of its own. */
export function commentMarker(name = ''): string {
  return `<!-- heapgate:${encodeURIComponent(name.toWellFormed())} -->`;
}

/**
 * Updates the comment at `place`, or creates it; does nothing if it says so already. `body` begins with the marker.
 * Resolves to the comment's URL. With `onlyUpdate` a comment that is not there stays away: undefined.
 */
export async function postComment(
  place: CommentPlace,
  body: string,
  { onlyUpdate = false } = {},
): Promise<string | undefined> {
  const present = await findComment(place);
  if (present?.body === body) return present.html_url;
  if (present) return (await update(place, present, body)).html_url;
  return onlyUpdate ? undefined : (await createOnce(place, body)).html_url;
}

/** Ours by marker *and* author: anyone can write the marker into a comment of their own. */
async function findComment(place: CommentPlace): Promise<Comment | undefined> {
  const { client, owner, repo, pullRequest, marker } = place;
  const author = await ownLogin(client);
  const pages = client.paginate.iterator(client.rest.issues.listComments, {
    owner,
    repo,
    issue_number: pullRequest,
    per_page: 100,
  });
  for await (const { data } of pages) {
    const comments = readAnswer(z.array(Comment), data);
    const found = comments.find(({ user, body }) => user?.login === author && body?.startsWith(marker));
    if (found) return found;
  }
  return undefined;
}

/** Who the token is: `github-actions[bot]`, another app's bot, a user. REST's `GET /user` refuses an app's token. */
async function ownLogin(client: GitHubClient): Promise<string> {
  return readAnswer(Identity, await client.graphql('query { viewer { login } }')).viewer.login;
}

async function update(
  { client, owner, repo }: CommentPlace,
  { id }: Comment,
  body: string,
): Promise<Comment> {
  const { data } = await client.rest.issues.updateComment({ owner, repo, comment_id: id, body });
  return readAnswer(Comment, data);
}

/** A gateway's 5xx, or no answer, leaves open whether the comment was made: look before making a second one. */
async function createOnce(place: CommentPlace, body: string): Promise<Comment> {
  try {
    return await create(place, body);
  } catch (error) {
    if (!isServerError(error) && !(error instanceof UnreadableAnswer)) throw error;
    return (await findComment(place)) ?? (await create(place, body));
  }
}

async function create({ client, owner, repo, pullRequest }: CommentPlace, body: string): Promise<Comment> {
  const { data } = await client.rest.issues.createComment({
    owner,
    repo,
    issue_number: pullRequest,
    body,
    request: { retries: 0 },
  });
  return readAnswer(Comment, data);
}

const isServerError = (error: unknown): boolean =>
  error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status >= 500;
