import { z } from 'zod';
import { readBytes } from './byte-string.ts';

const bytes = z.string().transform((text, context) => {
  try {
    return readBytes(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
    return z.NEVER;
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

const RequestEntry = z
  .strictObject({
    method: z
      .string()
      .regex(/^[!#$%&'*+.^_`|~\w-]+$/, 'is no method')
      .optional()
      .describe('GET when left out, or POST when there is a body'),
    target: bytes
      .refine((target) => !/[\r\n]/.test(target), 'must be one line')
      .optional()
      .describe('Path and query, sent byte for byte; \\xHH is a byte, \\\\ a backslash'),
    raw: bytes.optional().describe('A whole request instead of target and the rest; \\r \\n \\xHH are bytes'),
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
  end: z
    .array(z.string())
    .optional()
    .describe('Requests that end every round; the first two ordinary ones when left out'),
  hostile: z.boolean().default(false).describe('Derive hostile requests from the ordinary ones'),
});

/** scenarios/*.yml: type, defaults and validation at once. */
export const ScenarioFile = z.strictObject({
  requests: z
    .record(z.string().min(1), RequestEntry, { error: 'must name at least one request' })
    .describe('The catalogue: a name for each kind of request'),
  headers: headers.default({}).describe('Sent with every request'),
  plan: Plan.prefault({}),
});
export type ScenarioFile = z.infer<typeof ScenarioFile>;

/** The keys that may stand where `path` leads to, to name the nearest one. */
export function knownKeys(path: readonly PropertyKey[]): string[] {
  if (path.length === 0) return Object.keys(ScenarioFile.shape);
  if (path[0] === 'plan') return Object.keys(Plan.shape);
  return Object.keys(path[2] === 'expect' ? Expect.shape : RequestEntry.shape);
}
