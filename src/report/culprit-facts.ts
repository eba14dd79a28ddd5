import type { Fact, Quote } from './finding-facts.ts';
import type { Culprit } from './schema.ts';

/** What brought a finding in, and how to be rid of it. */
export function culpritFacts(culprit: Culprit, quote: Quote): Fact[] {
  const { command } = culprit;
  return [
    { label: 'Came with', text: culpritSentence(culprit, quote) },
    ...(command === undefined ? [] : [{ label: 'To fix it', text: quote(command) }]),
  ];
}

/** `bugsnag 6.26.0 → 6.26.1, fixed in 6.26.2 (verified)` */
export function culpritSentence(culprit: Culprit, quote: Quote): string {
  const { together = [], fixedIn, lastClean, verified } = culprit;
  const parts = [culprit, ...together].map((part) => changePhrase(part, quote));
  const all = parts.length > 1 ? `${parts.join(' and ')}, only together` : parts.join('');
  const proof = verified ? ' (verified)' : '';
  if (fixedIn !== undefined) return `${all}, fixed in ${quote(fixedIn)}${proof}`;
  return lastClean === undefined ? all : `${all}, not yet in ${quote(lastClean)}${proof}`;
}

function changePhrase({ name, from, to }: Pick<Culprit, 'name' | 'from' | 'to'>, quote: Quote): string {
  const versions = [from, to].filter((version) => version !== undefined).map((version) => quote(version));
  return versions.length > 0 ? `${quote(name)} ${versions.join(' → ')}` : quote(name);
}
