import type { References } from '../heap/references.ts';
import { forTerminal } from './escape.ts';
import { formatCount, formatQuantity } from './numbers.ts';

/**
 * Whole dumps of Ruby 3.1 to 4.0 lack at most 0.4 % of what they refer to: what was made or freed while they were
 * written. Those of which nine rows in ten are left lack 2.8 % and more.
 */
const largestLostShare = 0.01;
/** Of fewer a share says nothing. */
const fewestLost = 20;

/** One line on a dump whose end is missing: all rows that it has are good ones. `undefined` where nothing is. */
export function cutShortNotice(file: string, counts: References): string | undefined {
  const { references, lostReferences } = counts;
  if (lostReferences < fewestLost || lostReferences <= largestLostShare * references) return undefined;
  const share = `${formatCount(lostReferences)} of ${formatQuantity(references, 'reference')}`;
  return `${forTerminal(file)}: this dump looks cut short: ${share} lead to objects that are not in it`;
}
