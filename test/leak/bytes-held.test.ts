import fc from 'fast-check';
import { expect, it } from 'vitest';
import { groupPaths } from '../../src/heap/grouped-paths.ts';
import { bytesHeld } from '../../src/leak/bytes-held.ts';
import { bytesOf, randomHeaps, reachable, rootNodes } from '../heap/random-heap.ts';
import { heap } from '../heap/synthetic-heap.ts';

const heaps = fc.tuple(
  randomHeaps,
  fc.array(fc.constantFrom(0, 0, 0, 0, 1, 2, 3), { minLength: 24, maxLength: 24 }),
);

it('is for each of several sets what becomes unreachable when it goes, on any heap', () => {
  fc.assert(
    fc.property(heaps, ([draw, sets]) => {
      const graph = heap(draw);
      const roots = rootNodes(graph);
      const alive = reachable(graph, roots);
      const held = bytesHeld(
        { graph, tree: groupPaths(graph) },
        Uint32Array.from(graph.labels, (_, node) => sets[node] ?? 0),
        3,
      );
      const lost = [1, 2, 3].map((set) => {
        const members = new Set([...alive].filter((node) => sets[node] === set));
        const left = reachable(graph, roots, members);
        return bytesOf(
          graph,
          [...alive].filter((node) => !left.has(node)),
        );
      });
      expect([...held]).toEqual([0, ...lost]);
    }),
    { numRuns: 1000 },
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

it('counts sets that hang on one another with those that they hang on', () => {
  const graph = heap((h) => {
    const leaf = h.string(1000);
    const inner = h.instance('Inner', { bytes: 100, holds: [leaf] });
    const middle = h.instance('Middle', { bytes: 10, holds: [inner] });
    h.link(inner, middle);
    h.root('vm', h.instance('Outer', { bytes: 1, holds: [middle, inner] }), h.instance('Other'));
  });
  const labels = [...graph.labels].map((label) => graph.names[label] ?? '');
  const setOf = Uint32Array.from(labels, (label) => ['Inner', 'Middle', 'Outer'].indexOf(label) + 1);
  // Outer holds Inner itself too: it does not hang on Middle.
  expect([...bytesHeld({ graph, tree: groupPaths(graph) }, setOf, 3)]).toEqual([0, 1100, 10, 1111]);
});
