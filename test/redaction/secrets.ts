import fc from 'fast-check';

const lower = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';
const base62 = lower + lower.toUpperCase() + digits;

const drawn = (alphabet: string, length: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...alphabet), { minLength: length, maxLength: length })
    .map((characters) => characters.join(''));

/** Every sort of secret that is known by its look, drawn at random. */
export const secret: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(drawn(base62, 20), drawn(`${base62}-_`, 30), drawn(`${base62}-_`, 43))
    .map(([head, payload, signature]) => `eyJ${head}.eyJ${payload}.${signature}`),
  drawn(base62, 64).map((key) => `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----`),
  drawn(lower.toUpperCase() + digits, 16).map((key) => `AKIA${key}`),
  drawn(base62, 36).map((key) => `ghp_${key}`),
  drawn(base62, 24).map((key) => `sk_live_${key}`),
  drawn(`${base62}-_`, 35).map((key) => `AIza${key}`),
  drawn('0123456789abcdef', 40),
  drawn('0123456789abcdef', 64),
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
);

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
