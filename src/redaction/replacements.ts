import { createHmac, randomBytes } from 'node:crypto';
import { mapLiterals } from '../traffic/placeholder.ts';

/** Without zero, so that numbers stay numbers. */
const digits = '123456789';
const lowerCase = 'abcdefghijklmnopqrstuvwxyz';
const upperCase = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** An ASCII letter or digit, a well-formed UTF-8 sequence of bytes (RFC 3629), or a character that is no byte. */
const replaceable =
  /[0-9A-Za-z]|[\xc2-\xdf][\x80-\xbf]|(?:\xe0[\xa0-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]|\xed[\x80-\x9f])[\x80-\xbf]|(?:\xf0[\x90-\xbf]|[\xf1-\xf3][\x80-\xbf]|\xf4[\x80-\x8f])[\x80-\xbf]{2}|[\u0100-\uffff]/g;

/** Shorter ones stand in a text by chance. */
const shortestCovering = 6;

/**
 * Stand-ins for secrets: as long, of the same classes of characters, with punctuation and malformed bytes left where
 * they are. The same secret has the same stand-in; no character of it but those is kept. The key is random, so that
 * stand-ins tell nothing about secrets.
 */
export class Replacements {
  readonly #key: Uint8Array;
  readonly #bySecret = new Map<string, string>();
  readonly #issued = new Set<string>();

  constructor(key: Uint8Array = randomBytes(32)) {
    this.#key = key;
  }

  /** The stand-in for `secret`; a stand-in stands for itself, and so does what is filled in only when it is sent. */
  of(secret: string): string {
    return mapLiterals(secret, (literal) => this.#ofLiteral(literal));
  }

  #ofLiteral(secret: string): string {
    const known = this.#bySecret.get(secret);
    if (known !== undefined) return known;
    if (this.isIssued(secret)) return secret;
    const bytes = this.#bytesFor(secret);
    const isHex = /^[0-9a-f]+$/i.test(secret);
    const replacement = secret.replaceAll(replaceable, (found) => standIn(found, isHex, bytes));
    this.#bySecret.set(secret, replacement);
    this.#issued.add(replacement);
    return replacement;
  }

  /** Whether a text is nothing but stand-ins and punctuation. */
  isIssued(text: string): boolean {
    if (this.#issued.has(text)) return true;
    let rest = text;
    for (const issued of this.#issued) {
      if (issued.length >= shortestCovering && rest.includes(issued)) rest = rest.replaceAll(issued, '');
    }
    return rest !== text && rest.search(replaceable) === -1;
  }

  /** Whether this very text was found to be a secret elsewhere, and is none that occurs by chance. */
  isKnown(text: string): boolean {
    return text.length >= 8 && /\d/.test(text) && /[A-Za-z]/.test(text) && this.#bySecret.has(text);
  }

  *#bytesFor(secret: string): Generator<number, never> {
    for (let block = 0; ; block += 1) {
      yield* createHmac('sha256', this.#key).update(`${block}:${secret}`, 'utf16le').digest();
    }
  }
}

function standIn(found: string, isHex: boolean, bytes: Iterator<number, never>): string {
  const pick = (from: string) => from.charAt(bytes.next().value % from.length);
  const another = (from: string) => pick(from.replace(found, ''));
  if (/\d/.test(found)) return another(digits);
  if (lowerCase.includes(found)) return another(isHex ? lowerCase.slice(0, 6) : lowerCase);
  if (upperCase.includes(found)) return another(isHex ? upperCase.slice(0, 6) : upperCase);
  const continuation = () => String.fromCharCode(0x80 + (bytes.next().value % 0x40));
  // Letters of as many bytes: à to ß, CJK, and CJK outside the basic plane.
  if (found.length === 2) return `\xc3${String.fromCharCode(0xa0 + (bytes.next().value % 0x17))}`;
  if (found.length === 3)
    return `\xe4${String.fromCharCode(0xb8 + (bytes.next().value % 8))}${continuation()}`;
  if (found.length === 4) return `\xf0\xa0${continuation()}${continuation()}`;
  return String.fromCharCode(0x4e00 + bytes.next().value);
}
