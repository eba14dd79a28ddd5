import { isCardNumber } from './card-number.ts';
import { decodedText } from './decoded-text.ts';
import { isIban } from './iban.ts';
import { issuedKey, possiblyIssuedKey } from './issued-keys.ts';
import { looksRandom } from './randomness.ts';
import { isNamedSecret } from './secret-names.ts';

/** What a secret was recognised as; stands in reports. */
export type SecretSort =
  | 'private key or certificate'
  | 'JSON Web Token'
  | 'API key'
  | 'credentials in a URL'
  | 'credentials'
  | 'card number'
  | 'bank account'
  | 'telephone or social security number'
  | 'e-mail address'
  | 'encoded secret'
  | 'random-looking text'
  | 'secret-looking name';

export interface FoundSecret {
  readonly start: number;
  readonly end: number;
  readonly sort: SecretSort;
}

/** `a@b.cd` */
const shortestSecret = 6;

interface Pattern {
  readonly sort: SecretSort;
  /** The secret is the group `secret` where there is one, and `name` what it is called. */
  readonly expression: RegExp;
  readonly isSecret?: (found: string, name: string) => boolean;
}

/** None looks back over what it has passed: targets of tens of thousands of bytes are not rare in hostile traffic. */
const patterns: readonly Pattern[] = [
  {
    sort: 'private key or certificate',
    expression: /-----BEGIN [A-Z0-9 ]+-----(?:.*?-----END [A-Z0-9 ]+-----|.*)/gs,
  },
  { sort: 'JSON Web Token', expression: /(?<![\w-])eyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*)*/g },
  { sort: 'API key', expression: issuedKey },
  { sort: 'API key', expression: possiblyIssuedKey, isSecret: looksRandom },
  { sort: 'credentials in a URL', expression: /\/\/(?<secret>[^\s/?#:@]*:[^\s/?#@]+)@/dg },
  { sort: 'credentials', expression: /\b(?:Bearer|Basic)\s+(?<secret>[\w.~+/=-]{8,})/dgi },
  { sort: 'card number', expression: /(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)/g, isSecret: isCardNumber },
  {
    sort: 'e-mail address',
    // Not `logo@2x.png`.
    expression:
      /(?<![\w.+'\x80-\xff-])[\w.+'\x80-\xff-]+@(?:[A-Za-z0-9\x80-\xff-]+\.)+(?!(?:png|jpe?g|gif|svg|webp|avif|css|js)\b)[A-Za-z\x80-\xff][A-Za-z0-9\x80-\xff-]+/gi,
  },
  {
    sort: 'bank account',
    // In groups of four, of which those that follow have digits, and the words after it mostly none
    expression:
      /(?<![A-Z0-9])[A-Z]{2}\d{2}(?:[A-Z0-9]{11,30}|[ -][A-Z0-9]{4}(?:[ -](?=[A-Z]*\d)[A-Z0-9]{1,4}){2,7})(?![A-Z0-9])/gi,
    isSecret: isIban,
  },
  {
    sort: 'telephone or social security number',
    expression:
      /(?<![\w+.-])(?:\+\d(?:[ ()./-]{0,2}\d){7,14}|(?:\(\d{3}\)|\d{3})[ .-]\d{3}[ .-]\d{4}|\d{3}-\d{2}-\d{4})(?![\w-])/g,
  },
  { sort: 'encoded secret', expression: /[A-Za-z0-9+/_-]{12,}={0,2}/g, isSecret: isEncodedSecret },
  { sort: 'random-looking text', expression: /[A-Za-z0-9+/_-]{20,}={0,2}/g, isSecret: isRandom },
  // Beside words, from which a separator parts it.
  { sort: 'random-looking text', expression: /[A-Za-z0-9]{20,}={0,2}/g, isSecret: isRandom },
  {
    sort: 'secret-looking name',
    // `password: "…"` as GraphQL and logs of objects have it
    expression: /(?<![\w.-])(?<name>[\w.-]+)["']?\s*[:=]\s*(?<quote>["'])(?<secret>[^"']+)\k<quote>/dg,
    isSecret: isNamedSecret,
  },
  {
    sort: 'secret-looking name',
    // `password: …` as YAML, `.env` and lines of headers have it
    expression: /(?<![\w.-])(?<name>[\w.-]+)[ \t]*[:=][ \t]*(?<secret>[^\s"'&;,<>{}[\]]{4,})/dg,
    isSecret: isNamedSecret,
  },
  {
    sort: 'secret-looking name',
    expression: /<(?<name>[\w:.-]+)[^<>]*>(?:<!\[CDATA\[)?(?<secret>[^<>\]]+)(?:\]\]>)?<\//dg,
    isSecret: isNamedSecret,
  },
];

function isRandom(found: string): boolean {
  return looksRandom(found) && !isReference(decodedText(found) ?? '');
}

/** `Product:42`, `gid://shop/Product/42`: what GraphQL and Rails encode, and is no secret. */
function isReference(text: string): boolean {
  return /^(?:gid:\/\/[\w/:-]+|[A-Za-z]\w*:\d+)$/.test(text);
}

function isEncodedSecret(found: string): boolean {
  const text = decodedText(found);
  return text !== undefined && findSecrets(text).length > 0;
}

/**
 * Everything in a text, as it is said and not as it is escaped, that looks like a secret, in order and apart; of some
 * `sorts` alone where they are given.
 */
export function findSecrets(said: string, sorts?: ReadonlySet<SecretSort>): FoundSecret[] {
  if (said.length < shortestSecret) return [];
  const found: FoundSecret[] = [];
  for (const { sort, expression, isSecret } of patterns) {
    if (sorts && !sorts.has(sort)) continue;
    for (const match of said.matchAll(expression)) {
      const [start, end] = match.indices?.groups?.secret ?? [match.index, match.index + match[0].length];
      if (isSecret?.(said.slice(start, end), match.groups?.name ?? '') ?? true)
        found.push({ start, end, sort });
    }
  }
  return joined(found);
}

/** What overlaps is one secret, of the sort that is longest: a key may hold the digits of a card number. */
function joined(found: readonly FoundSecret[]): FoundSecret[] {
  const apart: FoundSecret[] = [];
  for (const next of found.toSorted((a, b) => a.start - b.start)) {
    const last = apart.at(-1);
    if (!last || next.start >= last.end) {
      apart.push(next);
      continue;
    }
    const { sort } = next.end - next.start > last.end - last.start ? next : last;
    apart[apart.length - 1] = { start: last.start, end: Math.max(last.end, next.end), sort };
  }
  return apart;
}
