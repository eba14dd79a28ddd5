import { culpritSentence } from '../report/culprit-facts.ts';
import { forTerminal } from '../report/escape.ts';
import { formatDuration, formatQuantity } from '../report/numbers.ts';
import type { LogEntry, Probed, Started } from './probe-log.ts';
import { showChanges } from './probes.ts';
import { suspectsLeft } from './suspects-left.ts';

/** In characters: one may name many requests. */
const longestNotice = 10_000;

/** What a log tells: each probe, why it was made, and what was left to suspect after it. */
export function replayed(entries: readonly LogEntry[]): string {
  const lines: string[] = [];
  let started: Started | undefined;
  const probes: Probed[] = [];
  for (const entry of entries) {
    if (entry.kind === 'start') {
      if (entry.candidates.join() !== started?.candidates.join()) probes.length = 0;
      started = entry;
      lines.push(startLine(entry));
    } else if (entry.kind === 'probe') {
      probes.push(entry);
      lines.push(`${String(probes.length).padStart(3)}. ${probeLine(entry, started, probes)}`);
    } else {
      lines.push(...(entry.culprit ? [`Culprit: ${culpritSentence(entry.culprit, forTerminal)}.`] : []));
      lines.push(...entry.notices.map((notice) => forTerminal(notice, longestNotice)));
    }
  }
  return lines.length > 0 ? lines.join('\n') : 'The log is empty.';
}

function startLine({ base, head, finding, things, candidates, bound }: Started): string {
  const [from, to] = [base, head].map((sha) => forTerminal(sha.slice(0, 12)));
  const commits = from === to ? `of ${to}` : `${from} against ${to}`;
  return `Finding ${forTerminal(finding)}, ${commits}: ${formatQuantity(candidates.length, ...nameOf[things])}, at most ${formatQuantity(bound, 'probe')}.`;
}

const nameOf: Readonly<Record<Started['things'], readonly [one: string, many: string]>> = {
  changes: ['change', 'changes'],
  commits: ['commit', 'commits'],
  requests: ['kind of request', 'kinds of request'],
};

function probeLine(
  { changes, answer, reason, thorough, ms }: Probed,
  started: Started | undefined,
  probes: readonly Probed[],
): string {
  const isMixture = started?.things === 'changes';
  const what = `${isMixture ? 'base with ' : ''}${showChanges(changes)}${thorough ? ', measured in full' : ''}`;
  const why = reason === undefined ? '' : ` (${reason})`;
  const told = `${what}: ${answer}${why}, ${formatDuration(ms)}`;
  return forTerminal(isMixture ? `${told}; ${suspects(started, probes)}` : told);
}

const suspects = ({ candidates }: Started, probes: readonly Probed[]): string =>
  `${suspectsLeft(candidates, probes).length} of ${candidates.length} suspected`;
