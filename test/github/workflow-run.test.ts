import { describe, expect, test } from 'vitest';
import { readMeasuredRun } from '../../src/github/workflow-run.ts';
import { GitHubApi } from '../action/github-api.ts';
import { pullRequestPayload, pushPayload, sha, workflowRunPayload } from './payloads.ts';

const environment = (event: string): NodeJS.ProcessEnv => ({
  GITHUB_REPOSITORY: 'octo/app',
  GITHUB_EVENT_NAME: event,
  GITHUB_SHA: sha('f'),
});

test('the payload of these tests holds nothing but what GitHub sends', () => {
  expect(new GitHubApi().faultsOfPayload('workflow-run-completed', workflowRunPayload())).toEqual([]);
});

test('a run is told by its own head, not by the commit of the default branch that the event is on', () => {
  expect(readMeasuredRun(environment('workflow_run'), workflowRunPayload())).toEqual({
    owner: 'octo',
    repo: 'app',
    apiUrl: 'https://api.github.com',
    serverUrl: 'https://github.com',
    url: 'https://github.com/octo/app/actions/runs/4711',
    headSha: sha('a'),
    headBranch: 'feature',
    headRepository: 'mona/app',
  });
});

test.each([
  ['pull_request', pullRequestPayload()],
  ['pull_request_target', pullRequestPayload()],
  ['push', pushPayload()],
])('publishing is refused on %s', (event, payload) => {
  expect(() => readMeasuredRun(environment(event), payload)).toThrow(
    `the input "publish" is for "on: workflow_run" alone, and this is ${event}`,
  );
});

test.each(['push', 'schedule', 'pull_request_target'])('a run on %s has nothing to publish', (event) => {
  expect(() => readMeasuredRun(environment('workflow_run'), workflowRunPayload({ event }))).toThrow(
    /^the run to publish was on \w+, which has no pull request: add "if: github\.event\.workflow_run\.event == 'pull_request'" to the job$/,
  );
});

describe('a payload that is not GitHub’s', () => {
  test.each([
    ['head_sha', { headSha: 'main' }],
    ['head_sha', { headSha: `${sha('a')};id` }],
    ['head_branch', { headBranch: '' }],
    ['head_repository.full_name', { headRepository: 'mona' }],
  ])('is named with its field %s', (field, changes) => {
    expect(() => readMeasuredRun(environment('workflow_run'), workflowRunPayload(changes))).toThrow(
      `the workflow_run event lacks a valid workflow_run.${field}: `,
    );
  });
});
