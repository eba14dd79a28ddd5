import { z } from 'zod';
import { CannotMeasure } from '../cannot-measure.ts';
import { type GitHubPlace, loadPayload, parsePayload, readEnvironment } from './environment.ts';

/** The run on `pull_request` that made a report, as the `workflow_run` event that it set off tells of it. */
export interface MeasuredRun extends GitHubPlace {
  readonly url: string;
  /** The commit of the pull request that was measured, or merged and measured. */
  readonly headSha: string;
  readonly headBranch: string;
  /** `owner/name`, of a fork where the pull request came from one. */
  readonly headRepository: string;
}

const WorkflowRunEvent = z.object({
  workflow_run: z.object({
    id: z.int().positive(),
    event: z.string(),
    head_sha: z.string().regex(/^[0-9a-f]{40,64}$/),
    head_branch: z.string().min(1),
    // A fork that has been deleted is null, and its pull request cannot be found.
    head_repository: z.object({ full_name: z.string().regex(/^[^/]+\/[^/]+$/) }),
  }),
});

/** Throws `CannotMeasure` for any event but the `workflow_run` that a run on `pull_request` sets off. */
export function readMeasuredRun(environment: NodeJS.ProcessEnv, payload: unknown): MeasuredRun {
  const { place, event } = readEnvironment(environment);
  if (event !== 'workflow_run')
    throw new CannotMeasure(`the input "publish" is for "on: workflow_run" alone, and this is ${event}`);
  const run = parsePayload(WorkflowRunEvent, payload, event).workflow_run;
  if (run.event !== 'pull_request')
    throw new CannotMeasure(
      `the run to publish was on ${run.event}, which has no pull request: add "if: github.event.workflow_run.event == 'pull_request'" to the job`,
    );
  return {
    ...place,
    url: `${place.serverUrl}/${place.owner}/${place.repo}/actions/runs/${run.id}`,
    headSha: run.head_sha,
    headBranch: run.head_branch,
    headRepository: run.head_repository.full_name,
  };
}

/** `readMeasuredRun` on the file the runner names in `GITHUB_EVENT_PATH`. */
export async function loadMeasuredRun(environment: NodeJS.ProcessEnv): Promise<MeasuredRun> {
  return readMeasuredRun(environment, await loadPayload(environment));
}
