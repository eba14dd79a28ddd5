import * as core from '@actions/core';
import type { ActionRun } from './action-run.ts';
import { createClient } from './client.ts';
import { commentMarker, postComment } from './comment.ts';
import { explainRefusal } from './refusal.ts';

/** Comments on the pull request if there is one and that is wanted. A comment that cannot be made fails nothing. */
export async function tryComment(
  { inputs, github }: ActionRun,
  render: (marker: string) => string,
  options: { onlyUpdate?: boolean } = {},
): Promise<void> {
  const { comment, name, shard, 'github-token': token } = inputs;
  // A part of the report would take the place of the other parts.
  if (!comment || shard !== undefined || github.pullRequest === undefined) return;
  try {
    const client = createClient({ token, apiUrl: github.apiUrl });
    const marker = commentMarker(name);
    const { owner, repo, pullRequest } = github;
    const url = await postComment({ client, owner, repo, pullRequest, marker }, render(marker), options);
    if (url) core.setOutput('comment-url', url);
  } catch (error) {
    const { expected, text } = explainRefusal(error, github);
    if (expected) core.notice(text);
    else core.warning(text);
  }
}
