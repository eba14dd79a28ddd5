import { describe, expect, test, vi } from 'vitest';
import { incident } from '../report/sample-report.ts';
import { runCanned } from './canned-run.ts';
import { type Fault, FaultyNetwork } from './faulty-network.ts';
import { GitHubServer } from './github-server.ts';
import type { JobResult } from './runner.ts';

// Each test starts a process of its own, which asks again and again.
vi.setConfig({ testTimeout: 180_000 });

const identity = 'POST /graphql';
const listing = 'GET /repos/octo/app/issues/7/comments';
const creation = 'POST /repos/octo/app/issues/7/comments';

interface FaultyJob extends JobResult {
  readonly server: GitHubServer;
}

async function run(spoil: (network: FaultyNetwork) => void): Promise<FaultyJob> {
  await using server = await GitHubServer.start();
  await using network = await FaultyNetwork.to(server);
  spoil(network);
  return { ...(await runCanned(network, { report: incident() })), server };
}

/** The verdict decides, and is told wherever else it can be; that there is no comment is one line. */
function expectVerdictWithoutComment({ exitCode, log, outputs, summary }: FaultyJob, why: RegExp): void {
  expect(exitCode).toBe(1);
  expect(outputs.verdict).toBe('regression');
  expect(outputs['comment-url']).toBeUndefined();
  expect(summary).toContain('**Regression: ');
  expect(log.match(/^::error::.*$/gm)).toEqual([expect.stringMatching(/^::error::Regression: /)]);
  expect(log.match(/^::warning::.*$/gm)).toEqual([expect.stringMatching(why)]);
}

describe.concurrent('a network that loses the answer to a comment', () => {
  test('makes no second one', async () => {
    const { exitCode, outputs, log, server } = await run((network) => network.spoil(creation, 'lost'));
    expect(exitCode).toBe(1);
    expect(server.comments).toHaveLength(1);
    expect(outputs['comment-url']).toBe('https://github.com/octo/app/pull/7#issuecomment-1');
    expect(log).not.toMatch(/^::warning/m);
  });

  test('and all after it leaves the verdict as it is', async () => {
    const job = await run((network) => network.endAfter(creation));
    expectVerdictWithoutComment(
      job,
      /^::warning::No comment: GitHub cannot be reached \(.+\)\. The result is in the job summary\.$/,
    );
    expect(job.server.comments).toHaveLength(1);
  });
});

describe.concurrent('an answer to a comment that cannot be read', () => {
  test.each([
    ['cut short', '{"id":1,"html_url":"https://gith'],
    ['empty', ''],
    ['of another kind', '[]'],
  ])('makes no second one (%s)', async (_, body) => {
    const { exitCode, outputs, server } = await run((network) => network.spoil(creation, { body }));
    expect(exitCode).toBe(1);
    expect(server.comments).toHaveLength(1);
    expect(outputs['comment-url']).toBe('https://github.com/octo/app/pull/7#issuecomment-1');
  });
});

const page: Fault = { body: '<html><body>Sign in to the proxy</body></html>', type: 'text/html' };

describe.concurrent('garbage for an answer leaves the verdict as it is:', () => {
  test.each<[string, string, Fault]>([
    ['a page, to who it is', identity, page],
    ['another object, to who it is', identity, { body: '{"data":{"viewer":null}}' }],
    ['a page, to the comments that there are', listing, page],
    ['an object, to the comments that there are', listing, { body: '{"comments":[]}' }],
    ['comments without text or author', listing, { body: '[{"id":1},null,7]' }],
  ])('%s', async (_, asked, fault) => {
    const job = await run((network) => network.spoil(asked, fault));
    expectVerdictWithoutComment(
      job,
      /^::warning::No comment: what came back is no answer of GitHub’s: see whether a proxy is in between$/,
    );
  });
});
