import type { ClassGrowth } from '../leak/class-growth.ts';
import type { Finding } from '../leak/finding.ts';
import { type Measurement, ownRequestsOf } from '../leak/measurement.ts';
import type { Judgement } from '../leak/verdict.ts';
import type { Bisection, Culprit, MeasureReport, Report, Side } from './schema.ts';

interface RunFacts {
  readonly version: string;
  readonly seed: number;
  readonly threshold: number;
  readonly scenarios: readonly string[];
  readonly notices: readonly string[];
  readonly timings: Report['timings'];
}

/** All that a report says, as the run left it. */
export interface ReportInput extends RunFacts {
  readonly name?: string | undefined;
  readonly revisions: {
    readonly base: { readonly sha: string; readonly ref: string };
    readonly head: { readonly sha: string; readonly ref: string };
  };
  readonly base: Measurement;
  readonly head: Measurement;
  readonly judgement: Judgement;
  /** Base was compared with itself. */
  readonly selfTest?: boolean | undefined;
  /** What the branch changes of how it is set up, started and measured. */
  readonly changes: readonly string[];
  /** By id of the finding. */
  readonly triggers: ReadonlyMap<string, NonNullable<Report['findings'][number]['trigger']>>;
  /** What a bisect came to, where there was one. */
  readonly bisected?: Bisected | undefined;
  readonly shard?: Report['shard'];
}

interface Bisected {
  readonly findingId: string;
  readonly culprit: Culprit | undefined;
  readonly bisection: Bisection | undefined;
}

const mostClasses = 60;
/** Names of classes in one finding; the rest is counted. */
const mostNames = 60;

export function buildReport(input: ReportInput): Report {
  const { judgement, bisected } = input;
  const { findings, ...rest } = evidence(input, judgement, input.triggers);
  return {
    ...rest,
    findings: findings.map((finding) => withCulprit(finding, bisected)),
    ...(input.name === undefined ? {} : { name: input.name }),
    verdict: judgement.verdict,
    ...(input.selfTest ? { selfTest: true } : {}),
    reasons: [...judgement.reasons],
    changes: [...input.changes],
    base: sideOf(input.base, input.revisions.base.ref),
    head: sideOf(input.head, input.revisions.head.ref),
    ...(bisected?.bisection ? { bisect: bisected.bisection } : {}),
    ...(input.shard ? { shard: input.shard } : {}),
  };
}

function withCulprit(finding: Report['findings'][number], bisected: Bisected | undefined) {
  const isBisected = bisected?.culprit && bisected.findingId === finding.id;
  return isBisected ? { ...finding, culprit: bisected.culprit } : finding;
}

export interface MeasureReportInput extends RunFacts {
  readonly measurement: Measurement;
  readonly ref: string;
  /** Against nothing: all that grows counts. */
  readonly judgement: Judgement;
}

export function buildMeasureReport(input: MeasureReportInput): MeasureReport {
  return { ...evidence(input, input.judgement, new Map()), revision: sideOf(input.measurement, input.ref) };
}

function evidence(facts: RunFacts, judgement: Judgement, triggers: ReportInput['triggers']) {
  const moving = judgement.classes.filter(isWorthListing);
  return {
    schemaVersion: 1 as const,
    heapgateVersion: facts.version,
    seed: facts.seed,
    threshold: facts.threshold,
    scenarios: [...facts.scenarios],
    notices: [...judgement.warnings, ...facts.notices],
    timings: facts.timings,
    noise: noiseOf(judgement),
    classes: moving.slice(0, mostClasses).map(classRow),
    moreClasses: Math.max(0, moving.length - mostClasses),
    findings: judgement.findings.map((finding) => findingRow(finding, triggers.get(finding.id))),
  };
}

function noiseOf({ noise }: Judgement): Report['noise'] {
  return { ...noise, classes: noise.classes.slice(0, mostClasses).map((each) => ({ ...each })) };
}

const isWorthListing = (row: ClassGrowth): boolean =>
  row.over || row.state !== 'flat' || row.undecided !== undefined;

function classRow(row: ClassGrowth): Report['classes'][number] {
  return {
    name: row.name,
    state: row.state,
    internal: row.internal,
    process: row.process,
    requests: [...row.requests],
    counts: [...row.counts],
    bytes: [...row.bytes],
    basePer1000: row.basePer1000,
    headPer1000: row.headPer1000,
    bytesPer1000: row.bytesPer1000,
    over: row.over,
    withTimeAlone: row.withTimeAlone,
  };
}

function findingRow(
  finding: Finding,
  trigger: Report['findings'][number]['trigger'],
): Report['findings'][number] {
  return {
    id: finding.id,
    status: finding.status,
    classes: finding.classes.slice(0, mostNames),
    moreClasses: Math.max(0, finding.classes.length - mostNames),
    processes: [...finding.processes],
    objectsPer1000: finding.objectsPer1000,
    basePer1000: finding.basePer1000,
    bytesPer1000: finding.bytesPer1000,
    retainedBytesPer1000: finding.retainedBytesPer1000,
    holder: finding.holder,
    path: finding.path.map((step) => ({ ...step })),
    alsoHeldBy: [...finding.alsoHeldBy],
    sites: finding.sites.map((site) => ({ ...site })),
    withTimeAlone: finding.withTimeAlone,
    ...(finding.restarts === undefined ? {} : { restarts: finding.restarts }),
    ...(finding.restartsOnBase === undefined ? {} : { restartsOnBase: finding.restartsOnBase }),
    ...(trigger ? { trigger } : {}),
  };
}

function sideOf(measurement: Measurement, ref: string): Side {
  return {
    sha: measurement.sha,
    ref,
    processes: measurement.processes.map((life) => ({
      role: life.role,
      index: life.index,
      requests: ownRequestsOf(life).at(-1) ?? 0,
      censuses: life.points.length,
      restarts: life.restarts,
      residentBytes: life.points.map((point) => point.residentBytes),
    })),
    kinds: measurement.kinds.map((account) => ({ ...account, status: { ...account.status } })),
  };
}
