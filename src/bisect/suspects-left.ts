import type { Told } from './probes.ts';

/** What may still be the culprit: the fewest changes seen to leak, without the most of them seen clean together. */
export function suspectsLeft(candidates: readonly string[], probes: readonly Told[]): string[] {
  const known = new Set(candidates);
  const mixtures = probes.filter(({ changes }) => changes.every((change) => known.has(change)));
  const leaking = mixtures.filter(({ answer }) => answer === 'leaks').map(({ changes }) => changes);
  const smallest = [candidates, ...leaking].reduce((least, each) =>
    each.length < least.length ? each : least,
  );
  const clean = mixtures
    .filter(
      ({ answer, changes }) => answer === 'clean' && changes.every((change) => smallest.includes(change)),
    )
    .reduce<readonly string[]>((most, { changes }) => (changes.length > most.length ? changes : most), []);
  return smallest.filter((change) => !clean.includes(change));
}
