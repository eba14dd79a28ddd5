import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test, vi } from 'vitest';
import { Report } from '../../src/report/schema.ts';
import {
  mergeGroupPayload,
  pullRequestPayload,
  pushPayload,
  sha,
  workflowDispatchPayload,
} from '../github/payloads.ts';
import { clean, existing, incident, inconclusive } from '../report/sample-report.ts';
import { type Canned, runCanned } from './canned-run.ts';
import { badGateway, forbidden, GitHubServer, notFound, secondaryRateLimit } from './github-server.ts';

// Each test starts a process of its own, some wait out a limit.
vi.setConfig({ testTimeout: 120_000 });

const listing = 'GET /repos/octo/app/issues/7/comments';
const creation = 'POST /repos/octo/app/issues/7/comments';
const identity = 'POST /graphql';

describe.concurrent('a regression', () => {
  test('fails the job, fills the outputs, the summary and the comment', async () => {
    await using server = await GitHubServer.start();
    const { exitCode, log, outputs, summary } = await runCanned(server, { report: incident() });
    expect(exitCode).toBe(1);
    expect(log).toMatch(/^::error::Regression: \+66,900 objects /m);
    expect(outputs.verdict).toBe('regression');
    expect(JSON.parse(outputs.findings ?? '')).toEqual([incident().findings[0]?.id]);
    expect(Report.parse(JSON.parse(outputs.report ?? ''))).toEqual(Report.parse(incident()));
    expect(outputs['comment-url']).toBe('https://github.com/octo/app/pull/7#issuecomment-1');
    expect(summary).toContain('**Regression: ');
    expect(server.comments).toHaveLength(1);
    expect(server.comments[0]?.body).toMatch(/^<!-- heapgate: -->\n### heapgate\n\n\*\*Regression: /);
  });

  test('is annotated where the repository’s own code allocates', async () => {
    await using server = await GitHubServer.start();
    const { log } = await runCanned(server, { report: incident() });
    const annotations = log.split('\n').filter((line) => line.includes('file='));
    expect(annotations).toEqual([
      expect.stringMatching(
        /^::error title=heapgate,file=app\/subscribers\/request_timer\.rb,line=12::Allocates /,
      ),
    ]);
  });
});

test.concurrent('a pass leaves the job green', async () => {
  await using server = await GitHubServer.start();
  const { exitCode, log, outputs } = await runCanned(server, { report: clean() });
  expect(exitCode).toBe(0);
  expect(outputs).toMatchObject({ verdict: 'pass', findings: '[]' });
  expect(log).not.toMatch(/^::(error|warning)/m);
});

test.concurrent('a leak that base has too is a warning at its line', async () => {
  await using server = await GitHubServer.start();
  const { exitCode, log } = await runCanned(server, { report: existing() });
  expect(exitCode).toBe(0);
  expect(log).toMatch(/^::warning title=heapgate,file=app\/subscribers\/request_timer\.rb/m);
});

describe.concurrent('an inconclusive run', () => {
  test('warns', async () => {
    await using server = await GitHubServer.start();
    const { exitCode, log } = await runCanned(server, { report: inconclusive() });
    expect(exitCode).toBe(0);
    expect(log).toMatch(/^::warning::Inconclusive: .*worker 1 answered 3 of 1,500 requests/m);
  });

  test('fails the job where fail-on says so', async () => {
    await using server = await GitHubServer.start();
    const { exitCode } = await runCanned(
      server,
      { report: inconclusive() },
      { with: { 'fail-on': 'regression,inconclusive' } },
    );
    expect(exitCode).toBe(1);
  });
});

describe.concurrent('the comment', () => {
  test('is updated by the second run, not repeated', async () => {
    await using server = await GitHubServer.start();
    await runCanned(server, { report: incident() });
    const { outputs } = await runCanned(server, { report: clean() });
    expect(server.comments).toHaveLength(1);
    expect(server.comments[0]?.body).toContain('**Pass: ');
    expect(outputs['comment-url']).toBe('https://github.com/octo/app/pull/7#issuecomment-1');
  });

  test('is left alone when it says so already', async () => {
    await using server = await GitHubServer.start();
    await runCanned(server, { report: clean() });
    const before = server.requests.length;
    await runCanned(server, { report: clean() });
    expect(server.requests.slice(before)).toEqual([identity, listing]);
  });

  test('is found on the third page', async () => {
    await using server = await GitHubServer.start();
    for (let count = 1; count <= 230; count++) server.addComment('mona', `comment ${count}`);
    server.addComment('github-actions[bot]', '<!-- heapgate: -->\nold');
    await runCanned(server, { report: clean() });
    expect(server.requests).toEqual([
      identity,
      listing,
      listing,
      listing,
      'PATCH /repos/octo/app/issues/comments/231',
    ]);
    expect(server.comments).toHaveLength(231);
  });

  test('of another author with the same marker is not touched', async () => {
    await using server = await GitHubServer.start();
    const forged = server.addComment('mallory', '<!-- heapgate: -->\nall is well');
    await runCanned(server, { report: incident() });
    expect(forged.body).toBe('<!-- heapgate: -->\nall is well');
    expect(server.comments).toHaveLength(2);
  });

  test('of ours that only quotes the marker is not touched', async () => {
    await using server = await GitHubServer.start();
    const quoting = server.addComment('github-actions[bot]', 'see `<!-- heapgate: -->`');
    await runCanned(server, { report: clean() });
    expect(quoting.body).toBe('see `<!-- heapgate: -->`');
    expect(server.comments).toHaveLength(2);
  });

  test('is one for each name', async () => {
    await using server = await GitHubServer.start();
    await runCanned(server, { report: clean() }, { with: { name: 'shop' } });
    await runCanned(server, { report: clean() }, { with: { name: 'shop --> admin' } });
    await runCanned(server, { report: incident() }, { with: { name: 'shop' } });
    expect(server.comments.map(({ body }) => body.split('\n', 1)[0])).toEqual([
      '<!-- heapgate:shop -->',
      '<!-- heapgate:shop%20--%3E%20admin -->',
    ]);
  });

  test('belongs to whoever the token is', async () => {
    await using server = await GitHubServer.start({ login: 'gatekeeper' });
    server.addComment('github-actions[bot]', '<!-- heapgate: -->\nfrom before the token changed');
    await runCanned(server, { report: clean() });
    await runCanned(server, { report: incident() });
    expect(server.comments.map(({ author }) => author)).toEqual(['github-actions[bot]', 'gatekeeper']);
  });

  test('is not made where it is not wanted', async () => {
    await using server = await GitHubServer.start();
    const { exitCode } = await runCanned(server, { report: incident() }, { with: { comment: 'false' } });
    expect(exitCode).toBe(1);
    expect(server.requests).toEqual([]);
  });

  test('is not made of one shard, which is a part of the report', async () => {
    await using server = await GitHubServer.start();
    const { exitCode } = await runCanned(server, { report: incident() }, { with: { shard: '2/5' } });
    expect(exitCode).toBe(1);
    expect(server.requests).toEqual([]);
  });

  test('goes to a GitHub Enterprise Server below its path', async () => {
    await using server = await GitHubServer.start({ prefix: '/api/v3' });
    await runCanned(server, { report: clean() });
    expect(server.requests).toEqual([
      'POST /api/graphql',
      `GET /api/v3${listing.slice(4)}`,
      `POST /api/v3${creation.slice(5)}`,
    ]);
    expect(server.comments).toHaveLength(1);
  });
});

describe.concurrent('a token that may not comment', () => {
  test('of a fork ends in the summary and a notice that names the permission', async () => {
    await using server = await GitHubServer.start();
    server.answerNext('POST', [forbidden]);
    const payload = pullRequestPayload({ headRepository: 'mona/app' });
    const { exitCode, log, summary } = await runCanned(server, { report: clean() }, { payload });
    expect(exitCode).toBe(0);
    expect(log).toMatch(/^::notice::No comment: a run for a fork’s pull request .*"pull-requests: write"/m);
    expect(log).not.toMatch(/^::(warning|error)/m);
    expect(summary).toContain('**Pass: ');
  });

  test('of Dependabot ends in a notice too, and the verdict stands', async () => {
    await using server = await GitHubServer.start();
    server.answerNext('POST', [forbidden]);
    const { exitCode, log } = await runCanned(
      server,
      { report: incident() },
      { env: { GITHUB_ACTOR: 'dependabot[bot]' } },
    );
    expect(exitCode).toBe(1);
    expect(log).toMatch(/^::notice::No comment: a run for Dependabot .*"pull-requests: write"/m);
    expect(log).toMatch(/^::error::Regression: /m);
  });

  test.each([
    ['403', 'POST', forbidden],
    ['404', 'GET', notFound],
  ])('of the project itself is a warning that names the permission (%s)', async (_, method, answer) => {
    await using server = await GitHubServer.start();
    server.answerNext(method, [answer]);
    const { exitCode, log } = await runCanned(server, { report: clean() });
    expect(exitCode).toBe(0);
    expect(log).toMatch(/^::warning::No comment: GitHub answered ".*"; .*"pull-requests: write"/m);
    expect(server.comments).toEqual([]);
  });
});

describe.concurrent('trouble on GitHub’s side', () => {
  test('of a short kind is waited out', async () => {
    await using server = await GitHubServer.start();
    server.answerNext('GET', [badGateway]);
    const { exitCode } = await runCanned(server, { report: clean() });
    expect(exitCode).toBe(0);
    expect(server.requests).toEqual([identity, listing, listing, creation]);
  });

  test('after a comment was made makes no second one', async () => {
    await using server = await GitHubServer.start();
    server.answerNext('POST', [badGateway], { alsoActs: true });
    const { outputs } = await runCanned(server, { report: clean() });
    expect(server.comments).toHaveLength(1);
    expect(outputs['comment-url']).toBe('https://github.com/octo/app/pull/7#issuecomment-1');
  });

  test('before a comment was made has it made again', async () => {
    await using server = await GitHubServer.start();
    server.answerNext('POST', [badGateway]);
    await runCanned(server, { report: clean() });
    expect(server.comments).toHaveLength(1);
  });

  test('of a secondary rate limit is waited for as long as GitHub asks', async () => {
    await using server = await GitHubServer.start();
    server.answerNext('POST', [secondaryRateLimit(1)]);
    const { exitCode, log } = await runCanned(server, { report: clean() });
    expect(exitCode).toBe(0);
    expect(log).not.toMatch(/^::warning/m);
    expect(server.comments).toHaveLength(1);
  });

  test('that would take an hour is not waited for, and not taken for a missing permission', async () => {
    await using server = await GitHubServer.start();
    server.answerNext('POST', [secondaryRateLimit(3600)]);
    const { exitCode, log } = await runCanned(server, { report: clean() });
    expect(exitCode).toBe(0);
    expect(log).toMatch(/^::warning::No comment: You have exceeded a secondary rate limit/m);
    expect(log).not.toContain('pull-requests: write');
  });
});

describe.concurrent('the event', () => {
  test.each([
    ['push', pushPayload(), { kind: 'push', before: sha('c'), defaultBranch: 'main' }],
    ['merge_group', mergeGroupPayload(), { kind: 'merge_group', baseSha: sha('e') }],
    ['workflow_dispatch', workflowDispatchPayload(), { kind: 'other', defaultBranch: 'main' }],
    ['schedule', { schedule: '0 3 * * *' }, { kind: 'other' }],
  ])('%s is checked without a comment', async (event, payload, expected) => {
    await using server = await GitHubServer.start();
    const { exitCode, log, outputs } = await runCanned(server, { report: clean() }, { event, payload });
    expect(exitCode).toBe(0);
    expect(asked(log).revisions).toEqual({ event: expected });
    expect(outputs.verdict).toBe('pass');
    expect(server.requests).toEqual([]);
  });

  test('pull_request is checked at its own head', async () => {
    await using server = await GitHubServer.start();
    const { log } = await runCanned(server, { report: clean() });
    expect(asked(log).revisions).toEqual({
      event: { kind: 'pull_request', headSha: sha('a'), baseRef: 'main' },
    });
  });

  test('pull_request_target is refused before anything is checked', async () => {
    await using server = await GitHubServer.start();
    const { exitCode, log } = await runCanned(server, { report: clean() }, { event: 'pull_request_target' });
    expect(exitCode).toBe(1);
    expect(log).toMatch(/^::error::heapgate does not run code on pull_request_target/m);
    expect(log).not.toContain('asked');
  });
});

describe.concurrent('paths', () => {
  test('that no changed file matches pass at once and check nothing', async () => {
    await using server = await GitHubServer.start();
    await using app = await createApp();
    const { exitCode, log, outputs, summary } = await runCanned(
      server,
      { report: incident() },
      app.pushed('lib/**'),
    );
    expect(exitCode).toBe(0);
    expect(log).not.toContain('asked');
    expect(outputs).toEqual({ verdict: 'pass', findings: '[]' });
    expect(summary).toContain('**Pass: nothing relevant changed.** No changed file matches `lib/**`.');
  });

  test('that a changed file matches have it checked', async () => {
    await using server = await GitHubServer.start();
    await using app = await createApp();
    const { exitCode, outputs } = await runCanned(
      server,
      { report: incident() },
      app.pushed('lib/**\napp/**'),
    );
    expect(exitCode).toBe(1);
    expect(outputs.verdict).toBe('regression');
  });

  test('that no longer match replace what an earlier commit was told, and make no new comment', async () => {
    await using server = await GitHubServer.start();
    await using app = await createApp();
    const job = { workspace: app.folder, with: { paths: 'lib/**', base: app.base } };
    await runCanned(server, { report: incident() }, job);
    expect(server.comments).toEqual([]);
    const comment = server.addComment('github-actions[bot]', '<!-- heapgate: -->\n**Regression: …**');
    await runCanned(server, { report: incident() }, job);
    expect(comment.body).toContain('**Pass: nothing relevant changed.**');
  });
});

test.concurrent('inputs reach the check', async () => {
  await using server = await GitHubServer.start();
  const { log } = await runCanned(
    server,
    { report: clean() },
    { with: { base: 'v1', head: 'v2', config: 'ci/heapgate.yml', name: 'shop', threshold: '3' } },
  );
  expect(asked(log)).toMatchObject({
    revisions: { base: 'v1', head: 'v2' },
    configFile: 'ci/heapgate.yml',
    name: 'shop',
    overrides: { threshold: 3 },
  });
});

test.concurrent('the token and what setup alone may know are masked before anything else is logged', async () => {
  await using server = await GitHubServer.start();
  const { log } = await runCanned(
    server,
    { report: clean() },
    { with: { 'setup-env': 'BUNDLE_GEMS: s3cret' } },
  );
  expect(log.split('\n').slice(0, 2)).toEqual(['::add-mask::ghs_token', '::add-mask::s3cret']);
});

test.concurrent('so are values that the job’s variables call secret', async () => {
  await using server = await GitHubServer.start();
  const env = { DEPLOY_TOKEN: 'tulip-and-42-spoons', DATABASE_URL: 'postgres://shop:rose42garden@db/shop' };
  const { log } = await runCanned(server, { report: clean() }, { env });
  const masked = log.match(/(?<=^::add-mask::).*/gm) ?? [];
  expect(masked).toEqual(expect.arrayContaining(['tulip-and-42-spoons', 'rose42garden']));
  expect(masked).not.toContain('postgres');
});

describe.concurrent('an error', () => {
  const failure: Canned = {
    error: 'base does not boot: `bin/rails server` exited with status 1; see its log',
    logTail: ['::error::forged', '##[group]forged', 'LoadError: <b>@mona</b>'],
  };

  test('fails the job with one line and no stack', async () => {
    await using server = await GitHubServer.start();
    const { exitCode, log, outputs } = await runCanned(server, failure);
    expect(exitCode).toBe(1);
    expect(log.match(/^::error/gm)).toHaveLength(1);
    expect(log).toMatch(/^::error::base does not boot: .*see its log$/m);
    expect(log).not.toMatch(/^\s+at /m);
    expect(outputs).toEqual({});
  });

  test('shows the app’s last lines where the runner obeys nothing', async () => {
    await using server = await GitHubServer.start();
    const { log } = await runCanned(server, failure);
    expect(obeyed(log).filter((line) => line.includes('forged'))).toEqual([]);
    expect(log).toContain('LoadError: <b>@mona</b>');
  });

  test('is told in the summary, the app’s lines harmless', async () => {
    await using server = await GitHubServer.start();
    const { summary } = await runCanned(server, failure);
    expect(summary).toContain('**Could not measure:** base does not boot');
    expect(summary).toContain('```text\n::error::forged\n##[group]forged\nLoadError: <b>@mona</b>\n```');
  });

  test('replaces what an earlier commit was told, and makes no new comment', async () => {
    await using server = await GitHubServer.start();
    await runCanned(server, failure);
    expect(server.comments).toHaveLength(0);
    await runCanned(server, { report: incident() });
    await runCanned(server, failure);
    expect(server.comments).toHaveLength(1);
    expect(server.comments[0]?.body).toMatch(
      /^<!-- heapgate: -->\n### heapgate · `aaaaaaaaaaaa`\n\n\*\*Could not measure:\*\* /,
    );
  });

  test('in an input is one line too', async () => {
    await using server = await GitHubServer.start();
    const { exitCode, log, summary } = await runCanned(
      server,
      { report: clean() },
      { with: { threshold: 'many' } },
    );
    expect(exitCode).toBe(1);
    expect(log.match(/^::error.*$/gm)).toEqual([expect.stringMatching(/^::error::input "threshold": /)]);
    expect(summary).toContain('threshold');
  });

  test('of heapgate’s own is named as such, with the stack in the debug log alone', async () => {
    await using server = await GitHubServer.start();
    const { exitCode, log } = await runCanned(server, { bug: 'x is not a function' });
    expect(exitCode).toBe(1);
    expect(log).toMatch(/^::error::heapgate itself failed, please report it: x is not a function$/m);
    expect(log.split('\n').filter((line) => /^\s+at /.test(line))).toEqual([]);
  });
});

test.concurrent('a job that is cancelled says so and fails', async () => {
  await using server = await GitHubServer.start();
  const { exitCode, log } = await runCanned(server, { cancelled: true });
  expect(exitCode).toBe(1);
  expect(log).toMatch(/^::error::the job was cancelled$/m);
});

test.concurrent('what the app prints while it is checked is shown and not obeyed', async () => {
  await using server = await GitHubServer.start();
  const { log } = await runCanned(server, {
    report: clean(),
    output: ['::set-output name=verdict::pass', '::add-mask::a'],
  });
  expect(log).toContain('::set-output name=verdict::pass');
  expect(obeyed(log).filter((line) => /set-output|::add-mask::a$/.test(line))).toEqual([]);
});

test.concurrent('a runner without a job summary is no reason to fail', async () => {
  await using server = await GitHubServer.start();
  const { exitCode, log } = await runCanned(
    server,
    { report: clean() },
    { env: { GITHUB_STEP_SUMMARY: '' } },
  );
  expect(exitCode).toBe(0);
  expect(log).toMatch(/^::warning::No job summary: /m);
});

/** A repository with two commits, of which the second changes `app/page.rb`. */
async function createApp() {
  const folder = await mkdtempDisposable(join(tmpdir(), 'heapgate-app-'));
  const git = execa({
    cwd: folder.path,
    env: {
      GIT_AUTHOR_NAME: 'a',
      GIT_AUTHOR_EMAIL: 'a@b.c',
      GIT_COMMITTER_NAME: 'a',
      GIT_COMMITTER_EMAIL: 'a@b.c',
    },
  });
  await git`git init --quiet --initial-branch main`;
  await git`git commit --quiet --allow-empty --message base`;
  const { stdout: base } = await git`git rev-parse HEAD`;
  await mkdir(join(folder.path, 'app'));
  await writeFile(join(folder.path, 'app/page.rb'), '');
  await git`git add .`;
  await git`git commit --quiet --message head`;
  return {
    folder: folder.path,
    base,
    /** The job of a push of the second commit. */
    pushed: (paths: string) => ({
      event: 'push',
      payload: pushPayload(base),
      workspace: folder.path,
      with: { paths },
    }),
    [Symbol.asyncDispose]: () => folder.remove(),
  };
}

/** What the check was asked. */
function asked(log: string) {
  return JSON.parse(/^asked (.*)$/m.exec(log)?.[1] ?? '{}');
}

/** The lines in which a runner looks for commands: those outside of `::stop-commands::`. */
function obeyed(log: string): string[] {
  let end: string | undefined;
  return log.split('\n').filter((line) => {
    if (end !== undefined) {
      if (line === end) end = undefined;
      return false;
    }
    const token = /^::stop-commands::(.+)$/.exec(line)?.[1];
    if (token) end = `::${token}::`;
    return true;
  });
}
