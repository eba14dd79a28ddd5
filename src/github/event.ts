import { z } from 'zod';
import { CannotMeasure } from '../cannot-measure.ts';
import type { GitEvent } from '../revision/event.ts';
import { type GitHubPlace, loadPayload, parsePayload, readEnvironment } from './environment.ts';

/** Where the Action runs, as far as reporting needs to know. */
export interface GitHubContext extends GitHubPlace {
  /** The commit that people pushed; what is checked out may be a merge of it. */
  readonly headSha: string;
  readonly pullRequest: number | undefined;
  /** Runs for forks and for Dependabot get a read-only token. */
  readonly isFork: boolean;
  readonly isDependabot: boolean;
}

export interface ActionEvent {
  readonly git: GitEvent;
  readonly github: GitHubContext;
}

const Repository = z.object({ full_name: z.string() });

const PullRequestEvent = z.object({
  pull_request: z.object({
    number: z.int().positive(),
    head: z.object({ sha: z.string(), repo: Repository.nullable() }),
    base: z.object({ ref: z.string(), repo: Repository }),
  }),
});

const MergeGroupEvent = z.object({ merge_group: z.object({ base_sha: z.string(), head_sha: z.string() }) });

const PushEvent = z.object({ before: z.string(), repository: z.object({ default_branch: z.string() }) });

const OtherEvent = z.object({ repository: z.object({ default_branch: z.string().optional() }).optional() });

/**
 * What happened, from the runner's environment and the event's payload.
 * Throws `CannotMeasure` for an event that must not be measured and for a payload that is not GitHub's.
 */
export function readEvent(environment: NodeJS.ProcessEnv, payload: unknown): ActionEvent {
  const { place, event, sha, actor } = readEnvironment(environment);
  const github = {
    ...place,
    headSha: sha,
    pullRequest: undefined,
    isFork: false,
    isDependabot: actor === 'dependabot[bot]',
  };
  const read = <T>(schema: z.ZodType<T>): T => parsePayload(schema, payload, event);

  switch (event) {
    case 'pull_request': {
      const { number, head, base } = read(PullRequestEvent).pull_request;
      return {
        git: { kind: 'pull_request', headSha: head.sha, baseRef: base.ref },
        // A fork that has been deleted is null.
        github: {
          ...github,
          headSha: head.sha,
          pullRequest: number,
          isFork: head.repo?.full_name !== base.repo.full_name,
        },
      };
    }
    case 'pull_request_target':
    case 'workflow_run':
      throw new CannotMeasure(
        `heapgate does not run code on ${event}, where it could read secrets and write: measure on "on: pull_request", and comment from there by the input "publish", as in examples/workflows of heapgate`,
      );
    case 'merge_group': {
      const group = read(MergeGroupEvent).merge_group;
      return {
        git: { kind: 'merge_group', baseSha: group.base_sha },
        github: { ...github, headSha: group.head_sha },
      };
    }
    case 'push': {
      const push = read(PushEvent);
      return {
        git: { kind: 'push', before: push.before, defaultBranch: push.repository.default_branch },
        github,
      };
    }
    default: {
      const defaultBranch = read(OtherEvent).repository?.default_branch;
      return { git: { kind: 'other', ...(defaultBranch && { defaultBranch }) }, github };
    }
  }
}

/** `readEvent` on the file the runner names in `GITHUB_EVENT_PATH`. */
export async function loadEvent(environment: NodeJS.ProcessEnv): Promise<ActionEvent> {
  return readEvent(environment, await loadPayload(environment));
}
