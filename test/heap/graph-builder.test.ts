import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type HeapGraph, NodeKind } from '../../src/heap/graph.ts';
import { GraphBuilder } from './graph-builder.ts';
import { successors } from './random-heap.ts';

/** Appends an object at `address`; its label is a number of the caller's own. */
function add(builder: GraphBuilder, address: number, { label = 0, site = 0 } = {}): void {
  builder.addNode(address, label, NodeKind.instance, 40, site);
}
const built = (builder: GraphBuilder): HeapGraph => builder.build(0, (label) => `label ${label}`);
const nodeAt = (graph: HeapGraph, address: number): number => graph.addresses.indexOf(address);

const heapAddress = fc.nat({ max: 2 ** 44 }).map((slot) => slot * 8);

it('links every edge to the row with its address, ahead or behind, and drops those that lead nowhere', () => {
  const rows = fc.uniqueArray(heapAddress, { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(
      rows,
      fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 100 }),
      heapAddress,
      (addresses, pairs, nowhere) => {
        const at = (i: number) => addresses[i % addresses.length] ?? 0;
        const wanted = new Map(
          addresses.map((address) => [
            address,
            pairs.filter(([from]) => at(from) === address).map(([, to]) => at(to)),
          ]),
        );
        const builder = new GraphBuilder();
        for (const address of addresses) {
          add(builder, address);
          if (!addresses.includes(nowhere)) builder.addEdge(nowhere);
          for (const target of wanted.get(address) ?? []) builder.addEdge(target);
        }
        const graph = built(builder);
        for (const address of addresses) {
          const targets = successors(graph, nodeAt(graph, address)).map((target) => graph.addresses[target]);
          expect(targets).toEqual(wanted.get(address));
        }
      },
    ),
  );
});

it('holds more rows and edges than its columns began with', () => {
  const builder = new GraphBuilder();
  for (let i = 0; i < 5000; i++) {
    add(builder, i * 40);
    builder.addEdge(((i + 1) % 5000) * 40);
  }
  const graph = built(builder);
  expect(graph.nodeCount).toBe(5000);
  expect([...graph.edgeTargets]).toEqual(Array.from({ length: 5000 }, (_, i) => (i + 1) % 5000));
});

it('tells addresses apart that differ in their high bits alone', () => {
  const builder = new GraphBuilder();
  for (let high = 0; high < 100; high++) add(builder, high * 2 ** 32 + 8);
  builder.addEdge(57 * 2 ** 32 + 8);
  expect([...built(builder).edgeTargets]).toEqual([57]);
});

it('joins labels that become the same name', () => {
  const builder = new GraphBuilder();
  add(builder, 8, { label: 0 });
  add(builder, 16, { label: 1 });
  add(builder, 24, { label: 2 });
  const graph = builder.build(0, (label) => (label === 1 ? 'Array' : 'Event'));
  expect([...graph.labels].map((label) => graph.names[label])).toEqual(['Event', 'Array', 'Event']);
  expect(graph.names).toHaveLength(2);
});

it('keeps class edges apart from the others', () => {
  const builder = new GraphBuilder();
  add(builder, 8);
  builder.addClassEdge(16);
  add(builder, 16);
  const graph = built(builder);
  expect([...graph.edgeTargets]).toEqual([]);
  expect([...graph.classEdgeTargets]).toEqual([1]);
});

it('keeps each site once, and none for what was not traced', () => {
  const builder = new GraphBuilder();
  add(builder, 8, { site: builder.siteNumber('app.rb', 7) });
  add(builder, 16, { site: builder.siteNumber('app.rb', 8) });
  add(builder, 24, { site: builder.siteNumber('app.rb', 7) });
  add(builder, 32);
  const graph = built(builder);
  const lines = [...graph.siteOf].map((index) => graph.sites[index]?.line);
  expect(lines).toEqual([7, 8, 7, undefined]);
  expect(graph.sites).toEqual([undefined, { file: 'app.rb', line: 7 }, { file: 'app.rb', line: 8 }]);
});

it('names a root node once, whatever the dump repeats, and leaves out roots without a row', () => {
  const builder = new GraphBuilder();
  add(builder, 8);
  builder.addRoots('global', 'vm', [8, 8, 999]);
  expect(built(builder).roots.map((root) => [...root.nodes])).toEqual([[0]]);
});
