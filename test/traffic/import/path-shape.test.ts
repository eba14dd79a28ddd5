import { describe, expect, it } from 'vitest';
import { pathShape } from '../../../src/traffic/import/path-shape.ts';

describe('the shape of a path', () => {
  it.each([
    ['/', '/'],
    ['/orders/42/lines/7?page=2', '/orders/{n}/lines/{n}'],
    ['/orders/123e4567-e89b-12d3-a456-426614174000', '/orders/{uuid}'],
    ['/items/507f1f77bcf86cd799439011.json', '/items/{hex}.json'],
    ['/assets/app-3f2a9c01.js', '/assets/app-{hex}.js'],
    ['/archive/2026-11-22', '/archive/{date}'],
    ['/archive/2026/11/22', '/archive/{n}/{n}/{n}'],
    ['/ids/12345678901234', '/ids/{n}'],
    ['/p/caf%C3%A9', '/p/caf%C3%A9'],
    ['/effaced-facade', '/effaced-facade'],
  ])('%s is %s', (target, shape) => {
    expect(pathShape(target)).toBe(shape);
  });
});
