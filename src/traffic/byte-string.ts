/**
 * A byte string is a JavaScript string of which every character, 0x00 to 0xFF, stands for one byte.
 * Requests are kept this way so that no URL or text encoder can change what goes over the wire.
 */

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\',
  r: '\r',
  n: '\n',
  t: '\t',
  // What would stand for a value, as in `${NAME}` and `{name}`.
  $: '$',
  '{': '{',
};

/**
 * Reads text as people write it in a scenario: `\xHH` is one byte, `\r` `\n` `\t` `\\` as usual, `\$` and `\{` are
 * themselves, other characters become their UTF-8 bytes. Throws `SyntaxError` at any other backslash.
 */
export function readBytes(text: string): string {
  return text.replaceAll(/\\x([0-9a-fA-F]{2})|\\(.?)|[^\\]+/gsu, (plain, hex?: string, letter?: string) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (letter === undefined) return utf8Bytes(plain);
    const byte = escapes[letter];
    if (byte === undefined) throw new SyntaxError(`"${plain}" is no escape; write \\\\ for a backslash`);
    return byte;
  });
}

/** The inverse of `readBytes`: printable ASCII, everything else as `\xHH`. */
export function showBytes(bytes: string): string {
  return bytes.replaceAll(/[^\x20-\x7e]|\\/g, (byte) =>
    byte === '\\' ? '\\\\' : `\\x${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

export const utf8Bytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** Whether a request target is a path with an optional query that RFC 3986 allows (sections 3.3 and 3.4). */
export function isWellFormedTarget(target: string): boolean {
  return /^\/(?:[\w\-.~!$&'()*+,;=:@/]|%[0-9a-f]{2})*(?:\?(?:[\w\-.~!$&'()*+,;=:@/?]|%[0-9a-f]{2})*)?$/i.test(
    target,
  );
}
