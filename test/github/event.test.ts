import { describe, expect, test } from 'vitest';
import { loadEvent, readEvent } from '../../src/github/event.ts';
import { GitHubApi } from '../action/github-api.ts';
import {
  mergeGroupPayload,
  pullRequestPayload,
  pushPayload,
  sha,
  workflowDispatchPayload,
} from './payloads.ts';

const environment = (event: string, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  GITHUB_REPOSITORY: 'octo/app',
  GITHUB_EVENT_NAME: event,
  GITHUB_SHA: sha('f'),
  GITHUB_ACTOR: 'mona',
  ...more,
});

describe('the payloads of these tests', () => {
  const api = new GitHubApi();

  test.each([
    ['pull-request-synchronize', pullRequestPayload()],
    ['push', pushPayload()],
    ['merge-group-checks-requested', mergeGroupPayload()],
    ['workflow-dispatch', workflowDispatchPayload()],
  ])('of %s hold nothing but what GitHub sends', (webhook, payload) => {
    expect(api.faultsOfPayload(webhook, payload)).toEqual([]);
  });
});

test('a pull request is told by its own head, not by the merge commit that is checked out', () => {
  const { git, github } = readEvent(environment('pull_request'), pullRequestPayload());
  expect(git).toEqual({ kind: 'pull_request', headSha: sha('a'), baseRef: 'main' });
  expect(github).toMatchObject({
    owner: 'octo',
    repo: 'app',
    pullRequest: 7,
    headSha: sha('a'),
    isFork: false,
  });
});

test('a pull request from another repository is a fork’s', () => {
  const payload = pullRequestPayload({ headRepository: 'mona/app' });
  expect(readEvent(environment('pull_request'), payload).github.isFork).toBe(true);
});

test('a pull request whose repository is gone was a fork’s', () => {
  const payload = pullRequestPayload();
  const orphan = {
    ...payload,
    pull_request: { ...payload.pull_request, head: { ...payload.pull_request.head, repo: null } },
  };
  expect(readEvent(environment('pull_request'), orphan).github.isFork).toBe(true);
});

test('a run that Dependabot started is known by its actor', () => {
  const env = environment('pull_request', { GITHUB_ACTOR: 'dependabot[bot]' });
  expect(readEvent(env, pullRequestPayload()).github.isDependabot).toBe(true);
});

test.each(['pull_request_target', 'workflow_run'])(
  '%s is refused in one line that says how it is done',
  (event) => {
    expect(() => readEvent(environment(event), pullRequestPayload())).toThrow(
      /^heapgate does not run code on \w+, .* "on: pull_request", .* "publish", as in examples\/workflows of heapgate$/,
    );
  },
);

test('a merge group is compared with its base and comments on nothing', () => {
  const { git, github } = readEvent(environment('merge_group'), mergeGroupPayload());
  expect(git).toEqual({ kind: 'merge_group', baseSha: sha('e') });
  expect(github).toMatchObject({ headSha: sha('d'), pullRequest: undefined });
});

test('a push is compared with what was there before', () => {
  const { git, github } = readEvent(environment('push'), pushPayload());
  expect(git).toEqual({ kind: 'push', before: sha('c'), defaultBranch: 'main' });
  expect(github.headSha).toBe(sha('f'));
});

test('any other event knows the default branch', () => {
  const { git } = readEvent(environment('workflow_dispatch'), workflowDispatchPayload());
  expect(git).toEqual({ kind: 'other', defaultBranch: 'main' });
});

test('a schedule, whose payload holds no repository, is an event too', () => {
  const { git } = readEvent(environment('schedule'), { schedule: '0 3 * * *' });
  expect(git).toEqual({ kind: 'other' });
});

test('the addresses of a GitHub Enterprise Server are the runner’s', () => {
  const env = environment('push', {
    GITHUB_API_URL: 'https://ghe.example.com/api/v3',
    GITHUB_SERVER_URL: 'https://ghe.example.com',
  });
  expect(readEvent(env, pushPayload()).github).toMatchObject({
    apiUrl: 'https://ghe.example.com/api/v3',
    serverUrl: 'https://ghe.example.com',
  });
});

test('a payload without what its event holds is named with the missing field', () => {
  expect(() => readEvent(environment('pull_request'), { pull_request: { number: 7 } })).toThrow(
    /^the pull_request event lacks a valid pull_request\.head: /,
  );
});

test('outside of GitHub Actions the missing variable is named', async () => {
  await expect(loadEvent({})).rejects.toThrow(/^GITHUB_EVENT_PATH is not set: /);
  expect(() => readEvent({}, {})).toThrow(/^the environment lacks a valid GITHUB_REPOSITORY: /);
});

test('an event file that cannot be read is named', async () => {
  const env = environment('push', { GITHUB_EVENT_PATH: '/nonexistent/event.json' });
  await expect(loadEvent(env)).rejects.toThrow(
    /^\/nonexistent\/event\.json, .* is not a readable JSON file$/,
  );
});
