import { z } from 'zod';
import { readBytes } from './byte-string.ts';
import { leavings } from './leaving.ts';
import { numberName } from './template.ts';

/** Text that `readBytes` can read, and that is allowed to be what it then is. */
const bytes = (isAllowed: (bytes: string) => boolean, problem = '') =>
  z.string().superRefine((text, context) => {
    try {
      if (!isAllowed(readBytes(text))) context.addIssue({ code: 'custom', message: problem });
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
    }
  });

const headers = z.record(
  z.string().regex(/^[!#$%&'*+.^_`|~\w-]+$/, 'is no header name'),
  z.coerce.string().regex(/^[^\r\n\0]*$/, 'must be one line'),
);

const status = z.int().min(100).max(599);

const Expect = z.strictObject({
  status: z
    .union([status, z.array(status).min(1)])
    .transform((one) => [one].flat())
    .optional()
    .describe('Status or statuses that base must answer'),
  reach: z.boolean().optional().describe('Whether the request must reach the app on base'),
});

const at = z.string().min(1).optional();

const Capture = z
  .strictObject({
    html: at.describe('Name of a form field or of a meta tag'),
    json: at.describe('Field of a JSON body; those further in by dots, as in `user.tokens.0`'),
    header: at.describe('Name of a header'),
    cookie: at.describe('Name of a cookie that the answer sets'),
  })
  .refine((entry) => Object.keys(entry).length === 1, 'needs exactly one of html, json, header, cookie');

const captures = z.record(
  z
    .string()
    .regex(/^[A-Za-z_][\w-]*$/, 'is no name for a value')
    .refine((name) => name !== numberName, `{${numberName}} is a new number each time: choose another name`),
  Capture,
);

const RequestEntry = z
  .strictObject({
    method: z
      .string()
      .regex(/^[!#$%&'*+.^_`|~\w-]+$/, 'is no method')
      .optional()
      .describe('GET when left out, or POST when there is a body'),
    target: bytes((target) => !/[\r\n]/.test(target), 'must be one line')
      .optional()
      .describe('Path and query, sent byte for byte; \\xHH is a byte, \\\\ a backslash'),
    raw: bytes(() => true)
      .optional()
      .describe('A whole request instead of target and the rest; \\r \\n \\xHH are bytes'),
    headers: headers.default({}).describe('Over those of the file'),
    form: z.record(z.string(), z.coerce.string()).optional().describe('Fields of a form, sent URL-encoded'),
    json: z.json().optional().describe('Body, sent as JSON'),
    body: z.string().optional().describe('Body, sent as it is'),
    hostile: z
      .boolean()
      .optional()
      .describe('Malformed or meant to fail; told from the target when left out'),
    times: z
      .int()
      .min(1)
      .max(1000)
      .default(1)
      .describe('How often a cycle, or for a hostile kind a round, holds it'),
    expect: Expect.default({}),
    connection: z.enum(['keep', 'fresh']).optional().describe('fresh: on a connection of its own'),
    leaves: z
      .enum(leavings)
      .optional()
      .describe('The client goes away before it has sent all, or once the answer begins'),
    capture: captures
      .default({})
      .describe('Values that the lane keeps of the answer; {name} stands for one in later requests'),
  })
  .refine(({ target, raw }) => (target === undefined) !== (raw === undefined), 'needs either target or raw')
  .refine(({ form, json, body }) => [form, json, body].filter((one) => one !== undefined).length <= 1, {
    message: 'needs only one of form, json, body',
  });
export type RequestEntry = z.infer<typeof RequestEntry>;

const Plan = z.strictObject({
  lanes: z
    .union([z.literal('auto'), z.int().min(1).max(64)])
    .default('auto')
    .describe('Connections per process; auto: as many as its server has threads'),
  start: z
    .array(z.string())
    .default([])
    .describe('Requests that every lane sends once before its first round, such as a log-in; in no round'),
  end: z
    .array(z.string())
    .optional()
    .describe('Requests that end every round; the first two ordinary ones when left out'),
  hostile: z
    .union([z.boolean(), z.literal('all'), z.int().min(1).max(500)])
    .default(false)
    .describe(
      'Derive hostile requests from the ordinary ones: 32 of them, so many, or with all one of each sort',
    ),
  cookies: z
    .boolean()
    .optional()
    .describe('Whether every lane keeps its own cookies; as where there is a start, when left out'),
  connection: z
    .enum(['keep', 'fresh'])
    .default('keep')
    .describe('fresh: each request on a connection of its own, unless it says keep'),
  warmup: z
    .int()
    .min(1)
    .max(50)
    .optional()
    .describe('Fewest rounds to warm up, if more than in heapgate.yml'),
  steps: z
    .int()
    .min(10)
    .optional()
    .describe('Ordinary requests per process and round, unless heapgate.yml has `requests`'),
  threads: z
    .int()
    .min(1)
    .max(64)
    .optional()
    .describe('RAILS_MAX_THREADS of the app, unless its `env` has it'),
  workers: z
    .int()
    .min(1)
    .max(64)
    .optional()
    .describe('WEB_CONCURRENCY of the app, unless its `env` has it; so many processes are waited for'),
  load: z
    .int()
    .min(1)
    .max(64)
    .optional()
    .describe('More connections per process, which send ordinary requests while rounds are played'),
});

/** scenarios/*.yml: type, defaults and validation at once. */
export const ScenarioFile = z.strictObject({
  requests: z.record(z.string().min(1), RequestEntry, { error: 'must name at least one request' }).describe(
    // biome-ignore lint/suspicious/noTemplateCurlyInString: as a scenario has it
    'The catalogue: a name for each kind of request; ${NAME} in their texts is an environment variable, {n} a new number each time',
  ),
  headers: headers.default({}).describe('Sent with every request'),
  plan: Plan.prefault({}),
});
export type ScenarioFile = z.infer<typeof ScenarioFile>;

/** The keys that may stand where `path` leads to, to name the nearest one. */
export function knownKeys(path: readonly PropertyKey[]): string[] {
  if (path.length === 0) return Object.keys(ScenarioFile.shape);
  if (path[0] === 'plan') return Object.keys(Plan.shape);
  if (path[2] === 'expect') return Object.keys(Expect.shape);
  return Object.keys(path[2] === 'capture' ? Capture.shape : RequestEntry.shape);
}
