import { z } from 'zod';

/**
 * The report: what `--json` writes and every other output is rendered from.
 * Text that came from the app (class names, paths, log lines, thread names) is untrusted.
 */

const count = z.int().nonnegative();

const KindReport = z.object({
  id: z.string(),
  label: z.string().describe('Method and target, bytes outside printable ASCII as \\xHH'),
  hostile: z.boolean(),
  planned: count,
  written: count,
  answered: count,
  reached: count.describe('Answered by the app itself, not by its server’s parser'),
  status: z.record(z.string(), count).describe('Answers by status code; `error`: no answer'),
});

const ProcessReport = z.object({
  role: z.enum(['worker', 'master']),
  index: count,
  requests: count.describe('Requests of the measured rounds that this process answered itself'),
  censuses: count,
  restarts: count,
  residentBytes: z.array(count).describe('Memory the OS holds for the process, after each round'),
});

const Side = z.object({
  sha: z.string(),
  ref: z.string().describe('What was asked for: a branch, a tag, `worktree`, …'),
  processes: z.array(ProcessReport),
  kinds: z.array(KindReport),
});

const ClassGrowth = z.object({
  name: z.string(),
  state: z.enum(['flat', 'saturating', 'growing']),
  internal: z.boolean().describe('Objects of the language’s VM, which belong to no class of the program'),
  process: z.string().describe('The process it grew most in, such as `worker 0`'),
  requests: z.array(count).describe('Own requests of that process at each census'),
  counts: z.array(count),
  bytes: z.array(count),
  basePer1000: z.number(),
  headPer1000: z.number(),
  bytesPer1000: z.number(),
  over: z.boolean().describe('Grows past its threshold on head, beyond base'),
  withTimeAlone: z.boolean().describe('Grew as much in a round without traffic'),
});

const PathStep = z.object({
  class: z.string(),
  edge: z
    .string()
    .optional()
    .describe('How the step before refers to this one: `@children`, `[:queue]`, `[#]`'),
  name: z.string().optional().describe('A thread’s name'),
});

const Site = z.object({
  file: z.string().describe('Relative to the repository, or `gem-1.2.3/lib/…`'),
  line: z.int().positive(),
  objects: count,
  inRepository: z.boolean(),
});

const Trigger = z.object({
  scenario: z.string(),
  how: z
    .enum(['poison', 'self', 'once'])
    .describe(
      '`poison`: after one such request, ordinary ones leak; `self`: each such request leaks; `once`: each new value in it does',
    ),
  requests: z.array(z.string()).min(1),
  objectsPerRequest: z
    .number()
    .optional()
    .describe('What each request that leaks adds; absent where no kind of request was seen to do it alone'),
  untried: count.optional().describe('Kinds of request that were not tried, so that there may be more'),
  repro: z
    .object({
      scenario: z.string().describe('Text of a scenario file, which is written beside the report'),
      command: z.string(),
    })
    .optional()
    .describe('The smallest scenario that shows the leak, without secrets, and what to run with it'),
});

export const Culprit = z.object({
  kind: z.enum(['dependency', 'commit', 'traffic']),
  name: z.string(),
  from: z.string().optional(),
  to: z.string().optional(),
  fixedIn: z.string().optional().describe('The nearest newer version that does not leak'),
  lastClean: z.string().optional().describe('Where no newer one is known: the nearest older one'),
  verified: z.boolean().optional().describe('That version was measured, and does not leak'),
  together: z
    .array(z.object({ name: z.string(), from: z.string().optional(), to: z.string().optional() }))
    .optional()
    .describe('What it takes besides, for each alone does not leak'),
  command: z.string().optional().describe('What to run to be rid of it'),
});
export type Culprit = z.infer<typeof Culprit>;

const Bisection = z.object({
  candidates: z.array(z.string()).describe('All that may have brought the leak'),
  bound: count.describe('Most probes for one culprit and a fix, where every one can be answered'),
  probes: z.array(
    z.object({
      changes: z.array(z.string()).describe('What of head was measured on top of base'),
      answer: z.enum(['leaks', 'clean', 'unknown']),
      ms: count,
      reason: z.string().optional(),
    }),
  ),
});
export type Bisection = z.infer<typeof Bisection>;

const Finding = z.object({
  id: z.string().describe('Fingerprint: the same leak has the same one at another commit'),
  status: z.enum(['new', 'existing', 'worsened', 'gone']),
  classes: z.array(z.string()).describe('What grows, most first'),
  moreClasses: count,
  processes: z.array(z.string()),
  objectsPer1000: z.number(),
  basePer1000: z.number(),
  bytesPer1000: z.number().describe('Shallow bytes of all that grows below the holder'),
  retainedBytesPer1000: z.number(),
  holder: z.string(),
  path: z.array(PathStep),
  alsoHeldBy: z.array(z.string()).describe('Other paths that hold most of what grows'),
  sites: z.array(Site),
  withTimeAlone: z.boolean(),
  restarts: count.optional().describe('Of what is no leak: how often its processes died on head'),
  restartsOnBase: count.optional().describe('And how often on base; absent where none did'),
  trigger: Trigger.optional(),
  culprit: Culprit.optional(),
});

const Timings = z.object({
  totalMs: z.number(),
  setupMs: z.number(),
  bootMs: z.number().describe('Starting the app and stopping it'),
  replayMs: z.number(),
  gcMs: z.number(),
  dumpMs: z.number(),
  ownMs: z.number().describe('heapgate’s own share: the total less all the others'),
});

const Noise = z.object({
  objectsPer1000Requests: z.number().describe('The steepest slope of a class that did not grow'),
  smallestDetectable: z
    .number()
    .describe('The smallest growth per 1,000 requests that this run could have seen; 0: it could see none'),
  classes: z
    .array(
      z.object({
        name: z.string(),
        objectsPer1000Requests: z.number().describe('Its slope'),
        objects: z.number().describe('How far a census lay from the line through all of them, at most'),
        smallestDetectable: z.number().describe('The smallest growth that would have been seen in it'),
      }),
    )
    .default([])
    .describe('Classes that moved without growing, the noisiest first, each where it was noisiest'),
});
export type Noise = z.infer<typeof Noise>;

const shared = {
  schemaVersion: z.literal(1),
  heapgateVersion: z.string(),
  name: z.string().optional().describe('Tells several reports on one pull request apart'),
  seed: z.int(),
  threshold: z.number(),
  scenarios: z.array(z.string()),
  notices: z.array(z.string()).describe('What the reader should know about the run'),
  timings: Timings,
  noise: Noise,
  classes: z.array(ClassGrowth),
  moreClasses: count.describe('Classes that moved but are not listed'),
  findings: z.array(Finding),
};

/** What `heapgate check` found: base against head. */
export const Report = z
  .object({
    ...shared,
    verdict: z.enum(['pass', 'regression', 'inconclusive']),
    selfTest: z
      .boolean()
      .optional()
      .describe('Base was compared with itself: what differs is noise of the app, the machine or heapgate'),
    reasons: z.array(z.string()).describe('Why this verdict; when inconclusive also what would settle it'),
    changes: z
      .array(z.string())
      .describe('What this branch changes of how it is set up, started and measured; heads the report'),
    base: Side,
    head: Side,
    bisect: Bisection.optional(),
    shard: z
      .object({
        number: z.int().positive(),
        of: z.int().positive(),
        config: z.string().describe('Digest of how it was measured, which all shards have in common'),
      })
      .optional()
      .describe('Which part of the scenarios was replayed; absent where it was all of them'),
  })
  .meta({ title: 'heapgate report' });
export type Report = z.infer<typeof Report>;

/** What `heapgate measure` found at one revision. */
export const MeasureReport = z.object({ ...shared, revision: Side }).meta({ title: 'heapgate measurement' });
export type MeasureReport = z.infer<typeof MeasureReport>;

export type ClassGrowth = z.infer<typeof ClassGrowth>;
export type Finding = z.infer<typeof Finding>;
export type PathStep = z.infer<typeof PathStep>;
export type Side = z.infer<typeof Side>;
export type Timings = z.infer<typeof Timings>;
export type KindReport = z.infer<typeof KindReport>;
export type ProcessReport = z.infer<typeof ProcessReport>;
