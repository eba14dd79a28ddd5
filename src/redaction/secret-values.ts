import { isCardNumber } from './card-number.ts';
import { looksRandom } from './randomness.ts';
import { isNoSecret, isSecretName } from './secret-names.ts';

/** What a secret was recognised as; stands in reports. */
export type SecretSort =
  | 'private key or certificate'
  | 'JSON Web Token'
  | 'API key'
  | 'credentials in a URL'
  | 'credentials'
  | 'card number'
  | 'e-mail address'
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

/** Prefixes that issuers document for their keys, so that leaked ones can be told. */
const issuedKeys = [
  '(?:A3T[A-Z0-9]|ABIA|ACCA|AGPA|AIDA|AIPA|AKIA|ANPA|ANVA|AROA|ASIA)[A-Z0-9]{16}', // Amazon Web Services
  'AIza[\\w-]{35}|ya29\\.[\\w-]{20,}|GOCSPX-[\\w-]{20,}', // Google
  'gh[oprsu]_[A-Za-z0-9]{36,}|github_pat_\\w{22,}|gl[a-z]{2,6}-[\\w-]{20,}', // GitHub, GitLab
  '[prs]k_(?:live|test)_[A-Za-z0-9]{10,}|whsec_[A-Za-z0-9+/]{16,}', // Stripe
  'xox[a-z]-[\\w-]{10,}|xapp-[\\w-]{10,}|hooks\\.slack\\.com/services/[\\w/]{20,}', // Slack
  'SG\\.[\\w-]{16,}\\.[\\w-]{16,}|(?:AC|SK)[0-9a-f]{32}|key-[0-9a-f]{32}', // SendGrid, Twilio, Mailgun
  'sk-[\\w-]{20,}', // OpenAI, Anthropic
  'shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}|sq0[a-z]{3}-[\\w-]{22,}', // Shopify, Square
  'do[opr]_v1_[0-9a-f]{32,}|HRKU-[\\w-]{20,}', // DigitalOcean, Heroku
  'npm_[A-Za-z0-9]{36}|rubygems_[0-9a-f]{48}|pypi-[\\w-]{16,}', // package registries
];

/** None looks back over what it has passed: targets of tens of thousands of bytes are not rare in hostile traffic. */
const patterns: readonly Pattern[] = [
  {
    sort: 'private key or certificate',
    expression: /-----BEGIN [A-Z0-9 ]+-----(?:.*?-----END [A-Z0-9 ]+-----|.*)/gs,
  },
  { sort: 'JSON Web Token', expression: /(?<![\w-])eyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*)*/g },
  { sort: 'API key', expression: new RegExp(issuedKeys.join('|'), 'g') },
  { sort: 'credentials in a URL', expression: /\/\/(?<secret>[^\s/?#:@]*:[^\s/?#@]+)@/dg },
  { sort: 'credentials', expression: /\b(?:Bearer|Basic)\s+(?<secret>[\w.~+/=-]{8,})/dgi },
  { sort: 'card number', expression: /(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)/g, isSecret: isCardNumber },
  {
    sort: 'e-mail address',
    // Not `logo@2x.png`.
    expression:
      /(?<![\w.+'\x80-\xff-])[\w.+'\x80-\xff-]+@(?:[A-Za-z0-9\x80-\xff-]+\.)+(?!(?:png|jpe?g|gif|svg|webp|avif|css|js)\b)[A-Za-z\x80-\xff][A-Za-z0-9\x80-\xff-]+/gi,
  },
  { sort: 'random-looking text', expression: /[A-Za-z0-9+/_-]{20,}={0,2}/g, isSecret: looksRandom },
  {
    sort: 'secret-looking name',
    // `password: "…"` as GraphQL and logs of objects have it
    expression: /(?<![\w.-])(?<name>[\w.-]+)["']?\s*[:=]\s*(?<quote>["'])(?<secret>[^"']+)\k<quote>/dg,
    isSecret: isNamedSecret,
  },
  {
    sort: 'secret-looking name',
    expression: /<(?<name>[\w:.-]+)[^<>]*>(?<secret>[^<>]+)<\//dg,
    isSecret: isNamedSecret,
  },
];

function isNamedSecret(found: string, name: string): boolean {
  return isSecretName(name) && !isNoSecret(found);
}

/** Everything in a text, as it is said and not as it is escaped, that looks like a secret, in order and apart. */
export function findSecrets(said: string): FoundSecret[] {
  if (said.length < shortestSecret) return [];
  const found: FoundSecret[] = [];
  for (const { sort, expression, isSecret } of patterns) {
    for (const match of said.matchAll(expression)) {
      const [start, end] = match.indices?.groups?.secret ?? [match.index, match.index + match[0].length];
      const isNew = found.every((other) => end <= other.start || start >= other.end);
      if (isNew && (isSecret?.(said.slice(start, end), match.groups?.name ?? '') ?? true))
        found.push({ start, end, sort });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}
