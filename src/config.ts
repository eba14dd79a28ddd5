import { z } from 'zod';
import { CannotMeasure } from './cannot-measure.ts';
import { nearest } from './nearest.ts';
import { readYaml } from './yaml-text.ts';

const environment = z.record(
  z.string(),
  z
    .union([z.string(), z.number(), z.boolean()], 'must be a text, a number, true or false')
    .pipe(z.coerce.string()),
);
const relativePath = z
  .string()
  .min(1)
  .refine(
    (path) => !path.startsWith('/') && !path.split('/').includes('..'),
    'must stay inside the repository',
  );

const Ignore = z
  .strictObject({
    finding: z.string().optional().describe('Id of a finding'),
    holder: z.string().optional().describe('Class of a holder'),
    class: z.string().optional().describe('Class that grows'),
    reason: z.string().min(1).describe('Why it may grow'),
    expires: z.iso.date().optional().describe('Day from which the entry no longer counts'),
  })
  .refine(
    (entry) => [entry.finding, entry.holder, entry.class].filter((key) => key !== undefined).length === 1,
    {
      message: 'needs exactly one of finding, holder, class',
    },
  );

/** heapgate.yml: type, defaults, validation and JSON Schema at once. Every key is optional. */
export const Config = z.strictObject({
  runtime: z.enum(['ruby']).optional().describe('Language of the app; detected when left out'),
  'working-directory': relativePath
    .optional()
    .describe('The app’s folder inside the repository; the one heapgate.yml is in when left out'),
  setup: z
    .string()
    .optional()
    .describe('Shell command that installs what a revision needs; detected when left out'),
  reset: z
    .string()
    .optional()
    .describe('Shell command that runs before each boot, such as re-creating the database'),
  start: z.string().optional().describe('Shell command that starts the app on $PORT; detected when left out'),
  ready: z.string().startsWith('/').default('/').describe('Path that answers once the app is ready'),
  'ready-timeout-seconds': z.number().positive().default(60).describe('How long a boot may take'),
  copy: z
    .array(relativePath)
    .default([])
    .describe('Files git ignores that the app needs, copied into each worktree'),
  env: environment.default({}).describe('Environment of the app'),
  'setup-env': environment.default({}).describe('Environment of `setup` alone; may hold registry tokens'),
  scenarios: z
    .array(relativePath)
    .default([])
    .describe('Scenario or HAR files; all of `scenarios/*.yml` and `*.har` when left out'),
  warmup: z
    .int()
    .min(1)
    .max(50)
    .default(3)
    .describe('Fewest whole rounds before the first census that counts'),
  rounds: z.int().min(5).max(200).default(6).describe('Measured rounds'),
  requests: z
    .int()
    .min(10)
    .optional()
    .describe(
      'Requests per process and round, at least one of each kind; sized by the threshold when left out',
    ),
  lanes: z
    .int()
    .min(1)
    .max(64)
    .optional()
    .describe('Connections per process; as many as its server has threads when left out'),
  threshold: z
    .number()
    .positive()
    .default(10)
    .describe(
      'Objects of one class that a process may gain per 1,000 requests it answered, beyond base; this many fails',
    ),
  thresholds: z
    .record(z.string(), z.number().positive())
    .default({})
    .describe('Threshold of single classes, by name'),
  ignore: z.array(Ignore).default([]).describe('Known growth that fails nothing'),
  'trigger-seconds': z
    .number()
    .min(0)
    .max(3600)
    .default(120)
    .describe('How long to look for the requests that cause a regression at most; 0: not at all'),
  bisect: z
    .enum(['off', 'auto'])
    .default('off')
    .describe(
      'Whether to search for what brought a regression, `off` or `auto`: the upgrade where base and head lock other versions, else the commit',
    ),
  'bisect-seconds': z
    .number()
    .positive()
    .max(21_600)
    .default(600)
    .describe('How long that search may take at most'),
  'upload-dumps': z
    .boolean()
    .default(false)
    .describe(
      'Whether the Action leaves heap dumps of a run that does not pass, without the values of strings, in its output `dumps`',
    ),
  'max-minutes': z
    .number()
    .positive()
    .max(1440)
    .optional()
    .describe(
      'How long a run may take: near its end it stops with what is known; set it a few minutes below the job’s `timeout-minutes`',
    ),
  processes: z.int().min(1).max(64).optional().describe('Serving processes to wait for before measuring'),
});
export type Config = z.infer<typeof Config>;

/** Some keys of a config, such as those that the Action's inputs or the command line override. */
export type ConfigOverrides = { readonly [Key in keyof Config]?: Config[Key] | undefined };

/** Reads the text of a heapgate.yml. Throws `CannotMeasure` that names the line, the key and the nearest known key. */
export function parseConfig(text: string, file: string): Config {
  const parsed = Config.safeParse(readYaml(text, file) ?? {});
  if (parsed.success) return parsed.data;
  throw new CannotMeasure(`${file}: ${describeIssue(parsed.error.issues[0])}`);
}

function describeIssue(issue: z.core.$ZodIssue | undefined): string {
  if (!issue) return 'is not valid';
  const where = issue.path.join('.');
  if (issue.code !== 'unrecognized_keys') return `${where || 'the file'}: ${issue.message}`;
  const key = issue.keys[0] ?? '';
  const known = where ? [] : Object.keys(Config.shape);
  const near = nearest(key, known);
  return `unknown key "${where ? `${where}.` : ''}${key}"${near ? `; did you mean "${near}"?` : ''}`;
}
