/** What identifies a leak. */
interface Identified {
  readonly id: string;
  readonly parts: readonly string[];
}

/** Holders with at least this share of their parts in common are one leak. */
const commonShare = 1 / 3;

/**
 * The leak of `base` that each of `head` is, one to one: the one with the same id, else the one with most parts in
 * common, so that a leak stays known when another collection joins it.
 */
export function pairLeaks<Leak extends Identified>(
  base: readonly Leak[],
  head: readonly Leak[],
): Map<Leak, Leak> {
  const candidates = head.flatMap((after) =>
    base.map((before) => ({ before, after, share: shareOf(before, after) })),
  );
  candidates.sort(
    (a, b) => b.share - a.share || compare(a.after.id, b.after.id) || compare(a.before.id, b.before.id),
  );
  const pairs = new Map<Leak, Leak>();
  const taken = new Set<Leak>();
  for (const { before, after, share } of candidates) {
    if (share < commonShare || pairs.has(after) || taken.has(before)) continue;
    pairs.set(after, before);
    taken.add(before);
  }
  return pairs;
}

/** Of all their parts those that both have; the same id goes before anything else. */
function shareOf(one: Identified, other: Identified): number {
  if (one.id === other.id) return 2;
  const parts = new Set(one.parts);
  const all = new Set([...one.parts, ...other.parts]);
  const common = other.parts.filter((part) => parts.has(part));
  return common.length / Math.max(1, all.size);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
