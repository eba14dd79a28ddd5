import { culpritSentence } from '../report/culprit-facts.ts';
import { forTerminal } from '../report/escape.ts';
import { formatDuration, formatQuantity } from '../report/numbers.ts';
import type { LogEntry, Probed, Started } from './probe-log.ts';
import { showChanges } from './probes.ts';
import { suspectsLeft } from './suspects-left.ts';

/** What a log tells: each probe, why it was made, and what was left to suspect after it. */
export function replayed(entries: readonly LogEntry[]): string {
  const lines: string[] = [];
  let candidates: readonly string[] = [];
  const probes: Probed[] = [];
  for (const entry of entries) {
    if (entry.kind === 'start') {
      if (entry.candidates.join() !== candidates.join()) probes.length = 0;
      candidates = entry.candidates;
      lines.push(startLine(entry));
    } else if (entry.kind === 'probe') {
      probes.push(entry);
      lines.push(`${String(probes.length).padStart(3)}. ${probeLine(entry, candidates, probes)}`);
    } else {
      lines.push(...(entry.culprit ? [`Culprit: ${culpritSentence(entry.culprit, forTerminal)}.`] : []));
      lines.push(...entry.notices.map((notice) => forTerminal(notice)));
    }
  }
  return lines.length > 0 ? lines.join('\n') : 'The log is empty.';
}

function startLine({ base, head, finding, candidates, bound }: Started): string {
  const commits = `${forTerminal(base.slice(0, 12))} against ${forTerminal(head.slice(0, 12))}`;
  return `Finding ${forTerminal(finding)}, ${commits}: ${formatQuantity(candidates.length, 'change')}, at most ${formatQuantity(bound, 'probe')}.`;
}

function probeLine(
  { changes, answer, reason, thorough, ms }: Probed,
  candidates: readonly string[],
  probes: Probed[],
) {
  const what = `base with ${showChanges(changes)}${thorough ? ', measured in full' : ''}`;
  const why = reason === undefined ? '' : ` (${reason})`;
  const left = suspectsLeft(candidates, probes).length;
  return forTerminal(
    `${what}: ${answer}${why}, ${formatDuration(ms)}; ${left} of ${candidates.length} suspected`,
  );
}
