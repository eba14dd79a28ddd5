import fc from 'fast-check';
import { expect, it } from 'vitest';
import { retainedBytes } from '../../src/heap/retained.ts';
import { bytesOf, randomHeaps, reachable, rootNodes } from './random-heap.ts';
import { heap } from './synthetic-heap.ts';

it('is what becomes unreachable when the set goes, on any graph', () => {
  fc.assert(
    fc.property(randomHeaps, fc.array(fc.nat({ max: 23 }), { maxLength: 4 }), (draw, chosen) => {
      const graph = heap(draw);
      const alive = reachable(graph, rootNodes(graph));
      const held = new Set(chosen.filter((node) => alive.has(node)));
      const without = reachable(graph, rootNodes(graph), held);
      expect(retainedBytes(graph, held)).toBe(bytesOf(graph, alive) - bytesOf(graph, without));
    }),
    { numRuns: 500 },
  );
});

it('leaves out what somebody else holds as well', () => {
  const graph = heap((h) => {
    const shared = h.string(1000);
    h.root(
      'vm',
      h.instance('Cache', { bytes: 40, holds: [h.string(200), shared] }),
      h.instance('Other', { holds: [shared] }),
    );
  });
  const cache = graph.labels.findIndex((label) => graph.names[label] === 'Cache');
  expect(retainedBytes(graph, new Set([cache]))).toBe(240);
});

it('counts what two of the set hold together', () => {
  const graph = heap((h) => {
    const shared = h.string(1000);
    h.root('vm', h.instance('Event', { holds: [shared] }), h.instance('Event', { holds: [shared] }));
  });
  const events = [...graph.labels.keys()].filter((node) => graph.names[graph.labels[node] ?? 0] === 'Event');
  expect(retainedBytes(graph, new Set(events))).toBe(1080);
});

it('follows a chain without recursion, however long', () => {
  const length = 100_000;
  const graph = heap((h) => {
    h.root('vm', ...h.many(1, () => h.instance('Link', { bytes: 1 })));
    for (let i = 1; i < length; i++) h.link(i - 1, h.instance('Link', { bytes: 1 }));
  });
  expect(retainedBytes(graph, new Set([0]))).toBe(length);
});
