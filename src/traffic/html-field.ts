import { utf8Bytes } from './byte-string.ts';

/**
 * The value of the first form field, or the content of the first meta tag, of a name: where pages carry the token that
 * their forms must send. `html` and the result are byte strings.
 */
export function fieldValue(html: string, name: string): string | undefined {
  for (const [, tag = '', attributes = ''] of html.matchAll(
    /<(input|meta)\b((?:"[^"]*"|'[^']*'|[^>"'])*)>/gi,
  )) {
    if (attributeOf(attributes, 'name') !== utf8Bytes(name)) continue;
    const value = attributeOf(attributes, tag.toLowerCase() === 'meta' ? 'content' : 'value');
    if (value !== undefined) return value;
  }
  return undefined;
}

function attributeOf(attributes: string, wanted: string): string | undefined {
  for (const [, name = '', double, single, bare] of attributes.matchAll(
    /([^\s"'=<>/]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/g,
  )) {
    if (name.toLowerCase() === wanted) return unescaped(double ?? single ?? bare ?? '');
  }
  return undefined;
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Character references that templates write; others stay as they are. */
const unescaped = (text: string): string =>
  text.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi, (whole, decimal, hexadecimal, name) => {
    if (name !== undefined) return named[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal);
    return code <= 0x10ffff ? utf8Bytes(String.fromCodePoint(code)) : whole;
  });
