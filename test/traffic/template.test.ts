/** biome-ignore-all lint/suspicious/noTemplateCurlyInString: values are written so in scenarios */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8Bytes } from '../../src/traffic/byte-string.ts';
import { withNames } from '../../src/traffic/placeholder.ts';
import { TemplateReader, writtenBytes, writtenText } from '../../src/traffic/template.ts';

const unknown: string[] = [];
const reader = new TemplateReader(
  (name) => name === 'n' || name === 'token',
  (name) => unknown.push(name),
);
const shownPlaces = (read: string): string =>
  withNames(read.replaceAll(/\u{FDD0}(\w+):/gu, '$1→\u{FDD0}body:'));

describe('a text with values', () => {
  it.each([
    ['/a?k=${KEY}&n={n}&t={token}', '/a?k=target→${KEY}&n=target→{n}&t=target→{token}'],
    ['/p/{id}/${}/${1}/{ n }', '/p/{id}/${}/${1}/{ n }'],
    ['/\\${KEY}/\\{n}/\\x7Bn}', '/${KEY}/{n}/{n}'],
    ['/\\\\${KEY}', '/\\target→${KEY}'],
  ])('is read in a target: %j', (text, read) => {
    expect(shownPlaces(reader.bytes(text, 'target'))).toBe(read);
  });

  it.each([
    ['a\\b ${KEY} é', 'a\\b header→${KEY} \xc3\xa9'],
    ['\\${KEY} \\{n} \\{id} \\\\{n}', '${KEY} {n} {id} \\{n}'],
  ])('is read in a header, where a backslash marks nothing else: %j', (text, read) => {
    expect(shownPlaces(reader.text(text, 'header'))).toBe(read);
  });

  it('is read in the values of a form', () => {
    expect(shownPlaces(reader.form({ 'a b': '1 {n}&', c: '{id}' }))).toBe('a+b=1+form→{n}%26&c=%7Bid%7D');
  });

  it('is read in the strings of JSON', () => {
    const value = { '{n}': ['"{token}"', 1, null, true, { b: 'é' }] };
    expect(shownPlaces(reader.json(value))).toBe(
      '{"{n}":["\\"json→{token}\\"",1,null,true,{"b":"\xc3\xa9"}]}',
    );
  });

  it('tells of names in braces that stand for nothing', () => {
    unknown.length = 0;
    reader.bytes('/{id}/\\{no}/{n}', 'target');
    expect(unknown).toEqual(['id']);
  });
});

/** Texts in which the marks of values come up often. */
const marked = fc.array(fc.constantFrom('{', '}', '$', '\\', 'n', 'id', '${A}', '{n}', ' ', 'é'), {
  maxLength: 12,
});

describe('what is written', () => {
  it('as bytes is read back literally', () => {
    fc.assert(
      fc.property(marked, (parts) => {
        const bytes = utf8Bytes(parts.join(''));
        expect(reader.bytes(writtenBytes(bytes), 'target')).toBe(bytes);
      }),
    );
  });

  it('as text is read back literally', () => {
    fc.assert(
      fc.property(marked, (parts) => {
        const text = parts.join('');
        expect(reader.text(writtenText(text), 'body')).toBe(utf8Bytes(text));
      }),
    );
  });

  it('keeps values', () => {
    const read = reader.bytes('/\\{n}/{n}/${KEY}', 'target');
    expect(writtenBytes(read)).toBe('/\\{n}/{n}/${KEY}');
  });
});
