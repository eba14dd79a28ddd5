import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dominatorTree } from '../../src/heap/dominators.ts';
import type { HeapGraph } from '../../src/heap/graph.ts';
import { retainedByClass } from '../../src/heap/retained-by-class.ts';
import { bytesOf, randomHeaps, reachable, rootNodes } from './random-heap.ts';
import { heap } from './synthetic-heap.ts';

const byClass = (graph: HeapGraph): Record<string, number> => {
  const bytes = retainedByClass(graph, dominatorTree(graph));
  return Object.fromEntries(graph.names.map((name, label) => [name, bytes[label] ?? 0]));
};

it('sums up what the topmost objects of each class keep alive, on any graph', () => {
  fc.assert(
    fc.property(randomHeaps, (draw) => {
      const graph = heap(draw);
      const roots = rootNodes(graph);
      const alive = [...reachable(graph, roots)];
      const lost = new Map(
        alive.map((node) => {
          const left = reachable(graph, roots, new Set([node]));
          return [node, new Set(alive.filter((each) => !left.has(each)))];
        }),
      );
      for (const [label, name] of graph.names.entries()) {
        const own = alive.filter((node) => graph.labels[node] === label);
        const topmost = own.filter(
          (node) => !own.some((other) => other !== node && lost.get(other)?.has(node)),
        );
        const bytes = topmost.reduce((sum, node) => sum + bytesOf(graph, lost.get(node) ?? []), 0);
        expect(byClass(graph)[name]).toBe(bytes);
      }
    }),
    { numRuns: 500 },
  );
});

it('counts a tree of arrays once', () => {
  const graph = heap((h) => {
    const inner = h.instance('Array', { holds: [h.string(100)] });
    h.root('vm', h.instance('Array', { holds: [inner, h.instance('Array')] }));
  });
  expect(byClass(graph)).toEqual({ Array: 220, String: 100 });
});

it('counts a class again where it is held by another', () => {
  const graph = heap((h) => {
    const order = h.instance('Order', { holds: [h.instance('User', { holds: [h.instance('Order')] })] });
    h.root('vm', order, h.instance('User'));
  });
  expect(byClass(graph)).toEqual({ Order: 120, User: 120 });
});
