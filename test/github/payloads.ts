/** Event payloads with the fields that heapgate reads, as GitHub's webhooks document them. */

export const sha = (digit: string): string => digit.repeat(40);

export function pullRequestPayload({ number = 7, headRepository = 'octo/app', headSha = sha('a') } = {}) {
  return {
    action: 'synchronize',
    number,
    pull_request: {
      number,
      head: { ref: 'feature', sha: headSha, repo: { full_name: headRepository } },
      base: { ref: 'main', sha: sha('b'), repo: { full_name: 'octo/app' } },
    },
    repository: { full_name: 'octo/app', default_branch: 'main' },
  };
}

export function pushPayload(before = sha('c')) {
  return {
    ref: 'refs/heads/main',
    before,
    after: sha('a'),
    repository: { full_name: 'octo/app', default_branch: 'main' },
  };
}

export function mergeGroupPayload() {
  return {
    action: 'checks_requested',
    merge_group: {
      head_sha: sha('d'),
      head_ref: 'refs/heads/gh-readonly-queue/main/pr-7-1234',
      base_sha: sha('e'),
      base_ref: 'refs/heads/main',
    },
    repository: { full_name: 'octo/app', default_branch: 'main' },
  };
}

export function workflowDispatchPayload() {
  return {
    inputs: null,
    ref: 'refs/heads/feature',
    workflow: '.github/workflows/heapgate.yml',
    repository: { full_name: 'octo/app', default_branch: 'main' },
  };
}

/** Of a run on a fork's pull request `pull_requests` is empty. */
export function workflowRunPayload({
  event = 'pull_request',
  headSha = sha('a'),
  headBranch = 'feature',
  headRepository = 'mona/app',
} = {}) {
  return {
    action: 'completed',
    workflow_run: {
      id: 4711,
      event,
      head_sha: headSha,
      head_branch: headBranch,
      head_repository: { full_name: headRepository },
      pull_requests: [],
    },
    repository: { full_name: 'octo/app', default_branch: 'main' },
  };
}
