import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type DominatorTree, dominatorTree, unreachable } from '../../src/heap/dominators.ts';
import type { HeapGraph } from '../../src/heap/graph.ts';
import { bareGraph } from './bare-graph.ts';
import { bytesOf, randomHeaps, reachable, rootNodes } from './random-heap.ts';
import { heap } from './synthetic-heap.ts';

/** By node, everything that nothing leads to once the node is taken out, the node included. */
function lostWithout(graph: HeapGraph): Set<number>[] {
  const roots = rootNodes(graph);
  const alive = [...reachable(graph, roots)];
  return Array.from({ length: graph.nodeCount }, (_, node) => {
    const left = reachable(graph, roots, new Set([node]));
    return new Set(alive.filter((each) => !left.has(each)));
  });
}

/** A node and its dominators, the nearest first. */
function dominatorsOf(tree: DominatorTree, node: number): number[] {
  const dominators: number[] = [];
  for (let step = node; step !== tree.root; step = tree.parents[step] ?? tree.root) dominators.push(step);
  return dominators;
}

function expectExact(graph: HeapGraph, tree: DominatorTree): void {
  const lost = lostWithout(graph);
  const nodes = [...lost.keys()];
  const alive = (node: number) => tree.parents[node] !== unreachable;
  expect({
    reachable: tree.reachable,
    dominators: nodes.map((node) => (alive(node) ? dominatorsOf(tree, node).sort() : [])),
    retainedObjects: [...tree.retainedObjects.subarray(0, tree.root)],
    retainedBytes: [...tree.retainedBytes.subarray(0, tree.root)],
  }).toEqual({
    reachable: reachable(graph, rootNodes(graph)).size,
    dominators: nodes.map((node) => nodes.filter((each) => lost[each]?.has(node)).sort()),
    retainedObjects: lost.map((each) => each.size),
    retainedBytes: lost.map((each) => bytesOf(graph, each)),
  });
}

/** The same graph as if the dump had no classes in it. */
function withoutClassEdges(graph: HeapGraph): HeapGraph {
  const classEdgeStarts = new Uint32Array(graph.nodeCount + 1);
  return { ...graph, classEdgeStarts, classEdgeTargets: new Uint32Array(0) };
}

/** A long way down with shortcuts, detours and ways back: dominators are far from what the walk came from. */
const ladders = fc
  .array(fc.tuple(fc.nat({ max: 59 }), fc.nat({ max: 59 })), { maxLength: 60 })
  .map((rungs) =>
    bareGraph(60, (node) => [
      ...(node % 7 === 6 ? [] : [node + 1]),
      ...rungs.flatMap(([from, to]) => (from === node ? [to] : [])),
    ]),
  );

it('gives every node what nothing would lead to without it, on any graph', () => {
  fc.assert(
    fc.property(randomHeaps, (draw) => {
      const graph = heap(draw);
      expectExact(graph, dominatorTree(graph));
    }),
    { numRuns: 2000 },
  );
});

it('is exact where ways are long', () => {
  fc.assert(
    fc.property(ladders, (graph) => expectExact(graph, dominatorTree(graph))),
    { numRuns: 300 },
  );
});

it('leaves the edges to classes out when told to', () => {
  fc.assert(
    fc.property(randomHeaps, (draw) => {
      const graph = heap(draw);
      expectExact(withoutClassEdges(graph), dominatorTree(graph, { classEdges: false }));
    }),
    { numRuns: 300 },
  );
});

it('orders nodes so that each is directly followed by all that it dominates', () => {
  fc.assert(
    fc.property(randomHeaps, (draw) => {
      const graph = heap(draw);
      const { order, retainedObjects } = dominatorTree(graph);
      const lost = lostWithout(graph);
      expect(new Set(order)).toEqual(reachable(graph, rootNodes(graph)));
      for (const [place, node] of order.entries()) {
        const own = order.subarray(place, place + (retainedObjects[node] ?? 0));
        expect(new Set(own)).toEqual(lost[node]);
      }
    }),
  );
});

it('sums up all that is reachable at the virtual root', () => {
  fc.assert(
    fc.property(randomHeaps, (draw) => {
      const graph = heap(draw);
      const tree = dominatorTree(graph);
      const alive = reachable(graph, rootNodes(graph));
      expect(tree.root).toBe(graph.nodeCount);
      expect(tree.retainedObjects[tree.root]).toBe(alive.size);
      expect(tree.retainedBytes[tree.root]).toBe(bytesOf(graph, alive));
    }),
  );
});

it('gives nobody what two root sets hold, threads and stack as well as globals', () => {
  const held = { global: 0, thread: 0, stack: 0 };
  const graph = heap((h) => {
    held.global = h.instance('Registry');
    held.thread = h.instance('Queue', { holds: [held.global] });
    held.stack = h.string(100);
    h.root('vm', held.global, held.global);
    h.thread('worker #', { holds: [held.thread, held.stack] });
    h.stack(held.stack);
  });
  const { root, parents } = dominatorTree(graph);
  const thread = graph.roots.find((set) => set.kind === 'thread')?.nodes[0];
  expect(parents[held.global]).toBe(root);
  expect(parents[held.thread]).toBe(thread);
  expect(parents[held.stack]).toBe(root);
});

it('is the same however the objects lie in memory, and whatever garbage lies between them', () => {
  /** What is known of each live object and of its dominators, without its place. */
  const facts = (graph: HeapGraph): string[] => {
    const tree = dominatorTree(graph);
    const fact = (node: number) =>
      `${graph.names[graph.labels[node] ?? 0]} ${tree.retainedObjects[node]} ${tree.retainedBytes[node]}`;
    return [...tree.order].map((node) => dominatorsOf(tree, node).map(fact).join(' < ')).sort();
  };
  fc.assert(
    fc.property(randomHeaps, fc.integer({ min: 1, max: 1_000_000 }), (draw, seed) => {
      expect(facts(heap(draw, { seed, garbage: seed % 20 }))).toEqual(facts(heap(draw)));
    }),
    { numRuns: 300 },
  );
});

it('answers the same every time', () => {
  fc.assert(
    fc.property(randomHeaps, (draw) => {
      expect(dominatorTree(heap(draw))).toEqual(dominatorTree(heap(draw)));
    }),
  );
});

it('knows nothing of a heap without roots', () => {
  const { root, reachable, order, parents } = dominatorTree(heap((h) => h.string()));
  expect({ root, reachable, order: [...order], parents: [...parents] }).toEqual({
    root: 1,
    reachable: 0,
    order: [],
    parents: [unreachable, unreachable],
  });
});

it('follows a chain of a million links that all point back as well', () => {
  const length = 1_000_000;
  const graph = bareGraph(length, (node) => (node + 1 < length ? [node + 1, Math.max(0, node - 1)] : [0]));
  const { parents, retainedObjects } = dominatorTree(graph);
  expect(retainedObjects[0]).toBe(length);
  expect(retainedObjects[length - 1]).toBe(1);
  expect(parents[length - 1]).toBe(length - 2);
});

it('takes no longer for what hangs on both ends of a chain', () => {
  // The walk comes from the far end, the dominator is the near one: a climb over the whole chain for every object.
  const length = 300_000;
  const both = Array.from({ length }, (_, i) => length + i);
  const graph = bareGraph(2 * length, (node) => {
    if (node >= length) return [];
    if (node === length - 1) return both;
    return node === 0 ? [1, ...both] : [node + 1];
  });
  const { parents } = dominatorTree(graph);
  expect(parents[length - 1]).toBe(length - 2);
  for (const node of both) if (parents[node] !== 0) expect.unreachable(`${node} hangs on ${parents[node]}`);
});
