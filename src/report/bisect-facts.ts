import type { Fact } from './finding-facts.ts';
import { formatDuration, formatQuantity } from './numbers.ts';
import type { Bisection } from './schema.ts';

/** `29 changes in 8 probes, of at most 15, 3 min 20 s; 1 more could not be measured` */
export function bisectFacts(bisection: Bisection | undefined): Fact[] {
  if (!bisection) return [];
  const { candidates, bound, probes } = bisection;
  const unknown = probes.filter(({ answer }) => answer === 'unknown').length;
  const count = probes.length - unknown;
  const answered = formatQuantity(count, 'probe');
  const most = count > bound ? `more than the ${bound} that one culprit takes` : `of at most ${bound}`;
  const time = formatDuration(probes.reduce((sum, { ms }) => sum + ms, 0));
  const rest = unknown > 0 ? `; ${unknown} more could not be measured` : '';
  return [
    {
      label: 'Bisected',
      text: `${formatQuantity(candidates.length, 'change')} in ${answered}, ${most}, ${time}${rest}`,
    },
  ];
}
