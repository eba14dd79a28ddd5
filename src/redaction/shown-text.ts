import { mapLiterals } from '../traffic/placeholder.ts';
import type { RedactValue } from './fields.ts';
import { isNamedSecret } from './secret-names.ts';
import { findSecrets, type SecretSort } from './secret-values.ts';
import { redactTarget } from './target.ts';

/** Texts that are shown hold a mask where something in them looks like a secret; those that are sent have stand-ins. */
const mask = '***';

type Sorts = ReadonlySet<SecretSort>;

/** Looks that no word and no number has by chance. */
const unmistakable: Sorts = new Set<SecretSort>([
  'private key or certificate',
  'JSON Web Token',
  'API key',
  'credentials in a URL',
  'credentials',
]);
/** A name says of itself what it is: `OAuth::Token` is no token. */
const inNames: Sorts = new Set<SecretSort>([...unmistakable, 'encoded secret', 'random-looking text']);
/** Sentences name commits, which look random. */
const inSentences: Sorts = new Set<SecretSort>([...unmistakable, 'secret-looking name']);

/** What looks secret has at least so many of these in a row. */
const mayLookSecret = /[\w+/-]{16}/;

/** A name that the app gave: of a class, a thread, a variable. */
export const shownName = (name: string): string => (mayLookSecret.test(name) ? masked(name, inNames) : name);

/** A sentence of heapgate's own, which may quote commands and URLs after a colon. */
export const shownSentence = (sentence: string): string =>
  sentence
    .split(/(?<=: )/)
    .map((part) => masked(part, inSentences))
    .join('');

/** A line that the app printed: anything may be in it. */
export const shownLine = (line: string): string => masked(line);

/** A request target, whose fields say by their names what is secret. */
export const shownTarget = (target: string): string => redactTarget(target, shownValue, shownValue);

const shownValue: RedactValue = (said, name) => {
  if (name !== undefined && isNamedSecret(said, name)) return maskedWhole(said);
  return findSecrets(said).reduceRight(
    (text, { start, end }) => text.slice(0, start) + maskedWhole(text.slice(start, end)) + text.slice(end),
    said,
  );
};

/** As long as it was, since escapes stay where they are; the name of a variable says nothing. */
const maskedWhole = (said: string): string => mapLiterals(said, (literal) => '*'.repeat(literal.length));

function masked(text: string, sorts?: Sorts): string {
  return findSecrets(text, sorts).reduceRight(
    (shown, { start, end }) => shown.slice(0, start) + mask + shown.slice(end),
    text,
  );
}
