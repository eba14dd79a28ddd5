import * as core from '@actions/core';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { CannotMeasure } from '../cannot-measure.ts';
import { Config, type ConfigOverrides } from '../config.ts';
import { nearest } from '../nearest.ts';
import { readShard } from '../shard.ts';

const shardText = z.string().transform((text, context) => {
  try {
    return readShard(text);
  } catch (error) {
    context.addIssue(error instanceof Error ? error.message : String(error));
    return z.NEVER;
  }
});

const lines = z.string().transform((text) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== ''),
);

/** Inputs beside the config keys. */
export const OwnInputs = z.object({
  config: z
    .string()
    .optional()
    .describe('Path of heapgate.yml; looked for in the app’s folder when left out'),
  name: z
    .string()
    .max(100)
    .regex(/^[^\p{C}]*$/u, 'must not hold control characters')
    .optional()
    .describe('Tells several apps of one repository apart; each name has a comment of its own'),
  base: z.string().optional().describe('Commit to compare with; told from the event when left out'),
  head: z.string().optional().describe('Commit to check; what is checked out when left out'),
  shard: shardText
    .optional()
    .describe(
      'Replays one part of the scenarios alone, such as `2/5`, and comments nothing: `heapgate merge` joins the reports',
    ),
  paths: lines
    .default([])
    .describe('Globs, one a line, `!` to exclude: when no changed file matches, the check passes at once'),
  comment: z
    .stringbool({ truthy: ['true'], falsy: ['false'] })
    .default(true)
    .describe('Whether to comment on the pull request: `true` or `false`'),
  'fail-on': z
    .string()
    .transform((text) => text.replaceAll(/\s/g, ''))
    .pipe(z.enum(['regression', 'regression,inconclusive']))
    .default('regression')
    .describe('Verdicts that fail the job: `regression` or `regression,inconclusive`; errors always do'),
  'github-token': z
    .string()
    .default('')
    .describe('Token for the comment on the pull request; needs `pull-requests: write`'),
  publish: z
    .string()
    .optional()
    .describe(
      'On `workflow_run`: path of the JSON report of a run on `pull_request`, to comment from and measure nothing',
    ),
});

export type ActionInputs = z.infer<typeof OwnInputs> & {
  /** Config keys given as inputs: they win over heapgate.yml. */
  readonly overrides: ConfigOverrides;
};

/**
 * The Action's inputs, as the runner hands them over in `INPUT_…` variables.
 * Throws `CannotMeasure` that names the first input at fault.
 */
export function readInputs(): ActionInputs {
  refuseMisspelt(process.env);
  const own = OwnInputs.safeParse(given(Object.keys(OwnInputs.shape)));
  if (!own.success) throw invalid(own.error.issues[0]);
  if (own.data.shard && own.data.paths.length > 0)
    throw new CannotMeasure(
      'inputs "shard" and "paths" do not go together: a shard that measures nothing leaves no report to join',
    );
  return { ...own.data, overrides: readOverrides() };
}

function readOverrides(): ConfigOverrides {
  const texts = given(Object.keys(Config.shape));
  const document = Object.fromEntries(
    Object.entries(Config.shape).flatMap(([key, field]) => {
      const text = texts[key];
      return text === undefined ? [] : [[key, readValue(text, field)]];
    }),
  );
  const parsed = Config.safeParse(document);
  if (!parsed.success) throw invalid(parsed.error.issues[0]);
  // Defaults are heapgate.yml's to override, so only what was given counts.
  return Object.fromEntries(
    Object.entries(parsed.data).filter(([key]) => key in document),
  ) as ConfigOverrides;
}

/** Text is taken as it is where the key holds text (`start: "yes"`), else read as YAML. */
function readValue(text: string, field: z.ZodType): unknown {
  if (field.safeParse(text).success) return text;
  const document = parseDocument(text);
  return document.errors.length > 0 ? text : document.toJS();
}

/** Those of `names` that are given. */
export function givenInputs(names: readonly string[]): string[] {
  return Object.keys(given(names));
}

/** An input that is not given is the empty string. */
function given(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => [name, core.getInput(name)] as const).filter(([, text]) => text !== ''),
  );
}

/**
 * The runner only warns of an input that action.yml does not declare, and still passes it on.
 * One that is nearly the name of another is a slip that would loosen the gate unseen.
 */
function refuseMisspelt(environment: NodeJS.ProcessEnv): void {
  const known = [...Object.keys(OwnInputs.shape), ...Object.keys(Config.shape)];
  for (const variable of Object.keys(environment)) {
    const name = /^INPUT_(.+)$/.exec(variable)?.[1]?.toLowerCase();
    if (name === undefined || known.includes(name)) continue;
    const meant = nearest(name, known);
    if (meant) throw new CannotMeasure(`unknown input "${name}"; did you mean "${meant}"?`);
  }
}

function invalid(issue: z.core.$ZodIssue | undefined): CannotMeasure {
  const [input = '', ...within] = issue?.path ?? [];
  const where = within.length > 0 ? ` (at ${within.join('.')})` : '';
  const how = Object.hasOwn(Config.shape, input) ? '; write it as in heapgate.yml' : '';
  const key = issue?.code === 'unrecognized_keys' ? `unknown key "${issue.keys[0]}"` : issue?.message;
  return new CannotMeasure(`input "${String(input)}"${where}: ${key}${how}`);
}
