import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import type { Report } from '../../src/report/schema.ts';
import { sha, workflowRunPayload } from '../github/payloads.ts';
import { clean, hostile, incident } from '../report/sample-report.ts';
import { forbidden, GitHubServer, type OpenPullRequest } from './github-server.ts';
import { type Job, type JobResult, runJob } from './runner.ts';

// Each test starts a process of its own.
vi.setConfig({ testTimeout: 120_000 });

const entry = fileURLToPath(new URL('canned-action.ts', import.meta.url));
const lookup = 'GET /repos/octo/app/pulls';

const fork: OpenPullRequest = {
  number: 7,
  headSha: sha('a'),
  headRepository: 'mona/app',
  headRef: 'feature',
};

async function serverWith(...pullRequests: readonly OpenPullRequest[]): Promise<GitHubServer> {
  const server = await GitHubServer.start();
  server.pullRequests.push(...pullRequests);
  return server;
}

/** The second workflow: `artifact` is what the first one left in report.json; undefined for no file at all. */
async function publish(
  server: GitHubServer,
  artifact: Report | string | undefined,
  job: Partial<Job> = {},
): Promise<JobResult> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'heapgate-artifact-'));
  const file = join(folder.path, 'report.json');
  if (artifact !== undefined)
    await writeFile(file, typeof artifact === 'string' ? artifact : JSON.stringify(artifact));
  const check = join(folder.path, 'check.json');
  await writeFile(check, '{"error":"publishing must check nothing"}');
  return await runJob(entry, {
    event: 'workflow_run',
    payload: workflowRunPayload(),
    apiUrl: server.apiUrl,
    ...job,
    with: { publish: file, ...job.with },
    env: { CANNED_CHECK: check },
  });
}

describe.concurrent('the report of a fork’s run', () => {
  test('becomes the comment on its pull request, checks nothing, and fails no job', async () => {
    await using server = await serverWith(fork);
    const { exitCode, log, outputs, summary } = await publish(server, incident());
    expect(exitCode).toBe(0);
    expect(log).not.toMatch(/asked|^::(error|warning)/m);
    expect(outputs).toEqual({ 'comment-url': 'https://github.com/octo/app/pull/7#issuecomment-1' });
    expect(server.comments).toMatchObject([{ pullRequest: 7 }]);
    expect(server.comments[0]?.body).toMatch(/^<!-- heapgate: -->\n### heapgate\n\n\*\*Regression: /);
    expect(summary).toContain('**Regression: ');
  });

  test('updates the comment of an earlier commit', async () => {
    await using server = await serverWith(fork);
    server.addComment('github-actions[bot]', '<!-- heapgate: -->\n**Regression: …**');
    await publish(server, clean());
    expect(server.comments).toHaveLength(1);
    expect(server.comments[0]?.body).toContain('**Pass: ');
  });

  test('has the comment of the name that the workflow gives, whatever its own says', async () => {
    await using server = await serverWith(fork);
    await publish(server, { ...clean(), name: 'payments' }, { with: { name: 'shop' } });
    expect(server.comments[0]?.body).toMatch(/^<!-- heapgate:shop -->\n### heapgate · `shop`\n/);
    expect(server.comments[0]?.body).not.toContain('payments');
  });

  test('with commands in every text has the runner obey none', async () => {
    await using server = await serverWith(fork);
    const report = hostile('::error::forged\n##[add-mask]z\n::set-output name=comment-url::forged');
    const { exitCode, log, outputs } = await publish(server, {
      ...report,
      base: { ...report.base, sha: sha('b') },
    });
    expect(exitCode).toBe(0);
    expect(log).not.toMatch(/^::(error|set-output)|##\[/m);
    expect(outputs).toEqual({ 'comment-url': 'https://github.com/octo/app/pull/7#issuecomment-1' });
  });

  test('that is none fails the job in one line, which quotes nothing, and comments on nothing', async () => {
    await using server = await serverWith(fork);
    const { exitCode, log, summary } = await publish(server, 'CANARY=secret');
    expect(exitCode).toBe(1);
    expect(log.match(/^::error.*$/gm)).toEqual([
      expect.stringMatching(/^::error::nothing is published of .*report\.json: it is no JSON$/),
    ]);
    expect(log + summary).not.toMatch(/CANARY|secret/);
    expect(server.requests).toEqual([lookup]);
  });

  test('of a commit that is no head any more is left alone, and that is no error', async () => {
    await using server = await serverWith({ ...fork, headSha: sha('b') });
    const { exitCode, log } = await publish(server, incident());
    expect(exitCode).toBe(0);
    expect(log).toMatch(/^::notice::Nothing to comment on: a{40} is the head of no open pull request/m);
    expect(server.requests).toEqual([lookup]);
  });

  test('that may not be commented on fails the job, names the permission, and is in the summary', async () => {
    await using server = await serverWith(fork);
    server.answerNext('POST', [forbidden]);
    const { exitCode, log, summary } = await publish(server, clean());
    expect(exitCode).toBe(1);
    expect(log).toMatch(/^::error::No comment: .*"pull-requests: write"/m);
    expect(summary).toContain('**Pass: ');
  });
});

describe.concurrent('a run that left no report', () => {
  test('has no comment made of it', async () => {
    await using server = await serverWith(fork);
    const { exitCode, log } = await publish(server, undefined);
    expect(exitCode).toBe(0);
    expect(log).toMatch(/^::notice::The run on the pull request left no report at .*report\.json\.$/m);
    expect(server.comments).toEqual([]);
  });

  test('has what an earlier commit was told replaced', async () => {
    await using server = await serverWith(fork);
    server.addComment('github-actions[bot]', '<!-- heapgate: -->\n**Regression: …**');
    await publish(server, undefined);
    expect(server.comments[0]?.body).toMatch(
      /\*\*Could not measure:\*\* the run left no report\.\n\n\[Its log\]\(https:\/\/github\.com\/octo\/app\/actions\/runs\/4711\) says why\.\n$/,
    );
  });
});

describe.concurrent('on workflow_run', () => {
  test('nothing is measured, and the line says how it is done', async () => {
    await using server = await serverWith(fork);
    const { exitCode, log } = await publish(server, clean(), { with: { publish: '' } });
    expect(exitCode).toBe(1);
    expect(log).toMatch(
      /^::error::heapgate does not run code on workflow_run, .*"publish".*examples\/workflows/m,
    );
    expect(log).not.toContain('asked');
  });

  test('an input for measuring is refused beside a report', async () => {
    await using server = await serverWith(fork);
    const { exitCode, log } = await publish(server, clean(), { with: { start: 'make run' } });
    expect(exitCode).toBe(1);
    expect(log).toMatch(/^::error::input "start" is for measuring, and with "publish" nothing is measured/m);
    expect(server.requests).toEqual([]);
  });
});
