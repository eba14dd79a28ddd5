import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ClassTree, classTree } from '../../src/heap/class-tree.ts';
import { type DominatorTree, dominatorTree } from '../../src/heap/dominators.ts';
import type { HeapGraph } from '../../src/heap/graph.ts';
import { randomHeaps } from './random-heap.ts';
import { heap } from './synthetic-heap.ts';

function pathOf(row: number, { parents, labels }: ClassTree, { names }: HeapGraph): string {
  const path: string[] = [];
  for (let at = row; at > 0; at = parents[at] ?? 0) path.unshift(names[labels[at] ?? 0] ?? '');
  return path.join(' → ');
}

/** Each object's path of classes, found by walking up from it. */
function slowTallies(
  graph: HeapGraph,
  tree: DominatorTree,
): Map<string, { objects: number; retainedBytes: number }> {
  const tallies = new Map<string, { objects: number; retainedBytes: number }>();
  for (const node of tree.order) {
    const path: string[] = [];
    for (let at = node; at !== tree.root; at = tree.parents[at] ?? 0)
      path.unshift(graph.names[graph.labels[at] ?? 0] ?? '');
    const tally = tallies.get(path.join(' → ')) ?? { objects: 0, retainedBytes: 0 };
    tally.objects += 1;
    tally.retainedBytes += tree.retainedBytes[node] ?? 0;
    tallies.set(path.join(' → '), tally);
  }
  return tallies;
}

describe('on any heap', () => {
  it('joins the objects that have the same path of classes, and no others', () => {
    fc.assert(
      fc.property(randomHeaps, (draw) => {
        const graph = heap(draw);
        const tree = dominatorTree(graph);
        const rows = classTree(graph, tree);
        const tallies = rows.parents
          .slice(1)
          .map((_, i) => [
            pathOf(i + 1, rows, graph),
            { objects: rows.objects[i + 1], retainedBytes: rows.retainedBytes[i + 1] },
          ]);
        expect(new Map(tallies as [string, object][])).toEqual(slowTallies(graph, tree));
      }),
      { numRuns: 300 },
    );
  });

  it('accounts for every reachable byte once, wherever the tree is cut', () => {
    fc.assert(
      fc.property(
        randomHeaps,
        fc.nat({ max: 2000 }),
        fc.nat({ max: 4 }),
        (draw, smallestBytes, mostDepth) => {
          const graph = heap(draw);
          const tree = dominatorTree(graph);
          const { ownBytes } = classTree(graph, tree, { smallestBytes, mostDepth });
          expect(ownBytes.reduce((sum, bytes) => sum + bytes, 0)).toBe(tree.retainedBytes[tree.root]);
          expect(Math.min(...ownBytes)).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 300 },
    );
  });
});

it('ends at the depth it is given, however long a list is', () => {
  const graph = heap((h) => {
    const links = h.many(5000, () => h.instance('Link'));
    for (const [i, link] of links.slice(1).entries()) h.link(links[i] ?? link, link);
    h.root('vm', links[0] ?? 0);
  });
  const rows = classTree(graph, dominatorTree(graph), { mostDepth: 10 });
  expect(rows.parents).toHaveLength(11);
  expect(rows.ownBytes.at(-1)).toBe((5000 - 9) * 40);
});
