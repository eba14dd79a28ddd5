import type { Told } from './probes.ts';

/**
 * What may still be the culprit, or a part of it: the fewest changes seen to leak, without the most of them seen clean
 * together. Where what is left then was seen clean as well, it takes several changes, and each of them may be one.
 */
export function suspectsLeft(candidates: readonly string[], probes: readonly Told[]): string[] {
  const known = new Set(candidates);
  const mixtures = probes.filter(({ changes }) => changes.every((change) => known.has(change)));
  const leaking = mixtures.filter(({ answer }) => answer === 'leaks').map(({ changes }) => changes);
  const smallest = [candidates, ...leaking].reduce((least, each) =>
    each.length < least.length ? each : least,
  );
  // A part of what is clean is clean; what was seen to leak as well says nothing.
  const clean = mixtures
    .filter(({ answer, changes }) => answer === 'clean' && !containsAll(changes, smallest))
    .map(({ changes }) => new Set(changes));
  const without = (some: ReadonlySet<string>) => smallest.filter((change) => !some.has(change));
  const left = clean
    .map(without)
    .reduce((least, each) => (each.length < least.length ? each : least), [...smallest]);
  return clean.some((each) => containsAll([...each], left)) ? [...smallest] : left;
}

const containsAll = (all: readonly string[], some: readonly string[]): boolean =>
  some.every((each) => all.includes(each));
