import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { CannotMeasure } from '../cannot-measure.ts';
import type { GitEvent } from '../revision/event.ts';

/** Where the Action runs, as far as reporting needs to know. */
export interface GitHubContext {
  readonly owner: string;
  readonly repo: string;
  /** Base of the REST API: of a GitHub Enterprise Server too. */
  readonly apiUrl: string;
  readonly serverUrl: string;
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

const Environment = z.object({
  GITHUB_REPOSITORY: z.string().regex(/^[^/]+\/[^/]+$/, 'is not owner/name'),
  GITHUB_EVENT_NAME: z.string().min(1),
  GITHUB_SHA: z.string().min(1),
  GITHUB_API_URL: z.url().default('https://api.github.com'),
  GITHUB_SERVER_URL: z.url().default('https://github.com'),
  GITHUB_ACTOR: z.string().default(''),
});

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
  const env = parse(Environment, environment, 'the environment', 'the Action runs only on GitHub Actions');
  const [owner = '', repo = ''] = env.GITHUB_REPOSITORY.split('/');
  const place = {
    owner,
    repo,
    apiUrl: env.GITHUB_API_URL,
    serverUrl: env.GITHUB_SERVER_URL,
    headSha: env.GITHUB_SHA,
    pullRequest: undefined,
    isFork: false,
    isDependabot: env.GITHUB_ACTOR === 'dependabot[bot]',
  };
  const read = <T>(schema: z.ZodType<T>): T =>
    parse(
      schema,
      payload,
      `the ${env.GITHUB_EVENT_NAME} event`,
      'GITHUB_EVENT_PATH is not the file GitHub wrote',
    );

  switch (env.GITHUB_EVENT_NAME) {
    case 'pull_request': {
      const { number, head, base } = read(PullRequestEvent).pull_request;
      return {
        git: { kind: 'pull_request', headSha: head.sha, baseRef: base.ref },
        // A fork that has been deleted is null.
        github: {
          ...place,
          headSha: head.sha,
          pullRequest: number,
          isFork: head.repo?.full_name !== base.repo.full_name,
        },
      };
    }
    case 'pull_request_target':
      throw new CannotMeasure(
        'heapgate does not run on pull_request_target, where code of the pull request could read secrets: use "on: pull_request"',
      );
    case 'merge_group': {
      const group = read(MergeGroupEvent).merge_group;
      return {
        git: { kind: 'merge_group', baseSha: group.base_sha },
        github: { ...place, headSha: group.head_sha },
      };
    }
    case 'push': {
      const push = read(PushEvent);
      return {
        git: { kind: 'push', before: push.before, defaultBranch: push.repository.default_branch },
        github: place,
      };
    }
    default: {
      const defaultBranch = read(OtherEvent).repository?.default_branch;
      return { git: { kind: 'other', ...(defaultBranch && { defaultBranch }) }, github: place };
    }
  }
}

/** `readEvent` on the file the runner names in `GITHUB_EVENT_PATH`. */
export async function loadEvent(environment: NodeJS.ProcessEnv): Promise<ActionEvent> {
  const file = environment.GITHUB_EVENT_PATH;
  if (!file) throw new CannotMeasure('GITHUB_EVENT_PATH is not set: the Action runs only on GitHub Actions');
  return readEvent(environment, await readPayload(file));
}

async function readPayload(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new CannotMeasure(`${file}, named by GITHUB_EVENT_PATH, is not a readable JSON file`, { cause });
  }
}

function parse<T>(schema: z.ZodType<T>, value: unknown, what: string, why: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new CannotMeasure(`${what} lacks a valid ${issue?.path.join('.') || 'content'}: ${why}`);
}
