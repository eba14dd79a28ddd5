import { closestMatch } from 'leven';

/** The candidate with the smallest edit distance to `word`, if that is near enough to be a slip of the hand. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  return closestMatch(word, candidates, { maxDistance: Math.max(2, Math.ceil(word.length / 3)) });
}
