import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test, vi } from 'vitest';
import { forbidden, GitHubServer } from '../action/github-server.ts';
import { type JobResult, runJob } from '../action/runner.ts';
import { pullRequestPayload } from '../github/payloads.ts';
import type { Repository } from '../revision/repository.ts';
import { cacheBeside } from './cli-run.ts';
import { type Files, gemFiles, leaking, puma, rack, rackApp } from './rack-app.ts';
import { rackRepository } from './rack-repository.ts';

vi.setConfig({ testTimeout: 90_000 });

/** The sources, or the bundle that HEAPGATE_TEST_ACTION names. */
const entry =
  process.env.HEAPGATE_TEST_ACTION ?? fileURLToPath(new URL('../../src/action.ts', import.meta.url));

let gems: Files;
beforeAll(async () => {
  gems = await gemFiles(puma, rack);
});

const sound = (): Files => ({ ...gems, ...rackApp({ config: { start: 'bundle exec puma -p $PORT' } }) });

/** Runs the Action as on a push to a pull request from `change` into `main`: on GitHub's merge of the two. */
async function runOnPullRequest(
  repository: Repository,
  server: GitHubServer,
  prepare: () => void = () => {},
): Promise<JobResult & { merge: string }> {
  const headSha = repository.git('rev-parse', 'change');
  repository.git('checkout', '--quiet', '--detach', 'main');
  repository.git('merge', '--quiet', '--no-ff', '--no-edit', 'change');
  const merge = repository.head();
  prepare();
  const result = await runJob(entry, {
    event: 'pull_request',
    payload: pullRequestPayload({ headSha }),
    apiUrl: server.apiUrl,
    workspace: repository.directory,
    env: {
      GITHUB_SHA: merge,
      XDG_CACHE_HOME: cacheBeside(repository),
      TMPDIR: repository.beside('tmp'),
    },
  });
  return { ...result, merge };
}

test('a pull request that leaks fails, says so everywhere, and says so again when it is mended', async () => {
  await using repository = rackRepository(sound(), leaking);
  // What main gained meanwhile is no part of the change.
  repository.git('checkout', '--quiet', 'main');
  repository.commit('meanwhile', { 'README.md': 'A shop.' });
  await using server = await GitHubServer.start();

  const failed = await runOnPullRequest(repository, server);
  expect(failed.exitCode).toBe(1);
  expect(failed.log).toMatch(/^::error::Regression: .*1,000 objects/m);
  expect(failed.log).toMatch(
    /^::error title=heapgate,file=app\.rb,line=13::Allocates Ticket that stay, held by Array/m,
  );
  expect(failed.outputs).toMatchObject({
    verdict: 'regression',
    'comment-url': 'https://github.com/octo/app/pull/7#issuecomment-1',
  });
  const report = JSON.parse(failed.outputs.report ?? '');
  expect(report).toMatchObject({
    base: { sha: repository.git('rev-parse', 'main') },
    head: { sha: failed.merge },
    findings: [{ classes: ['Ticket'], holder: 'Array' }],
  });
  expect(JSON.parse(failed.outputs.findings ?? '')).toEqual([report.findings[0].id]);
  expect(failed.summary).toMatch(/\*\*Regression: .*Ticket/s);
  expect(server.comments).toHaveLength(1);
  expect(server.comments[0]?.body).toMatch(/\*\*Regression: .*Ticket.*app\.rb.*13/s);
  expect(server.comments[0]?.body).toContain(
    `heapgate check --base ${report.base.sha} --head ${failed.merge} --seed`,
  );

  repository.git('checkout', '--quiet', 'change');
  repository.commit('mend', { 'app.rb': rackApp()['app.rb'] ?? '' });
  const mended = await runOnPullRequest(repository, server);
  expect(mended.exitCode).toBe(0);
  expect(mended.outputs).toMatchObject({ verdict: 'pass', findings: '[]' });
  expect(mended.log).not.toMatch(/^::(error|warning)/m);
  expect(server.comments).toHaveLength(1);
  expect(server.comments[0]?.body).toContain('**Pass: ');
  expect(server.comments[0]?.body).not.toContain('Ticket');
});

test('a token that may only read ends in the summary and a notice; the verdict stands', async () => {
  await using repository = rackRepository(sound(), leaking);
  await using server = await GitHubServer.start();
  server.answerNext('POST', [forbidden]);
  const { exitCode, log, outputs, summary } = await runOnPullRequest(repository, server);
  expect(exitCode).toBe(1);
  expect(outputs.verdict).toBe('regression');
  expect(outputs['comment-url']).toBeUndefined();
  expect(summary).toMatch(/\*\*Regression: .*Ticket/s);
  expect(log).toMatch(/^::(notice|warning)::.*pull-requests: write/m);
  expect(server.comments).toEqual([]);
});

test('an app that does not boot fails the job with one line, and its output cannot command the runner', async () => {
  const broken = {
    'app.rb': "puts '::set-output name=verdict::pass', '::error::forged'\nabort 'the disk is full'\n",
  };
  await using repository = rackRepository(sound(), broken);
  await using server = await GitHubServer.start();
  const { exitCode, log, outputs, summary } = await runOnPullRequest(repository, server);
  expect(exitCode).toBe(1);
  expect(log.match(/^::error.*$/gm)).toEqual([
    expect.stringMatching(/^::error::head does not boot: .*exit code 1/),
  ]);
  expect(outputs.verdict).toBeUndefined();
  expect(summary).toContain('head does not boot');
  expect(summary).toContain('the disk is full');
  expect(server.comments).toEqual([]);
});

/** Runs while git fills a worktree. What has started git, which starts itself again, is the Action. */
const whileGitRuns = (signal: string) =>
  `parent=$PPID; while grep -q '^git' /proc/$parent/comm; do parent=$(ps -o ppid= -p $parent | tr -d ' '); done; kill -s ${signal} $parent; sleep 1; cat`;

test.each(['INT', 'TERM'])(
  'a job that is cancelled by SIG%s while git runs leaves nothing, and fails',
  async (signal) => {
    await using repository = rackRepository(
      { ...sound(), '.gitattributes': 'app.rb filter=cancel' },
      leaking,
    );
    await using server = await GitHubServer.start();
    const { exitCode, log } = await runOnPullRequest(repository, server, () =>
      repository.git('config', 'filter.cancel.smudge', whileGitRuns(signal)),
    );
    expect(log).toMatch(/^::error::the job was cancelled$/m);
    expect(exitCode).toBe(1);
    expect(readdirSync(repository.beside('tmp')).filter((name) => name.startsWith('hg-'))).toEqual([]);
    expect(repository.git('worktree', 'list').split('\n')).toHaveLength(1);
  },
);
