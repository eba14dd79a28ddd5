/** One character of a text and how it is written: `%41`, `\u0041` or `A` for an A. */
interface WrittenCharacter {
  readonly character: string;
  readonly written: string;
}

/** How characters are written in a part of a request. */
export type Notation = (written: string) => readonly WrittenCharacter[];

/** As it is. */
export const plain: Notation = (written) =>
  written.split('').map((character) => ({ character, written: character }));

/**
 * In a path: `%HH` is one byte. An escape that is none is a percent sign written with the one or two characters that
 * spoil it, so that it stays spoilt.
 */
export const percentEncoded: Notation = (written) =>
  Array.from(written.matchAll(/%([0-9a-f]{2})|%(?:[0-9a-f]?[^%])?|./gis), ([whole, hex]) => ({
    character: hex === undefined ? whole.charAt(0) : String.fromCharCode(Number.parseInt(hex, 16)),
    written: whole,
  }));

/** In a query and in a form, where `+` is a space too. */
export const formEncoded: Notation = (written) =>
  percentEncoded(written).map((one) => (one.written === '+' ? { ...one, character: ' ' } : one));

const jsonEscapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** Between the quotes of a string in JSON. */
export const jsonEscaped: Notation = (written) =>
  Array.from(written.matchAll(/\\u([0-9a-f]{4})|\\(.)|./gis), ([whole, hex, letter]) => ({
    character:
      hex === undefined
        ? letter === undefined
          ? whole
          : (jsonEscapes[letter] ?? letter)
        : String.fromCharCode(Number.parseInt(hex, 16)),
    written: whole,
  }));

/**
 * Changes what a text says and keeps how it is written: what was escaped stays escaped. `change` must answer as many
 * characters as it gets.
 */
export function rewritten(written: string, notation: Notation, change: (said: string) => string): string {
  const characters = notation(written);
  const said = characters.map(({ character }) => character).join('');
  const changed = change(said);
  if (changed === said) return written;
  return characters
    .map((one, index) => {
      const character = changed.charAt(index);
      return character === one.character ? one.written : likeWritten(character, one.written);
    })
    .join('');
}

function likeWritten(character: string, written: string): string {
  const hex = (digits: number, sample: string) => {
    const text = character.charCodeAt(0).toString(16).padStart(digits, '0');
    return /[A-F]/.test(sample) ? text.toUpperCase() : text;
  };
  if (/^%[0-9a-f]{2}$/i.test(written)) return `%${hex(2, written)}`;
  if (/^\\u/i.test(written)) return `\\u${hex(4, written.slice(2))}`;
  return character;
}
