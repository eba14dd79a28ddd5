import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { CannotMeasure } from '../cannot-measure.ts';

/** The repository that a job belongs to, and the GitHub that it is on. */
export interface GitHubPlace {
  readonly owner: string;
  readonly repo: string;
  /** Base of the REST API: of a GitHub Enterprise Server too. */
  readonly apiUrl: string;
  readonly serverUrl: string;
}

/** What the runner says of a job in its environment. */
export interface JobEnvironment {
  readonly place: GitHubPlace;
  readonly event: string;
  /** The commit that is checked out. */
  readonly sha: string;
  /** Who started the run. */
  readonly actor: string;
}

const Environment = z.object({
  GITHUB_REPOSITORY: z.string().regex(/^[^/]+\/[^/]+$/, 'is not owner/name'),
  GITHUB_EVENT_NAME: z.string().min(1),
  GITHUB_SHA: z.string().min(1),
  GITHUB_API_URL: z.url().default('https://api.github.com'),
  GITHUB_SERVER_URL: z.url().default('https://github.com'),
  GITHUB_ACTOR: z.string().default(''),
});

/** Throws `CannotMeasure` outside of GitHub Actions. */
export function readEnvironment(environment: NodeJS.ProcessEnv): JobEnvironment {
  const env = parse(Environment, environment, 'the environment', 'the Action runs only on GitHub Actions');
  const [owner = '', repo = ''] = env.GITHUB_REPOSITORY.split('/');
  return {
    place: { owner, repo, apiUrl: env.GITHUB_API_URL, serverUrl: env.GITHUB_SERVER_URL },
    event: env.GITHUB_EVENT_NAME,
    sha: env.GITHUB_SHA,
    actor: env.GITHUB_ACTOR,
  };
}

/** The part of an event's payload that `schema` asks for. Throws `CannotMeasure` that names the field at fault. */
export function parsePayload<T>(schema: z.ZodType<T>, payload: unknown, event: string): T {
  return parse(schema, payload, `the ${event} event`, 'GITHUB_EVENT_PATH is not the file GitHub wrote');
}

/** What is in the file that the runner names in `GITHUB_EVENT_PATH`. */
export async function loadPayload(environment: NodeJS.ProcessEnv): Promise<unknown> {
  const file = environment.GITHUB_EVENT_PATH;
  if (!file) throw new CannotMeasure('GITHUB_EVENT_PATH is not set: the Action runs only on GitHub Actions');
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
