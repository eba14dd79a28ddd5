import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyzeHeap, type HeapAnalysis } from '../../src/heap/analysis.ts';
import { dominatorTree } from '../../src/heap/dominators.ts';
import type { HeapGraph } from '../../src/heap/graph.ts';
import { bytesOf, randomHeaps, reachable, rootNodes } from './random-heap.ts';
import { heap } from './synthetic-heap.ts';

const analysisOf = (graph: HeapGraph, limit = 100): HeapAnalysis =>
  analyzeHeap(graph, dominatorTree(graph), limit);
const sum = <Row>(rows: readonly Row[], amount: (row: Row) => number): number =>
  rows.reduce((total, row) => total + amount(row), 0);

describe('on any heap', () => {
  it('the classes add up to all objects and bytes, and to those that no root leads to', () => {
    fc.assert(
      fc.property(randomHeaps, (draw) => {
        const graph = heap(draw, { garbage: 3 });
        const alive = reachable(graph, rootNodes(graph));
        const analysis = analysisOf(graph);
        expect(analysis).toMatchObject({
          objects: graph.nodeCount,
          reachable: alive.size,
          bytes: bytesOf(graph, graph.labels.keys()),
          reachableBytes: bytesOf(graph, alive),
        });
        expect(sum(analysis.classes, ({ objects }) => objects)).toBe(graph.nodeCount);
        expect(sum(analysis.classes, ({ bytes }) => bytes)).toBe(analysis.bytes);
        expect(sum(analysis.classes, ({ unreachableObjects }) => unreachableObjects)).toBe(
          graph.nodeCount - alive.size,
        );
      }),
      { numRuns: 300 },
    );
  });

  it('the largest retainer is the object whose loss frees most', () => {
    fc.assert(
      fc.property(randomHeaps, (draw) => {
        const graph = heap(draw);
        const roots = rootNodes(graph);
        const alive = reachable(graph, roots);
        const freed = [...alive].map((node) => {
          const left = reachable(graph, roots, new Set([node]));
          return bytesOf(
            graph,
            [...alive].filter((each) => !left.has(each)),
          );
        });
        expect(analysisOf(graph, 1).retainers[0]?.retainedBytes ?? 0).toBe(Math.max(0, ...freed));
      }),
      { numRuns: 200 },
    );
  });
});

it('counts classes and modules under what they are, and lists each by its name where it retains much', () => {
  const graph = heap((h) => {
    const shop = h.class('Shop', { holds: [h.string(500)] });
    h.root('vm', shop, h.class('Cart'), h.instance('Cart'));
  });
  const { classes, retainers } = analysisOf(graph, 1);
  expect(Object.fromEntries(classes.map(({ name, objects }) => [name, objects]))).toEqual({
    Class: 2,
    Cart: 1,
    String: 1,
  });
  expect(retainers).toMatchObject([{ class: 'class Shop', retainedObjects: 2, retainedBytes: 540 }]);
});

it('lists of a linked list only the first, and then what else retains much', () => {
  const graph = heap((h) => {
    let list = h.instance('Link');
    for (let link = 0; link < 50; link++) list = h.instance('Link', { holds: [list] });
    h.root('vm', list, h.instance('Cart', { holds: [h.string(100)] }));
  });
  expect(analysisOf(graph, 3).retainers.map((row) => [row.class, row.retainedObjects])).toEqual([
    ['Link', 51],
    ['Cart', 2],
    ['String', 1],
  ]);
});

it('tells objects of the VM from those of the program', () => {
  const graph = heap((h) => h.root('vm', h.internal('imemo_env'), h.cache(), h.instance('Cart')));
  const internal = analysisOf(graph).classes.filter((row) => row.internal);
  expect(internal.map(({ name }) => name)).toEqual(['imemo_env', 'imemo_callcache']);
});

it('adds up what each line and each package allocated, and leaves out what was not traced', () => {
  const rack = '/bundle/ruby/3.1.0/gems/rack-2.2.9/lib/rack';
  const at = (file: string, line: number) => ({ bytes: 100, site: { file, line } });
  const graph = heap((h) => {
    h.root('vm', h.instance('A', at(`${rack}/a.rb`, 1)), h.instance('B', at(`${rack}/a.rb`, 1)));
    h.root('vm', h.instance('C', at(`${rack}/b.rb`, 9)), h.instance('D', at('/srv/shop/app.rb', 3)));
    h.root('vm', h.instance('E'));
  });
  const { sites, gems } = analysisOf(graph);
  expect(sites.map(({ line, gem, objects, bytes }) => [line, gem, objects, bytes])).toEqual([
    [1, 'rack-2.2.9', 2, 200],
    [9, 'rack-2.2.9', 1, 100],
    [3, '(app)', 1, 100],
  ]);
  expect(gems).toEqual([
    { gem: 'rack-2.2.9', objects: 3, bytes: 300 },
    { gem: '(app)', objects: 1, bytes: 100 },
  ]);
});
