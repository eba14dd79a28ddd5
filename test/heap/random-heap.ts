import fc from 'fast-check';
import { type HeapGraph, NodeKind } from '../../src/heap/graph.ts';
import type { HeapSketch } from './synthetic-heap.ts';

const labels = [
  { label: 'Array', kind: NodeKind.instance },
  { label: 'Event', kind: NodeKind.instance },
  { label: 'Hash', kind: NodeKind.instance },
  { label: 'String', kind: NodeKind.string },
  { label: 'class Shop', kind: NodeKind.classOrModule },
  { label: 'imemo_env', kind: NodeKind.internal },
  { label: 'imemo_callcache', kind: NodeKind.cache },
  { label: 'imemo_constcache', kind: NodeKind.cache },
];
const size = 24;
const node = fc.nat({ max: size - 1 });
const edges = fc.array(fc.tuple(node, node), { maxLength: 50 });

const contents = fc.record({
  objects: fc.array(fc.record({ type: fc.constantFrom(...labels), bytes: fc.nat({ max: 1000 }) }), {
    minLength: size,
    maxLength: size,
  }),
  edges,
  classEdges: fc.array(fc.tuple(node, node), { maxLength: 8 }),
  globals: fc.array(fc.array(node, { maxLength: 3 }), { maxLength: 3 }),
  stack: fc.array(node, { maxLength: 2 }),
  threads: fc.array(
    fc.record({ name: fc.constantFrom('worker #', 'main'), holds: fc.array(node, { maxLength: 3 }) }),
    {
      maxLength: 3,
    },
  ),
});

/** Heaps without any order to them: cycles, several roots of one node, unreachable parts. */
export const randomHeaps: fc.Arbitrary<(h: HeapSketch) => void> = contents.map((given) => {
  const draw = (h: HeapSketch): void => {
    const refs = given.objects.map(({ type, bytes }) => h.object(type.label, type.kind, { bytes }));
    const ref = (index: number) => refs[index] ?? 0;
    for (const [from, to] of given.edges) h.link(ref(from), ref(to));
    for (const [from, to] of given.classEdges) h.classLink(ref(from), ref(to));
    for (const { name, holds } of given.threads) h.link(ref(0), h.thread(name, { holds: holds.map(ref) }));
    for (const [i, held] of given.globals.entries()) h.root(`global ${i}`, ...held.map(ref));
    if (given.stack.length > 0) h.stack(...given.stack.map(ref));
  };
  const { objects, ...rest } = given;
  const kinds = objects.map(({ type }, i) => `${i} ${type.label}`).join(', ');
  return Object.assign(draw, { [fc.toStringMethod]: () => `${kinds}; ${JSON.stringify(rest)}` });
});

/** Nodes that an edge of any sort leads to from `node`. */
export function successors(graph: HeapGraph, node: number): number[] {
  return [
    ...graph.edgeTargets.subarray(graph.edgeStarts[node], graph.edgeStarts[node + 1]),
    ...graph.classEdgeTargets.subarray(graph.classEdgeStarts[node], graph.classEdgeStarts[node + 1]),
  ];
}

export const rootNodes = (graph: HeapGraph): number[] => graph.roots.flatMap((set) => [...set.nodes]);

/** By recursion over sets, the slow way: what can be reached from `seeds` without entering `barred`. */
export function reachable(
  graph: HeapGraph,
  seeds: readonly number[],
  barred: ReadonlySet<number> = new Set(),
): Set<number> {
  const seen = new Set<number>();
  const visit = (node: number): void => {
    if (seen.has(node) || barred.has(node)) return;
    seen.add(node);
    successors(graph, node).forEach(visit);
  };
  seeds.forEach(visit);
  return seen;
}

export function bytesOf(graph: HeapGraph, nodes: Iterable<number>): number {
  let bytes = 0;
  for (const each of nodes) bytes += graph.shallowBytes[each] ?? 0;
  return bytes;
}
