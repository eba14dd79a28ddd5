/** Hex from here on is a digest or a key; shorter hex is more often an id of a record. */
const shortestHexKey = 32;

/**
 * Whether a run of letters, digits, `+`, `/`, `-` and `_` was drawn at random, as tokens and keys are, and not put
 * together from words, as slugs are. UUIDs and numbers count as names of records, not as secrets.
 */
export function looksRandom(text: string): boolean {
  const run = text.replace(/=+$/, '');
  if (/^[\d_/+-]+$/.test(run) || isUuid(run)) return false;
  if (/^[0-9a-f]+$/i.test(run)) return run.length >= shortestHexKey && bitsPerCharacter(run) >= 2.5;
  if (shareOfWords(run) > 0.5 || bitsPerCharacter(run) < 3.5) return false;
  const hasLetters = /[A-Za-z]/.test(run);
  const isMixedCase = /[a-z]/.test(run) && /[A-Z]/.test(run);
  const digits = run.replaceAll(/\D/g, '').length;
  // A run of one case is a slug more often than not: it needs a part without separators that is long enough.
  return isMixedCase
    ? digits > 0 || run.length >= 32
    : hasLetters && digits >= 2 && /[A-Za-z0-9]{20}/.test(run);
}

const isUuid = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);

/** Of characters drawn at random, one in twelve stands among four small letters in a row. */
function shareOfWords(text: string): number {
  const inWords = text.match(/[A-Z]?[a-z]{4,}/g) ?? [];
  return inWords.join('').length / text.length;
}

/** Shannon's entropy of the characters of a text. */
function bitsPerCharacter(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
