/** biome-ignore-all lint/suspicious/noTemplateCurlyInString: values are written so in scenarios */
import { describe, expect, it } from 'vitest';
import {
  filledRequest,
  hasPlaceholder,
  namesIn,
  type Place,
  placeholder,
  withNames,
} from '../../src/traffic/placeholder.ts';

const filledAt = (place: Place, value: string): string | undefined => {
  const filled = filledRequest({ raw: `<${placeholder(place, 'it')}>` }, () => value);
  return 'raw' in filled ? filled.raw : undefined;
};

describe('a value', () => {
  it.each<[Place, string, string]>([
    ['body', 'a b\r\n"&+', '<a b\r\n"&+>'],
    ['target', '/a b\r\n?c=%20+\xe9', '</a%20b%0D%0A?c=%20+\xe9>'],
    ['header', 'a b\r\nX: 1\xe9', '<a b%0D%0AX: 1\xe9>'],
    ['form', 'a b+/=&\xe9', '<a%20b%2B%2F%3D%26%E9>'],
    ['json', 'a"\\\n\xe9', '<a\\"\\\\\\n\xe9>'],
  ])('is written in a %s as it must be there: %j', (place, value, written) => {
    expect(filledAt(place, value)).toBe(written);
  });

  it('is found by its name in every part of a request', () => {
    const request = {
      method: 'POST',
      target: `/${placeholder('target', 'id')}`,
      headers: [['X', placeholder('header', '$KEY')]] as const,
      body: placeholder('form', 'token'),
    };
    expect(namesIn(request)).toEqual(['id', '$KEY', 'token']);
    expect(filledRequest(request, (name) => name.length.toString())).toEqual({
      method: 'POST',
      target: '/2',
      headers: [['X', '4']],
      body: '5',
    });
  });

  it('is shown by its name', () => {
    const text = `/a/${placeholder('target', 'id')}?k=${placeholder('target', '$KEY')}&n=${placeholder('target', 'n')}.`;
    expect(withNames(text)).toBe('/a/{id}?k=${KEY}&n={n}.');
    expect(hasPlaceholder(withNames(text))).toBe(false);
  });
});

it('is the same request when nothing in it varies', () => {
  const request = { raw: 'GET /{id} HTTP/1.1\r\n\r\n' };
  expect(filledRequest(request, () => 'x')).toBe(request);
});
