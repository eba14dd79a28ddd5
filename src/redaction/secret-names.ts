import { looksLikeCode } from './randomness.ts';

/** Anywhere in a name, whatever its spelling: `userPassword`, `X-CSRF-Token`, `api_key`. */
const stems = new RegExp(
  [
    'passw|passphrase|passcode|secret|token(?!i[sz])|credential|crypt|certificate|bearer|signature|mnemonic',
    '(?:api|access|auth|private|license|shared|signing)key|session|sessid|authoriz|authentic|oauth|saml|relaystate|assertion',
    'csrf|xsrf|captcha|turnstile|verifier|recovery|backupcode|securityanswer',
    'email|telephone|username|(?:first|last|full|family|given)name|birth|passport|socialsecurity|taxid',
    'creditcard|cardn|ccn|(?:account|routing)n',
  ].join('|'),
);

/** Only as a whole word of a name: `auth` but not `author`, `pin` but not `shipping`. */
const words = new Set(
  (
    'auth card cc cookie cvc cvv dob hmac iban jwt login mail mfa mobile otp pass phone pin pwd salt sid ' +
    'sig ssn surname tan tel totp'
  ).split(' '),
);

/** These name secrets and harmless things alike, `state=open` and what OAuth sends, so that the value decides. */
const doubtfulWords =
  /^(?:accept|activat\w+|challenge|code|confirm\w*|fingerprint|hash|invit\w+|key|magic|nonce|reset|seed|shared?|state|ticket|unlock|unsubscribe|verif\w+)$/;

/** Whether the name of a parameter, field or header says that its value is for few eyes. */
export function isSecretName(name: string): boolean {
  const spelt = wordsOf(name);
  return stems.test(spelt.join('')) || spelt.some((word) => words.has(word));
}

/** Whether a value is secret, going by what it is called. */
export function isNamedSecret(value: string, name: string): boolean {
  if (isNoSecret(value)) return false;
  return isSecretName(name) || (isDoubtfulName(name) && isCodeOrNumber(value));
}

/** Whether a segment of a path is secret, going by the one before it. Numbers are ids there: `/sessions/42`. */
export function isSecretSegment(segment: string, previous: string): boolean {
  return looksLikeCode(segment) && (isSecretName(previous) || isDoubtfulName(previous));
}

/** Whether a value is too short, or too common a word, to be worth hiding. */
export function isNoSecret(value: string): boolean {
  return value.length < 3 || /^(?:true|false|null|none|undefined)$/i.test(value);
}

const isDoubtfulName = (name: string): boolean => wordsOf(name).some((word) => doubtfulWords.test(word));

/** Codes that are sent by message have digits alone, and a year has fewer. */
const isCodeOrNumber = (value: string): boolean => looksLikeCode(value) || /^\d{6,}$/.test(value);

const wordsOf = (name: string): string[] =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
