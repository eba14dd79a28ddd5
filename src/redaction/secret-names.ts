/** Anywhere in a name, whatever its spelling: `userPassword`, `X-CSRF-Token`, `api_key`. */
const stems =
  /passw|passphrase|passcode|secret|token|apikey|credential|crypt|certificate|session|authoriz|authentic|bearer|signature|csrf|xsrf|email|creditcard|cardn/;

/** Only as a whole word of a name: `auth` but not `author`, `pin` but not `shipping`. */
const words = new Set(
  'auth card cookie cvc cvv hmac iban jwt key mail otp pass phone pin pwd salt sid sig ssn tan'.split(' '),
);

/** Whether the name of a parameter, field or header says that its value is for few eyes. */
export function isSecretName(name: string): boolean {
  const spelt = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return stems.test(spelt.join('')) || spelt.some((word) => words.has(word));
}

/** Whether a value is too short, or too common a word, to be worth hiding. */
export function isNoSecret(value: string): boolean {
  return value.length < 3 || /^(?:true|false|null|none|undefined)$/i.test(value);
}
