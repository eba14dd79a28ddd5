import type { HeapGraph } from '../../src/heap/graph.ts';
import { heap } from './synthetic-heap.ts';

/** Nodes of one byte each and what they refer to: for heaps too large to be drawn. Node 0 is the only root. */
export function bareGraph(nodeCount: number, successorsOf: (node: number) => readonly number[]): HeapGraph {
  const edgeStarts = new Uint32Array(nodeCount + 1);
  const edgeTargets: number[] = [];
  for (let node = 0; node < nodeCount; node++) {
    for (const target of successorsOf(node)) edgeTargets.push(target);
    edgeStarts[node + 1] = edgeTargets.length;
  }
  return {
    ...heap(() => {}),
    nodeCount,
    shallowBytes: new Float64Array(nodeCount).fill(1),
    edgeStarts,
    edgeTargets: Uint32Array.from(edgeTargets),
    classEdgeStarts: new Uint32Array(nodeCount + 1),
    roots: [{ kind: 'global', label: 'vm', nodes: Uint32Array.of(0) }],
  };
}
