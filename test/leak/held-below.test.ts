import { describe, expect, it } from 'vitest';
import { heldBelow } from '../../src/leak/held-below.ts';
import { heap } from '../heap/synthetic-heap.ts';

const path = (...labels: string[]) => [['root vm', ...labels]];

describe('what hangs on a holder', () => {
  it('is all that is below it, and nothing beside it', () => {
    const graph = heap((h) => {
      const errors = h.many(3, () => h.instance('Error', { holds: [h.string(100)] }));
      const seen = h.instance('Array', { holds: errors });
      h.root('vm', h.class('App', { holds: [seen, h.instance('Config')] }));
    });
    const [held] = heldBelow(graph, path('class App', 'Array'));
    expect(Object.fromEntries(held ?? [])).toEqual({
      Error: { objects: 3, bytes: 120 },
      String: { objects: 3, bytes: 300 },
    });
  });

  it('is what the object above holds, where that holds little else', () => {
    const graph = heap((h) => {
      const children = h.instance('Array', { holds: h.many(20, () => h.instance('Event')) });
      const top = h.instance('Span', { holds: [children] });
      const payload = h.instance('Hash', { holds: [h.instance('Error')] });
      const stack = h.instance('Stack', { holds: [top, h.instance('Span', { holds: [payload] })] });
      h.root('vm', h.class('Registry', { holds: [stack] }));
    });
    const [held] = heldBelow(graph, path('class Registry', 'Stack', 'Span', 'Array'));
    expect(held?.get('Error')).toMatchObject({ objects: 1 });
  });

  it('is not what the object above holds, where that holds much else', () => {
    const graph = heap((h) => {
      const seen = h.instance('Array', { holds: h.many(20, () => h.instance('Event')) });
      const other = h.instance('Hash', { holds: h.many(60, () => h.instance('Error')) });
      h.root('vm', h.instance('Application', { holds: [seen, other] }));
    });
    const [held] = heldBelow(graph, path('Application', 'Array'));
    expect([...(held?.keys() ?? [])]).toEqual(['Event']);
  });

  it('is nothing where a dump has no such path', () => {
    const graph = heap((h) => h.root('vm', h.instance('Array')));
    expect(heldBelow(graph, path('Hash'))).toEqual([new Map()]);
  });
});
