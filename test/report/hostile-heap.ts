import { analyzeHeap, type HeapAnalysis } from '../../src/heap/analysis.ts';
import { type DominatorTree, dominatorTree } from '../../src/heap/dominators.ts';
import type { HeapGraph } from '../../src/heap/graph.ts';
import { heap } from '../heap/synthetic-heap.ts';

/** A heap whose every text is `text`: classes, a file, a thread's name. */
export function hostileHeap(text: string): { graph: HeapGraph; tree: DominatorTree; analysis: HeapAnalysis } {
  const graph = heap((h) => {
    const site = { file: text, line: 3 };
    const event = h.instance(`${text} Event`, { bytes: 900, site });
    h.root('vm', h.class(text, { holds: [h.instance(text, { holds: [event], site })] }));
    h.thread(text, { holds: [h.string(200)] });
    h.instance(text);
  });
  const tree = dominatorTree(graph);
  return { graph, tree, analysis: { ...analyzeHeap(graph, tree, 10), skippedRows: 2, skippedLines: [5, 7] } };
}
