import { frequentPairs } from './frequent-pairs.ts';

/** Hex from here on is a digest or a key; shorter hex is more often an id of a record. */
const shortestHexKey = 32;
/** Codes that are shorter are guessed too easily to be worth anything. */
const shortestCode = 6;

/**
 * Whether a run of letters, digits, `+`, `/`, `-` and `_` was drawn at random, as tokens and keys are, and not put
 * together from words, as slugs are. UUIDs and numbers count as names of records, not as secrets.
 */
export function looksRandom(text: string): boolean {
  const run = text.replace(/=+$/, '');
  if (/^[\d_/+-]+$/.test(run) || isUuid(run)) return false;
  if (/^[0-9a-f]+$/i.test(run)) return run.length >= shortestHexKey && bitsPerCharacter(run) >= 2.5;
  return wordiness(run) < 0 && bitsPerCharacter(run) >= 3;
}

/** Whether a text is a code, such as one that is sent by mail: letters and digits that make no words, or a UUID. */
export function looksLikeCode(text: string): boolean {
  const isMixed = /\d/.test(text) && /[a-z]/i.test(text);
  return isMixed && text.length >= shortestCode && (isUuid(text) || wordiness(text) <= 0);
}

const isUuid = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);

/**
 * How much more a text looks like words than drawn at random, one for each pair of neighbours that says so: above zero
 * for slugs of many languages, below it for 999 of 1,000 random runs of 20 characters or more.
 */
function wordiness(text: string): number {
  let sum = 0;
  for (let at = 1; at < text.length; at += 1) sum += saysWords(text.charAt(at - 1), text.charAt(at));
  return sum;
}

/** 1 for words, -1 for randomness, 0 for neither. */
function saysWords(left: string, right: string): number {
  if (isSeparator(left)) return 1;
  if (isDigit(left) !== isDigit(right)) return isLetter(left) || isLetter(right) ? -1 : 0;
  if (!isLetter(left) || !isLetter(right)) return 0;
  const isFrequent = frequentPairs.has((left + right).toLowerCase());
  // A capital in the middle of a word.
  return isFrequent && !(isSmall(left) && !isSmall(right)) ? 1 : -1;
}

const isSeparator = (character: string): boolean => character === '-' || character === '_';
const isDigit = (character: string): boolean => character >= '0' && character <= '9';
const isSmall = (character: string): boolean => character >= 'a' && character <= 'z';
const isLetter = (character: string): boolean => isSmall(character.toLowerCase());

/** Shannon's entropy of the characters of a text. */
function bitsPerCharacter(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
