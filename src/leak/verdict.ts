import { isAccepted, isAcceptedClass, type KnownGrowth } from './accepted.ts';
import {
  type ClassGrowth,
  compareClasses,
  judgedProcesses,
  type Limits,
  limitOf,
  smallestLimit,
} from './class-growth.ts';
import { type Finding, findingsOf, isFailing } from './finding.ts';
import { fewestCensuses } from './growth.ts';
import { type Measurement, processName } from './measurement.ts';
import { nativeSuspects } from './native-memory.ts';
import { type Noise, noiseOf } from './noise.ts';
import { isLeak, restartsOnHead } from './restarts.ts';

export type Verdict = 'pass' | 'regression' | 'inconclusive';

/** What base against head came to. */
export interface Judgement {
  readonly verdict: Verdict;
  /** Why; when inconclusive also what would settle it. */
  readonly reasons: readonly string[];
  readonly classes: readonly ClassGrowth[];
  readonly findings: readonly Finding[];
  readonly noise: Noise;
  /** What the reader should know although it decides nothing. */
  readonly warnings: readonly string[];
}

/** A regression this close to its limit is measured a second time before it fails anyone. */
const closeToLimit = 3;

/** Compares two measurements. Pure: the same input gives the same judgement. */
export function judge(
  base: Measurement,
  head: Measurement,
  limits: Limits,
  known: readonly KnownGrowth[] = [],
): Judgement {
  const classes = compareClasses(base, head, limits);
  const leaks = findingsOf(base, head, classes, limits, known);
  const restarts = restartsOnHead(base, head);
  const findings = restarts && !isAccepted(restarts, known) ? [...leaks, restarts] : leaks;
  const noise = noiseOf(base, head);
  const warnings = leaks.length === 0 ? nativeSuspects(base, head) : [];
  const result = { classes, findings, noise, warnings };
  const reasons = findings.filter(isFailing).map(describe);
  if (reasons.length > 0) return { ...result, verdict: 'regression', reasons };

  const undecided = classes.filter((row) => row.undecided && !isAcceptedClass(row.name, known));
  const doubts = doubtsAbout(base, head, undecided, limits, noise);
  if (doubts.length > 0) return { ...result, verdict: 'inconclusive', reasons: doubts };
  return { ...result, verdict: 'pass', reasons: [passReason(findings)] };
}

/** Whether a regression must show again after a second boot of both revisions before it counts. */
export function needsConfirmation({ verdict, classes, findings }: Judgement): boolean {
  if (verdict === 'inconclusive') return classes.some((row) => row.undecided !== undefined);
  if (verdict !== 'regression') return false;
  const failing = new Set(findings.filter(isFailing).flatMap((finding) => finding.classes));
  const strongest = Math.max(
    ...classes.filter((row) => row.over && failing.has(row.name)).map((row) => row.timesLimit),
    0,
  );
  return strongest < closeToLimit || findings.filter(isLeak).every(({ status }) => status !== 'new');
}

/** What would have had to show again, and could not be measured again for want of time. */
export function unconfirmed(judgement: Judgement): Judgement {
  const why = 'there was no time to boot both a second time, to be sure: raise `max-minutes`';
  return { ...judgement, verdict: 'inconclusive', reasons: [...judgement.reasons, why] };
}

function describe(finding: Finding): string {
  if (!isLeak(finding)) return describeRestarts(finding);
  const rate = Math.round(finding.objectsPer1000).toLocaleString('en-US');
  const what =
    finding.objectsPer1000 > 0 ? `${rate} objects` : `${Math.round(finding.bytesPer1000 / 1024)} KiB`;
  return `${finding.status === 'worsened' ? 'a known leak got worse' : 'a new leak'}: ${what} per 1,000 requests, held by ${finding.holder}`;
}

function describeRestarts({ processes, restarts = 0, restartsOnBase }: Finding): string {
  const times = (count: number) => (count === 1 ? 'once' : `${count} times`);
  const onBase = restartsOnBase === undefined ? 'no process' : times(restartsOnBase);
  return `${processes.join(' and ')} died ${times(restarts)} on head, and ${onBase} on base: see its log, with --keep`;
}

function passReason(findings: readonly Finding[]): string {
  if (findings.some((finding) => finding.status === 'existing'))
    return 'what grows on head grows on base as well';
  if (findings.some((finding) => finding.status === 'gone')) return 'the leak on base is gone on head';
  return 'no class grows on head beyond base';
}

function doubtsAbout(
  base: Measurement,
  head: Measurement,
  undecided: readonly ClassGrowth[],
  limits: Limits,
  { smallestDetectable }: Noise,
): string[] {
  const doubts: string[] = [];
  for (const [side, measurement] of [
    ['base', base],
    ['head', head],
  ] as const) {
    const named = new Set(judgedProcesses(measurement).map(processName));
    if (named.size === 0) {
      doubts.push(
        `no process of ${side} lived through ${fewestCensuses} censuses and answered requests: raise rounds`,
      );
    }
    for (const process of measurement.processes) {
      // Of a process that was replaced, one life that can be judged is enough.
      if (process.role !== 'worker' || named.has(processName(process))) continue;
      doubts.push(
        process.points.length < fewestCensuses
          ? `${processName(process)} of ${side} has only ${process.points.length} censuses in one life, of ${fewestCensuses} needed: raise rounds, or find out why it restarts`
          : `${processName(process)} of ${side} answered no request in any round: raise lanes`,
      );
    }
  }
  if (doubts.length > 0) return doubts;
  const limit = smallestLimit(limits);
  if (smallestDetectable > limit) {
    return [
      `the run was too short or too noisy: it could only have seen growth from ${smallestDetectable.toFixed(1)} objects per 1,000 requests, the threshold is ${limit}: raise requests or rounds`,
    ];
  }
  return undecided.slice(0, 3).map((row) => {
    const rise = `${row.name} rose by ${(row.counts.at(-1) ?? 0) - (row.counts[0] ?? 0)} in ${row.process}`;
    const limit = `its limit of ${limitOf(row.name, row.internal, limits)} per 1,000 requests`;
    return row.undecided === 'uneven'
      ? `${rise}, past ${limit}, but too unevenly to call: raise rounds`
      : `${rise}, past ${limit}, and goes on base when there is no traffic; whether it does on head could not be seen: raise \`max-minutes\``;
  });
}
