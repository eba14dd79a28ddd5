import { expect, it } from 'vitest';
import { CannotMeasure } from '../src/cannot-measure.ts';
import { readYaml } from '../src/yaml-text.ts';

it('gives what a YAML text says, aliases filled in', () => {
  expect(readYaml('a: &a { b: 1 }\nc: *a', 'x.yml')).toEqual({ a: { b: 1 }, c: { b: 1 } });
  expect(readYaml('', 'x.yml')).toBeNull();
});

it.each([
  ['a mistake', 'a: [', /at line 1, column \d+:?$/],
  ['an alias that has no anchor', 'a: *b', /Unresolved alias/],
  ['an alias that has no end', 'a: &a { b: *a }', /circular/],
  [
    'aliases that grow without measure',
    [
      'a: &a [1,1,1,1,1,1,1,1,1]',
      'b: &b [*a,*a,*a,*a,*a,*a,*a,*a]',
      'c: &c [*b,*b,*b,*b,*b,*b,*b,*b]',
      'd: [*c,*c,*c]',
    ].join('\n'),
    /alias count/,
  ],
])('says in one line what is wrong with %s', (_what, text, message) => {
  const read = () => readYaml(text, 'x.yml');
  expect(read).toThrow(CannotMeasure);
  expect(read).toThrow(/^x\.yml: [^\n]+$/);
  expect(read).toThrow(message);
});
