import { type HeapGraph, NodeKind } from '../heap/graph.ts';

/**
 * Boots and commits of one app have all but a few of their classes in common, two Rails apps three in four, a script
 * and a Rails app one in four: what every program of the language has.
 */
export const smallestCommonShare = 0.5;

/** Of the classes and modules that either heap has, the share that both have, by name. */
export function commonClassShare(one: HeapGraph, other: HeapGraph): number {
  const names = classNames(one);
  const others = classNames(other);
  const common = [...others].filter((name) => names.has(name)).length;
  const all = names.size + others.size - common;
  return all === 0 ? 1 : common / all;
}

function classNames({ kinds, labels, names }: HeapGraph): Set<string> {
  const found = new Set<string>();
  for (let node = 0; node < kinds.length; node++) {
    if (kinds[node] === NodeKind.classOrModule) found.add(names[labels[node] ?? 0] ?? '');
  }
  return found;
}
