import { describe, expect, it } from 'vitest';
import { isWellFormedTarget } from '../../../src/traffic/byte-string.ts';
import { readHostileSet } from '../../../src/traffic/hostile/hostile-set.ts';
import { withHostileVariants } from '../../../src/traffic/hostile/variants.ts';
import { newKind } from '../../../src/traffic/kind.ts';
import { requestTarget } from '../../../src/traffic/request-bytes.ts';
import type { Kind, Plan, Scenario } from '../../../src/traffic/scenario.ts';
import { get } from '../kinds.ts';

const set = await readHostileSet();

const scenarioOf = (kinds: readonly Kind[], hostile: Plan['hostile'] = true): Scenario => ({
  name: 'any',
  kinds,
  plan: { lanes: 'auto', end: [], hostile },
});

const variantsOf = (kinds: readonly Kind[], hostile?: Plan['hostile']): readonly Kind[] =>
  withHostileVariants(scenarioOf(kinds, hostile), set).kinds.slice(kinds.length);

const targetsOf = (kinds: readonly Kind[]): string[] => kinds.map(({ request }) => requestTarget(request));

/** The names of entries: what follows the last slash of an id. */
const namesOf = (kinds: readonly Kind[]): string[] =>
  kinds.map(({ id }) => id.slice(id.lastIndexOf('/') + 1));

const post = (id: string, type: string, body: string): Kind =>
  newKind(id, { method: 'POST', target: `/${id}`, headers: [['Content-Type', type]], body });

const shop = [
  get('/', { id: 'home' }),
  get('/products?page=2', { id: 'list' }),
  get('/products/7', { id: 'product' }),
  get('/search?q=tea', { id: 'search' }),
];

describe('hostile variants', () => {
  it('are 32 by default, each another request than those that are there', () => {
    for (const kinds of [[get('/')], shop, [...shop, get('/products/[x')]]) {
      const variants = variantsOf(kinds);
      expect(variants).toHaveLength(32);
      const all = [...kinds, ...variants].map(({ request, leaves }) => JSON.stringify([request, leaves]));
      expect(new Set(all).size).toBe(all.length);
    }
  });

  it('are of every family by default, however much was recorded', () => {
    const many = Array.from({ length: 40 }, (_, number) => get(`/folder-${number}/page?key=1`));
    for (const kinds of [[get('/')], shop, many]) {
      const names = namesOf(variantsOf(kinds));
      for (const family of set)
        expect(family.map(({ name }) => name)).toContainEqual(expect.toBeOneOf(names));
    }
  });

  it('put a segment that URI libraries refuse into up to eight folders of the recorded paths', () => {
    expect(targetsOf(variantsOf(shop)).slice(0, 8)).toEqual([
      '/[x',
      '/products/[x',
      '/search/[x',
      '/a|b',
      '/products/a|b',
      '/search/a|b',
      '/%zz',
      '/products/%zz',
    ]);
    const many = Array.from({ length: 40 }, (_, number) => get(`/folder-${number}/page`));
    const first = targetsOf(variantsOf(many)).slice(0, 8);
    expect(first).toEqual(Array.from({ length: 8 }, (_, number) => `/folder-${number}/[x`));
  });

  it('spread over the recorded requests', () => {
    const many = Array.from({ length: 10 }, (_, number) => get(`/page-${number}`, { id: `${number}` }));
    const sources = new Set(variantsOf(many, 'all').map(({ id }) => id.split('/')[0]));
    expect(sources.size).toBe(many.length);
  });

  it('are the same in every run of a scenario, whatever else it holds', () => {
    expect(variantsOf(shop)).toEqual(variantsOf(shop));
    const more = [...shop, post('orders', 'text/plain', 'x'), get('/[', { id: 'bad' })];
    expect(variantsOf(more)).toEqual(variantsOf(shop));
  });

  it('damage parameters of requests that have some', () => {
    const clashes = targetsOf(variantsOf(shop, 'all')).filter((target) => target.includes('=1&'));
    expect(clashes).toContainEqual(expect.stringMatching(/^\/(products\?page=1&page|search\?q=1&q)\[a\]=2$/));
  });

  it('damage bodies where a body of that type was recorded, and else send them with GET', () => {
    const order = post('orders', 'application/json', '{"tea":"Assam"}');
    const cut = (kinds: readonly Kind[]) =>
      variantsOf(kinds, 'all').find(({ id }) => id.endsWith('/json-cut'));
    expect(cut([...shop, order])?.request).toMatchObject({
      method: 'POST',
      target: '/orders',
      body: '{"tea":',
    });
    const form = post('orders', 'application/x-www-form-urlencoded', 'tea=1');
    expect(cut([...shop, form])?.request).toMatchObject({ method: 'GET', body: expect.any(String) });
  });

  it('change nothing of requests that may change data, but a body that was recorded', () => {
    const remove = newKind('remove', { method: 'DELETE', target: '/x', headers: [], body: undefined });
    const order = post('orders', 'application/json', '{"tea":"Assam"}');
    expect(variantsOf([remove])).toEqual([]);
    const ids = variantsOf([...shop, remove, order], 200).map(({ id }) => id);
    expect(ids.filter((id) => id.startsWith('remove/'))).toEqual([]);
    expect(ids.filter((id) => id.startsWith('orders/')).every((id) => /json|leaves-request/.test(id))).toBe(
      true,
    );
  });

  it('come from ordinary requests alone, and only where the plan asks for them', () => {
    const raw: Kind = { ...get('/raw', { hostile: false }), request: { raw: 'GET /raw HTTP/1.1\r\n\r\n' } };
    expect(variantsOf([raw, get('/p/[x')])).toEqual([]);
    const without = scenarioOf(shop, false);
    expect(withHostileVariants(without, set)).toBe(without);
  });

  it('are as many as the plan says, further requests being changed when the set has been used up', () => {
    expect(variantsOf(shop, 5)).toEqual(variantsOf(shop).slice(0, 5));
    const entries = set.flat().length;
    const once = variantsOf(shop, 'all');
    expect(new Set(namesOf(once)).size).toBe(entries);
    expect(variantsOf(shop, 2 * entries)).toHaveLength(2 * entries);
  });

  it('are hostile, with ids of their own and labels that tell what is wrong', () => {
    const kinds = [...shop, ...variantsOf(shop, 'all')];
    expect(new Set(kinds.map(({ id }) => id)).size).toBe(kinds.length);
    expect(new Set(kinds.map(({ label }) => label)).size).toBe(kinds.length);
    expect(Math.max(...kinds.map(({ label }) => label.length))).toBeLessThan(100);
    for (const kind of kinds.slice(shop.length)) {
      const told = !isWellFormedTarget(requestTarget(kind.request)) || /\?.|\(|\/\/|%|#|\*/.test(kind.label);
      expect([kind.label, kind.hostile, told]).toEqual([kind.label, true, true]);
    }
  });

  it('send the cookies of the session that they are derived from, and capture nothing', () => {
    const session = { name: 'shop', cookies: true };
    const capture = { name: 'csrf', from: 'html', at: 'token' } as const;
    const variants = variantsOf([get('/account', { session, captures: [capture] })]);
    for (const variant of variants) {
      expect(variant.session).toEqual(session);
      expect(variant.captures).toBeUndefined();
    }
  });

  it('have a connection of their own when they leave', () => {
    const leaving = variantsOf(shop, 'all').filter(({ leaves }) => leaves);
    expect(leaving.map(({ leaves, connection }) => [leaves, connection])).toEqual([
      ['in answer', 'fresh'],
      ['in request', 'fresh'],
    ]);
  });
});
