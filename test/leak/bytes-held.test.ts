import fc from 'fast-check';
import { expect, it } from 'vitest';
import { groupPaths } from '../../src/heap/grouped-paths.ts';
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
        { graph, tree: groupPaths(graph) },
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
        { graph, tree: groupPaths(graph) },
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

it('counts what hangs on a set in a chain that is folded back to a group above the set', () => {
  const graph = heap((h) => {
    let chain = h.instance('Leaf');
    for (let link = 0; link < 6; link++)
      chain = h.instance('Even', { holds: [h.instance('Odd', { holds: [chain] })] });
    h.root('vm', chain);
  });
  const labels = [...graph.labels].map((label) => graph.names[label]);
  const roots = rootNodes(graph);
  const odd = [...graph.labels.keys()].filter((node) => labels[node] === 'Odd');
  // The link from which on the chain is folded: three links stand above those that are.
  const linksTo = (node: number) =>
    odd.filter((other) => !reachable(graph, roots, new Set([node])).has(other)).length;
  const third = odd.find((node) => linksTo(node) === 4) ?? 0;
  const setOf = new Uint32Array(graph.nodeCount);
  setOf[third] = 1;
  const total = bytesOf(graph, reachable(graph, roots));
  const without = bytesOf(graph, reachable(graph, roots, new Set([third])));
  expect([...bytesHeld({ graph, tree: groupPaths(graph) }, setOf, 1)]).toEqual([0, total - without]);
});
