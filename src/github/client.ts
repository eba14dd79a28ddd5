import { getOctokit } from '@actions/github';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { UnreadableAnswer } from './readable-answer.ts';

export type GitHubClient = ReturnType<typeof getOctokit>;

/** A comment is not worth a job that hangs: beyond this GitHub's wish to wait counts as a refusal. */
const longestWaitSeconds = 60;
const mostWaits = 2;
const longestCallMs = 150_000;

/** Talks to the REST API at `apiUrl`; repeats what failed on GitHub's side, waits out short rate limits. */
export function createClient({ token, apiUrl }: { token: string; apiUrl: string }): GitHubClient {
  const worthWaiting = (retryAfterSeconds: number, _options: unknown, _client: unknown, waits: number) =>
    retryAfterSeconds <= longestWaitSeconds && waits < mostWaits;
  const client = getOctokit(
    token,
    {
      baseUrl: apiUrl,
      throttle: { onRateLimit: worthWaiting, onSecondaryRateLimit: worthWaiting },
      // 429 is a rate limit and the throttling plugin's: two plugins would each wait for it.
      retry: { doNotRetry: [400, 401, 403, 404, 410, 422, 429, 451] },
    },
    retry,
    throttling,
  );
  // Around the plugins, so that one limit holds for a call with all its repeats.
  client.hook.before('request', (options) => {
    options.request.signal = AbortSignal.timeout(longestCallMs);
  });
  client.hook.after('request', ({ data }) => {
    // Octokit hands on as text what is no JSON.
    if (typeof data !== 'object') throw new UnreadableAnswer();
  });
  return client;
}
