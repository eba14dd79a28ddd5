import { describe, expect, it } from 'vitest';
import { isWellFormedTarget } from '../../src/traffic/byte-string.ts';
import { readHostileSet, withHostileVariants } from '../../src/traffic/hostile.ts';
import type { Kind, Scenario } from '../../src/traffic/scenario.ts';
import { get } from './kinds.ts';

const scenarioOf = (kinds: readonly Kind[], hostile = true): Scenario => ({
  name: 'any',
  kinds,
  plan: { lanes: 'auto', end: [], hostile },
});

async function targetsFrom(...kinds: Kind[]): Promise<string[]> {
  const scenario = withHostileVariants(scenarioOf(kinds), await readHostileSet());
  return scenario.kinds
    .slice(kinds.length)
    .map(({ request }) => ('raw' in request ? request.raw : request.target));
}

describe('hostile variants', () => {
  it('take the place of the last path segment and of the query', async () => {
    expect(await targetsFrom(get('/shop/p/7?page=2&x=1'))).toEqual([
      '/shop/p/[x',
      '/shop/p/a|b',
      '/shop/p/%zz',
      '/shop/p/caf\xE9',
      '/shop/p/7?page=[x',
      '/shop/p/7?page=a|b',
      '/shop/p/7?page=%zz',
      '/shop/p/7?page=caf\xE9',
    ]);
  });

  it('are members of a path of one segment, which is taken for a collection', async () => {
    expect((await targetsFrom(get('/products'))).slice(0, 2)).toEqual(['/products/[x', '/products/a|b']);
    expect((await targetsFrom(get('/'))).slice(0, 2)).toEqual(['/[x', '/a|b']);
  });

  it('are at most 24, each target once, none that is already there', async () => {
    const kinds = ['/a/1', '/a/2', '/b/1', '/c/1', '/d/1', '/a/[x'].map((target) => get(target));
    const targets = await targetsFrom(...kinds);
    expect(targets).toHaveLength(24);
    expect(new Set([...targets, '/a/[x']).size).toBe(25);
  });

  it('are all hostile by RFC 3986 and have ids of their own', async () => {
    const { kinds } = withHostileVariants(scenarioOf([get('/a'), get('/b')]), await readHostileSet());
    const variants = kinds.slice(2);
    expect(variants.every(({ label }) => !isWellFormedTarget(label.slice('GET '.length)))).toBe(true);
    expect(variants.every(({ hostile, connection }) => hostile && connection === 'auto')).toBe(true);
    expect(new Set(kinds.map(({ id }) => id)).size).toBe(kinds.length);
  });

  it('come only from GET requests, and only where the plan asks for them', async () => {
    const post = { ...get('/o'), request: { method: 'POST', target: '/o', headers: [], body: 'x' } };
    expect(await targetsFrom(post)).toEqual([]);
    const without = scenarioOf([get('/a')], false);
    expect(withHostileVariants(without, await readHostileSet())).toBe(without);
  });
});
