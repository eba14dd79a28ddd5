import { reportedProbes } from '../bisect/probes.ts';
import type { TrafficBisect } from '../bisect/traffic.ts';
import type { FoundTraffic } from '../bisect/traffic-search.ts';
import type { Kind } from '../traffic/scenario.ts';
import { forTerminal } from './escape.ts';
import type { Quote } from './finding-facts.ts';
import { formatDuration, formatQuantity } from './numbers.ts';

/** What `heapgate bisect traffic` prints. */
export function renderTrafficBisect(bisect: TrafficBisect): string {
  const { probes, bound, repro } = bisect;
  const spentMs = probes.reduce((sum, { ms }) => sum + ms, 0);
  const lines = [
    ...trafficSentences(bisect, forTerminal),
    `${formatQuantity(probes.length, 'probe')} in ${formatDuration(spentMs)}; at most ${bound} were expected.`,
  ];
  if (repro) {
    const scenario = repro.scenario.trimEnd().split('\n');
    lines.push('', `To see it: ${repro.command}`, ...scenario.map((line) => `  ${forTerminal(line, 1000)}`));
  }
  return lines.join('\n');
}

/** What each kind of request has to do with the leak; labels as they are, unless they are quoted. */
export function trafficSentences(found: FoundTraffic, quote: Quote = (label) => label): string[] {
  const { triggers, leaking, innocent, unproven, smallest, ranOut, doubts } = found;
  const { once, repeated } = smallest;
  const named = (kinds: readonly Kind[]) => kinds.map(({ label }) => quote(label)).join(', ');
  const leak = `${named(repeated)} ${repeated.length === 1 ? 'leaks' : 'leak'}`;
  const roles = [
    ['Once is enough', triggers],
    [triggers.length > 0 ? 'Only make it visible' : 'Leak each time', leaking],
    ['Innocent', innocent],
    ['Not known', unproven],
  ] as const;
  return [
    once.length > 0 ? `After one ${named(once)}, ${leak} whenever sent.` : `Whenever sent, ${leak}.`,
    ...roles.flatMap(([role, kinds]) => (kinds.length > 0 ? [`${role}: ${named(kinds)}`] : [])),
    ...(ranOut ? ['Time ran out: run it again to go on, or raise --budget.'] : []),
    ...doubts.map((doubt) => `${doubt[0]?.toUpperCase()}${doubt.slice(1)}.`),
  ];
}

/** The same for other programs. */
export function trafficBisectJson(bisect: TrafficBisect): string {
  const { finding, triggers, leaking, unproven, innocent, smallest, bound, probes, ranOut, doubts, repro } =
    bisect;
  const shown = (kinds: readonly Kind[]) => kinds.map(({ id, label }) => ({ id, label }));
  const result = {
    finding: finding.id,
    triggers: shown(triggers),
    leaking: shown(leaking),
    innocent: shown(innocent),
    unproven: shown(unproven),
    smallest: { once: shown(smallest.once), repeated: shown(smallest.repeated) },
    ranOut,
    doubts,
    repro,
    bisect: {
      candidates: shown([...new Set([...triggers, ...leaking, ...innocent, ...unproven])]),
      bound,
      probes: reportedProbes(probes),
    },
  };
  return `${JSON.stringify(result, undefined, 2)}\n`;
}
