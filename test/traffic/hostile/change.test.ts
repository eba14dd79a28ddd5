import { describe, expect, it } from 'vitest';
import { changedRequest, type PlainRequest, parentOf } from '../../../src/traffic/hostile/change.ts';

const get = (target: string): PlainRequest => ({ method: 'GET', target, headers: [], body: undefined });
const changedTarget = (recorded: string, target: string): string =>
  changedRequest(get(recorded), { headers: {}, target }).target;

const post = (type: string, body: string): PlainRequest => ({
  method: 'POST',
  target: '/orders?page=1',
  headers: [['content-type', `${type}; charset=utf-8`]],
  body,
});
const changedBody = (recorded: PlainRequest): string | undefined =>
  changedRequest(recorded, { headers: {}, body: '{key}' }).body;

describe('a change of a request', () => {
  it.each([
    ['/shop/p/7?page=2&x=1', '{parent}/[x', '/shop/p/[x'],
    ['/shop/p/7?page=2&x=1', '{path}?{key}=[x', '/shop/p/7?page=[x'],
    ['/shop/p/7', '{path}?{key}=1&{key}[a]=2', '/shop/p/7?q=1&q[a]=2'],
    ['/shop?a', 'http://x{target}', 'http://x/shop?a'],
    ['/shop', '{parent}/{a/*3}{[b]*2}', '/shop/a/a/a/[b][b]'],
    ['/shop', '{parent}/{x}', '/shop/{x}'],
    ['/p/{path}', '{path}/x', '/p/{path}/x'],
  ])('of %s by %s gives %s', (recorded, target, expected) => {
    expect(changedTarget(recorded, target)).toBe(expected);
  });

  it('puts members below a path of one segment, which is taken for a collection', () => {
    expect(['/products', '/products/7', '/', '//'].map((target) => parentOf(get(target)))).toEqual([
      '/products',
      '/products',
      '',
      '',
    ]);
  });

  it('puts headers in the place of those of the same name, or behind all others', () => {
    const request: PlainRequest = {
      ...get('/'),
      headers: [
        ['accept', 'text/html'],
        ['X-A', '1'],
        ['ACCEPT', '*/*'],
      ],
    };
    expect(changedRequest(request, { headers: { Accept: '{a*3}', Host: '[' } }).headers).toEqual([
      ['Accept', 'aaa'],
      ['X-A', '1'],
      ['Host', '['],
    ]);
  });

  it('names in a body the first parameter that was recorded', () => {
    expect(changedBody(post('application/json', '{"order":{"tea":1}}'))).toBe('order');
    expect(changedBody(post('application/x-www-form-urlencoded', 'tea=1&x=2'))).toBe('tea');
    expect(
      changedBody(post('multipart/form-data', '--X\r\nContent-Disposition: form-data; name="file"')),
    ).toBe('file');
    expect(changedBody(post('text/plain', 'tea=1'))).toBe('page');
    expect(changedBody(get('/'))).toBe('q');
  });
});
