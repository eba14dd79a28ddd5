import { amountPhrase, growthPhrase, leakedBytes, type Quote } from './finding-facts.ts';
import { formatGrowth, formatQuantity } from './numbers.ts';
import { isLeak, restartPhrase } from './restart-facts.ts';
import type { Finding, Report } from './schema.ts';

/** Findings by what the reader has to do about them, biggest first. */
export interface ToldFindings {
  /** New or worsened, leaks and processes that die: these fail a regression. */
  readonly failing: readonly Finding[];
  readonly existing: readonly Finding[];
  readonly gone: readonly Finding[];
}

export function tell(findings: readonly Finding[]): ToldFindings {
  const bySize = findings.toSorted(
    (a, b) => b.objectsPer1000 - a.objectsPer1000 || b.basePer1000 - a.basePer1000,
  );
  return {
    failing: bySize.filter(({ status }) => status === 'new' || status === 'worsened'),
    existing: bySize.filter(({ status }) => status === 'existing'),
    gone: bySize.filter(({ status }) => status === 'gone'),
  };
}

/** The verdict as one sentence: a word, and what follows its colon. */
export interface VerdictSentence {
  readonly word: 'Pass' | 'Regression' | 'Inconclusive';
  readonly rest: string;
  /** Reasons that the reader needs beside it, since no finding tells them. Not escaped yet. */
  readonly reasons: readonly string[];
}

export function verdictSentence(report: Report, quote: Quote): VerdictSentence {
  const { verdict, reasons, changes } = report;
  const { failing } = tell(report.findings);
  if (verdict === 'inconclusive') {
    return {
      word: 'Inconclusive',
      rest: 'this run can neither pass nor fail.',
      reasons: [...changes, ...reasons],
    };
  }
  if (verdict === 'pass') return { word: 'Pass', rest: passReason(report), reasons: changes };
  if (failing.length > 0)
    return { word: 'Regression', rest: failingReason(failing, quote), reasons: changes };
  return { word: 'Regression', rest: classReason(report, quote), reasons: [...changes, ...reasons] };
}

function passReason({ findings, selfTest }: Report): string {
  const { existing, gone } = tell(findings);
  if (selfTest) return 'base, measured against itself, does not grow beyond itself.';
  const calm = existing.length > 0 ? 'nothing grows more than on base' : 'nothing grows past the threshold';
  const clauses = [
    ...(gone.length > 0 ? [`${leaksOfBase(gone.length)} gone`] : []),
    ...(existing.length > 0 ? [`${leaksOfBase(existing.length)} still there`] : []),
  ];
  return clauses.length > 0 ? `${clauses.join(', ')}, and ${calm}.` : `${calm}.`;
}

function leaksOfBase(count: number): string {
  return `${formatQuantity(count, 'leak')} of base ${count === 1 ? 'is' : 'are'}`;
}

function failingReason(failing: readonly Finding[], quote: Quote): string {
  const leaks = failing.filter(isLeak);
  const deaths = failing
    .filter((finding) => !isLeak(finding))
    .map((finding) => restartPhrase(finding, quote));
  return `${[...(leaks.length > 0 ? [leakReason(leaks)] : []), ...deaths].join('; and ')}.`;
}

function leakReason(leaks: readonly Finding[]): string {
  const [first] = leaks;
  if (leaks.length === 1 && first?.status === 'worsened')
    return `a leak of base got worse: ${growthPhrase(first)}`;
  const objects = leaks.reduce((total, finding) => total + finding.objectsPer1000 - finding.basePer1000, 0);
  const bytes = leaks.reduce((total, finding) => total + leakedBytes(finding), 0);
  return `${amountPhrase(objects, bytes)} per 1,000 requests, ${leaksPhrase(leaks)}`;
}

function leaksPhrase(leaks: readonly Finding[]): string {
  if (leaks.length > 1) return `in ${leaks.length} leaks`;
  return leaks[0]?.path.length === 0 ? 'held by what is not known' : 'all under one holder';
}

function classReason({ classes }: Report, quote: Quote): string {
  const worst = classes.filter(({ over }) => over).toSorted((a, b) => b.headPer1000 - a.headPer1000)[0];
  if (!worst) return 'head does what base does not.';
  return `${quote(worst.name)} gains ${formatGrowth(worst.headPer1000)} objects per 1,000 requests.`;
}
