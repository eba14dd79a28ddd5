import fc from 'fast-check';

const lower = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';
const upper = lower.toUpperCase();
const base62 = lower + upper + digits;
const hex = `${digits}abcdef`;

/** Every character as likely as the others, as those who issue secrets draw them. */
const drawn = (alphabet: string, length: number): fc.Arbitrary<string> =>
  fc.noBias(
    fc
      .array(fc.constantFrom(...alphabet), { minLength: length, maxLength: length })
      .map((characters) => characters.join('')),
  );

const prefixed = (prefix: string, alphabet: string, length: number): fc.Arbitrary<string> =>
  drawn(alphabet, length).map((rest) => prefix + rest);

/** What services issue, as they document it. */
const issued: fc.Arbitrary<string> = fc.oneof(
  prefixed('sk_test_51', base62, 97),
  prefixed('rk_live_', base62, 24),
  prefixed('xoxb-123456789012-1234567890123-', base62, 24),
  prefixed('hooks.slack.com/services/T0ABC1DEF/B0ABC1DEF23/', base62, 24),
  prefixed('github_pat_', base62, 22),
  prefixed('glpat-', `${base62}-_`, 20),
  prefixed('npm_', base62, 36),
  prefixed('pypi-AgEIcHlwaS5vcmc', `${base62}-_`, 60),
  prefixed('AC', hex, 32),
  fc.tuple(drawn(`${base62}-_`, 22), drawn(`${base62}-_`, 43)).map(([id, key]) => `SG.${id}.${key}`),
  prefixed('key-', hex, 32),
  prefixed('GOCSPX-', `${base62}-_`, 28),
  prefixed('4/0A', `${base62}-_`, 60),
  prefixed('sk-ant-api03-', `${base62}-_`, 93),
  prefixed('shpat_', hex, 32),
  prefixed('dop_v1_', hex, 64),
  prefixed('rubygems_', hex, 48),
  prefixed('access-sandbox-24f04f68-7855-4187-a07a-', hex, 12),
  prefixed('AKIA'.toLowerCase(), `234567${lower}`, 32),
);

/** What web frameworks put into links and cookies. */
const framework: fc.Arbitrary<string> = fc.oneof(
  // Devise, has_secure_token, SecureRandom.base36, PHP's session ids
  drawn(`${base62}-_`, 24),
  drawn(base62, 24),
  drawn(lower + digits, 32),
  drawn(upper + digits, 32),
  // A signed message of Rails: data, two dashes, digest
  fc.tuple(drawn(base62, 32), drawn(hex, 40)).map(([data, digest]) => `${data}--${digest}`),
  drawn(base62, 20).map((name) => Buffer.from(`${name}@shop.example`).toString('base64url')),
);

/** What tells of persons, and is known by its check digits or its look. */
const personal: fc.Arbitrary<string> = fc.oneof(
  drawn(digits, 18).map((number) => ibanOf('DE', number)),
  drawn(digits, 14).map((number) => ibanOf('GB', `NWBK${number}`).replaceAll(/(.{4})(?=.)/g, '$1 ')),
  prefixed('+49 151 ', digits, 8),
  drawn(digits, 7).map((number) => `+1 (415) ${number.slice(0, 3)}-${number.slice(3)}`),
  drawn(digits, 9).map((number) => number.replace(/(...)(..)(....)/, '$1-$2-$3')),
);

/** Every sort of secret that is known by its look, drawn at random. */
export const secret: fc.Arbitrary<string> = fc.oneof(
  issued,
  framework,
  personal,
  fc
    .tuple(drawn(base62, 20), drawn(`${base62}-_`, 30), drawn(`${base62}-_`, 43))
    .map(([head, payload, signature]) => `eyJ${head}.eyJ${payload}.${signature}`),
  drawn(base62, 64).map((key) => `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----`),
  drawn(upper + digits, 16).map((key) => `AKIA${key}`),
  drawn(base62, 36).map((key) => `ghp_${key}`),
  drawn(base62, 24).map((key) => `sk_live_${key}`),
  drawn(`${base62}-_`, 35).map((key) => `AIza${key}`),
  drawn(hex, 40),
  drawn(hex, 64),
  drawn(`${base62}+/`, 43).map((key) => `${key}=`),
  drawn(digits, 15).map((number) => withLuhnDigit(`4${number.slice(1)}`)),
  drawn(digits, 15).map((number) => withLuhnDigit(`5${number.slice(1)}`).replace(/(.{4})(?=.)/g, '$1 ')),
  fc.tuple(drawn(lower + digits, 9), drawn(lower, 8)).map(([name, domain]) => `${name}@${domain}.example`),
);

/** Secrets that only their name gives away. */
export const namedSecret: fc.Arbitrary<string> = drawn(base62, 12);

export const secretName: fc.Arbitrary<string> = fc.constantFrom(
  'password',
  'user[password]',
  'accessToken',
  'api_key',
  'client_secret',
  'X-Session-Id',
  'otp',
  'reset_password_token',
  'X-Amz-Signature',
  'sig',
  'oauth_verifier',
  'SAMLResponse',
  'PHPSESSID',
  'g-recaptcha-response',
  'security_answer',
);

/** Secrets under names that harmless things have too. */
export const doubtfulSecret: fc.Arbitrary<string> = fc.oneof(
  drawn(hex, 20).map((text) => `${text}7f`),
  drawn(digits, 10),
);

export const doubtfulName: fc.Arbitrary<string> = fc.constantFrom('code', 'state', 'nonce', 'hash', 'ticket');

function withLuhnDigit(number: string): string {
  for (const digit of digits) {
    const sum = [...(number + digit)]
      .reverse()
      .map((character, index) => Number(character) * (index % 2 === 1 ? 2 : 1))
      .reduce((total, value) => total + (value > 9 ? value - 9 : value), 0);
    if (sum % 10 === 0) return number + digit;
  }
  throw new Error('one of ten digits fits');
}

/** An account number with its check digits (ISO 13616): what makes the whole one more than a multiple of 97. */
function ibanOf(country: string, account: string): string {
  const asDigits = (text: string) =>
    text.replaceAll(/[A-Z]/g, (letter) => String(Number.parseInt(letter, 36)));
  const rest = Number(BigInt(asDigits(`${account}${country}00`)) % 97n);
  return `${country}${String(98 - rest).padStart(2, '0')}${account}`;
}
