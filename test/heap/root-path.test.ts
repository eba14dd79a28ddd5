import { expect, it } from 'vitest';
import { dominatorTree } from '../../src/heap/dominators.ts';
import type { HeapGraph } from '../../src/heap/graph.ts';
import { rootPath } from '../../src/heap/root-path.ts';
import { heap } from './synthetic-heap.ts';

const nodeNamed = (graph: HeapGraph, name: string): number =>
  graph.labels.findIndex((label) => graph.names[label] === name);

function pathTo(graph: HeapGraph, name: string) {
  const path = rootPath(graph, dominatorTree(graph), nodeNamed(graph, name));
  return path && { root: path.root, steps: path.steps.map((step) => step.class) };
}

it('leads from the set of roots to the object', () => {
  const graph = heap((h) => {
    const event = h.instance('Event');
    h.root('vm', h.class('Registry', { holds: [h.instance('Array', { holds: [event] })] }));
  });
  expect(pathTo(graph, 'Event')).toEqual({ root: 'root vm', steps: ['class Registry', 'Array', 'Event'] });
});

it('begins at a thread by its name', () => {
  const graph = heap((h) => h.thread('worker #', { holds: [h.instance('Event')] }));
  expect(pathTo(graph, 'Event')).toEqual({ root: undefined, steps: ['Thread "worker #"', 'Event'] });
});

it('there is none to what no root leads to', () => {
  const graph = heap((h) => {
    h.instance('Event');
  });
  expect(pathTo(graph, 'Event')).toBeUndefined();
});
