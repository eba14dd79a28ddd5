import fc from 'fast-check';
import { expect, test } from 'vitest';
import { classTree } from '../../src/heap/class-tree.ts';
import { dominatorTree } from '../../src/heap/dominators.ts';
import { foldedStacks } from '../../src/report/folded-stacks.ts';
import { randomHeaps } from '../heap/random-heap.ts';
import { heap } from '../heap/synthetic-heap.ts';
import { hostileHeap } from './hostile-heap.ts';
import { hostileText } from './hostile-text.ts';

test('the stacks add up to all reachable bytes', () => {
  fc.assert(
    fc.property(randomHeaps, (draw) => {
      const graph = heap(draw);
      const tree = dominatorTree(graph);
      const lines = [...foldedStacks(classTree(graph, tree), graph.names)].join('').split('\n');
      const bytes = lines.map((line) => Number(line.slice(line.lastIndexOf(' ') + 1)));
      expect(bytes.reduce((sum, each) => sum + each, 0)).toBe(tree.retainedBytes[tree.root]);
    }),
  );
});

test('a stack names the classes from the root down', () => {
  const { graph, tree } = hostileHeap('Cart');
  expect([...foldedStacks(classTree(graph, tree), graph.names)].join('').split('\n')).toContain(
    'all;class Cart;Cart;Cart Event 900',
  );
});

test('no name of a class adds a line or a frame', () => {
  fc.assert(
    fc.property(hostileText(), (attack) => {
      const { graph, tree } = hostileHeap(`${attack};`);
      const lines = [...foldedStacks(classTree(graph, tree), graph.names)].join('').trimEnd().split('\n');
      expect(lines).toHaveLength(5);
      for (const line of lines) expect(line).toMatch(/^all(;[^;]+){1,3} \d+$/u);
    }),
  );
});
