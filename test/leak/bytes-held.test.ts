import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bytesHeld } from '../../src/leak/bytes-held.ts';
import { bytesOf, randomHeaps, reachable, rootNodes } from '../heap/random-heap.ts';
import { heap } from '../heap/synthetic-heap.ts';

const heaps = fc.tuple(randomHeaps, fc.array(fc.nat({ max: 2 }), { minLength: 24, maxLength: 24 }));

it('is for each of several sets what becomes unreachable when it goes, on any heap', () => {
  fc.assert(
    fc.property(heaps, ([draw, sets]) => {
      const graph = heap(draw);
      const roots = rootNodes(graph);
      const alive = reachable(graph, roots);
      const membersOf = (set: number) => new Set([...alive].filter((node) => sets[node] === set));
      const [one, other] = [membersOf(1), membersOf(2)];
      const [withoutOne, withoutOther] = [reachable(graph, roots, one), reachable(graph, roots, other)];
      fc.pre([...one].every((node) => withoutOther.has(node)));
      fc.pre([...other].every((node) => withoutOne.has(node)));
      const held = bytesHeld(
        graph,
        Uint32Array.from(graph.labels, (_, node) => sets[node] ?? 0),
        2,
      );
      const total = bytesOf(graph, alive);
      expect([...held]).toEqual([
        0,
        total - bytesOf(graph, withoutOne),
        total - bytesOf(graph, withoutOther),
      ]);
    }),
    { numRuns: 500 },
  );
});

it('is never too much, where one set hangs on the other', () => {
  fc.assert(
    fc.property(heaps, ([draw, sets]) => {
      const graph = heap(draw);
      const alive = reachable(graph, rootNodes(graph));
      const held = bytesHeld(
        graph,
        Uint32Array.from(graph.labels, (_, node) => sets[node] ?? 0),
        2,
      );
      for (const set of [1, 2]) {
        const members = new Set([...alive].filter((node) => sets[node] === set));
        const without = reachable(graph, rootNodes(graph), members);
        expect(held[set]).toBeLessThanOrEqual(bytesOf(graph, alive) - bytesOf(graph, without) + 1e-9);
      }
    }),
    { numRuns: 500 },
  );
});
