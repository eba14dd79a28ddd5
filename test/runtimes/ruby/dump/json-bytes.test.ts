import fc from 'fast-check';
import { expect, it } from 'vitest';
import { endOfValue, malformed } from '../../../../src/runtimes/ruby/dump/json-bytes.ts';

/** Where `JSON.parse` finds the end: after all of `text`, or nowhere. */
function endByParser(text: string): number {
  try {
    JSON.parse(text);
    return text.length;
  } catch {
    return malformed;
  }
}

/** The end of the value that is all of a line, or `malformed` where more or less than a value stands there. */
function endInBytes(text: string): number {
  const bytes = Buffer.from(`${text}\n`, 'latin1');
  const end = endOfValue(bytes, 0);
  return end === text.length ? end : malformed;
}

const textOf = (...pieces: readonly string[]) =>
  fc.array(fc.constantFrom(...pieces), { maxLength: 9 }).map((parts) => parts.join(''));

const sorts: Record<string, fc.Arbitrary<string>> = {
  numbers: textOf('0', '1', '9', '.', 'e', 'E', '+', '-'),
  strings: textOf(
    'a',
    '\\',
    '\\"',
    '\\n',
    '\\u00e9',
    '\\u',
    '0',
    'aF',
    'g',
    '\t',
    '\x7f',
    '\xe9',
    '\x1f',
  ).map((text) => `"${text}"`),
  words: textOf('true', 'false', 'null', 'tru', 'e', 'nul', ' '),
  structures: textOf('{', '}', '[', ']', ',', ':', ' ', '"a"', '1', '"a":1', '[]', '{}', '\r', '\t'),
  values: fc.jsonValue().map((value) => JSON.stringify(value).replace(/[^\0-\xff]/g, '?')),
};

it.each(Object.entries(sorts))('finds the end of %s where JSON.parse does', (_, texts) => {
  fc.assert(
    fc.property(texts, (text) => {
      // A value begins with no space: that is for the caller to skip.
      fc.pre(text === text.trim());
      expect(endInBytes(text)).toBe(endByParser(text));
    }),
    { numRuns: 3000 },
  );
});

it('stops at the newline of a value that is cut short', () => {
  const whole = '{"a\\u00e9":[true,false,null,-1.5e+3,"\\\\"],"b":{}}';
  for (let length = 1; length < whole.length; length++) {
    const bytes = Buffer.from(`${whole.slice(0, length)}\n${whole.slice(length)}`);
    expect(endOfValue(bytes, 0)).toBe(malformed);
  }
});

it('gives up on a value nested deeper than any in a dump', () => {
  const nested = (depth: number) => Buffer.from(`${'['.repeat(depth)}${']'.repeat(depth)}\n`);
  expect(endOfValue(nested(60), 0)).toBe(120);
  expect(endOfValue(nested(1_000_000), 0)).toBe(malformed);
});
