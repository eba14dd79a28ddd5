import { analyzeHeap, type HeapAnalysis } from '../../src/heap/analysis.ts';
import { classTree } from '../../src/heap/class-tree.ts';
import { type DominatorTree, dominatorTree } from '../../src/heap/dominators.ts';
import type { HeapGraph } from '../../src/heap/graph.ts';
import { renderFlamegraph } from '../../src/report/flamegraph.ts';
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

/** The flame graph of a heap with an object of a class for each of `texts`, in a file called as the first. */
export function hostileFlamegraph(texts: readonly string[]): string {
  const graph = heap((h) => {
    h.root('vm', ...texts.map((text, at) => h.instance(text, { bytes: 1000 - at })));
  });
  const tree = classTree(graph, dominatorTree(graph));
  return renderFlamegraph(tree, graph.names, { file: texts[0] ?? '', smallestShare: 0.0002 });
}
