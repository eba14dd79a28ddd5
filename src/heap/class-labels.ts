import { type HeapGraph, NodeKind } from './graph.ts';

/**
 * The same heap with classes and modules counted under what they are rather than each under its own name, as tables
 * by class want it. Singleton classes stay apart: most of them are the VM's own.
 */
export function withClassLabels(graph: HeapGraph): HeapGraph {
  const names = [...graph.names];
  const labels = graph.labels.slice();
  const sortOf = new Map<number, number>();
  for (let node = 0; node < graph.nodeCount; node++) {
    if (graph.kinds[node] !== NodeKind.classOrModule) continue;
    const own = labels[node] ?? 0;
    const sort = sortOf.get(own) ?? indexIn(names, sortNamed(graph.names[own] ?? ''));
    sortOf.set(own, sort);
    labels[node] = sort;
  }
  return { ...graph, names, labels };
}

/** From a label such as `class Shop` or `singleton class < Shop`. */
function sortNamed(label: string): string {
  if (label.startsWith('singleton class')) return 'singleton class';
  return label.startsWith('class ') ? 'Class' : 'Module';
}

function indexIn(names: string[], name: string): number {
  const known = names.indexOf(name);
  return known >= 0 ? known : names.push(name) - 1;
}
