import { looksRandom } from './randomness.ts';
import { isNamedSecret } from './secret-names.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** Shorter ones stand in a text by chance. */
const shortest = 6;
/** A plain word such as `postgres` or `password` is what test databases have, and stands in names of classes and files. */
const longestWord = 11;
const mask = '***';

/**
 * Values that a job keeps to itself, none of which may be shown: those of variables whose names say so, and the
 * passwords in URLs that others hold, such as `DATABASE_URL`.
 */
export class JobSecrets {
  /** As they may stand in a text, the longest first: one may be part of another. */
  #spellings: readonly string[] = [];

  constructor(environment: Variables = {}) {
    this.addNamed(environment);
  }

  /** What is secret among variables, going by their names and by what their values look like. */
  addNamed(variables: Variables): void {
    const values = Object.entries(variables).flatMap(([name, value = '']) =>
      holdsSecret(name, value) ? [value] : passwordsIn(value),
    );
    this.add(values);
  }

  /** Values that are secret whatever they are called. */
  add(values: Iterable<string>): void {
    const spellings = new Set(this.#spellings);
    for (const value of [...values].flatMap(withItsLines)) {
      if (isWorthHiding(value)) for (const spelling of spellingsOf(value)) spellings.add(spelling);
    }
    this.#spellings = [...spellings].sort((a, b) => b.length - a.length);
  }

  /** Every way in which one of them may be written, as UTF-8. */
  get spellings(): readonly string[] {
    return this.#spellings;
  }

  /** The text with each of them masked, however it is written there. */
  hide(text: string): string {
    let hidden = text;
    for (const spelling of this.#spellings) {
      if (hidden.includes(spelling)) hidden = hidden.replaceAll(spelling, mask);
    }
    return hidden;
  }
}

/** Of Bundler, `BUNDLE_GEMS__EXAMPLE__COM` holds credentials for gems.example.com. */
const namesRegistry = /^BUNDLE_(?!BUILD__|LOCAL__|MIRROR__)\w+__\w+/;
const namesKey = /_(?:KEY|AUTH|CREDENTIALS?|PASSPHRASE)$/i;

function holdsSecret(name: string, value: string): boolean {
  return namesRegistry.test(name) || namesKey.test(name) || isNamedSecret(value, name);
}

const passwordsIn = (value: string): string[] =>
  [...value.matchAll(/\/\/[^\s/?#:@]*:([^\s/?#@]+)@/g)].map(([, password = '']) => password);

/** A key of many lines may be shown line by line. */
const withItsLines = (value: string): string[] => [value, ...value.split(/\r?\n/)].map((text) => text.trim());

const isWorthHiding = (value: string): boolean =>
  value.length >= shortest && !(value.length <= longestWord && /^[a-z]+$/i.test(value)) && !isPath(value);

/** Such as that in `SSH_AUTH_SOCK`: where something lies is no secret. */
const isPath = (value: string): boolean =>
  /^\/[\w./-]*$/.test(value) && value.split('/').length > 2 && !looksRandom(value);

/** Itself, and as URLs, JSON and what is handed over in base64 have it. */
function spellingsOf(value: string): string[] {
  const encoded = encodeURIComponent(value.toWellFormed());
  const base64 = Buffer.from(value).toString('base64').replace(/=+$/, '');
  return [value, encoded, JSON.stringify(value).slice(1, -1), base64];
}
