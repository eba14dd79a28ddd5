import { type HeapGraph, NodeKind } from '../heap/graph.ts';

/**
 * Boots and commits of one app have all but a few of their classes in common, two Rails apps three in four, a script
 * and a Rails app one in four: what every program of the language has.
 */
const smallestCommonShare = 0.5;

/**
 * What shows that two heaps are of different programs: that they have few classes and modules in common, or none beside
 * those of the language itself, though both have others. Undefined where nothing does.
 */
export function signOfStrangers(
  one: HeapGraph,
  other: HeapGraph,
  isOfLanguage: (className: string) => boolean,
): string | undefined {
  const [names, others] = [classNames(one), classNames(other)];
  const common = [...names].filter((name) => others.has(name));
  const all = names.size + others.size - common.length;
  if (common.length < smallestCommonShare * all) {
    return `only ${Math.floor((100 * common.length) / all)} % of their classes are in both`;
  }
  const isOwn = (name: string) => !isOfLanguage(name);
  const haveOwn = [names, others].every((each) => [...each].some(isOwn));
  return haveOwn && !common.some(isOwn) ? 'beside those of the language no class is in both' : undefined;
}

/** Of classes and modules that have one: those without are alike in every program. */
function classNames({ kinds, labels, names }: HeapGraph): Set<string> {
  const found = new Set<string>();
  for (let node = 0; node < kinds.length; node++) {
    const name = kinds[node] === NodeKind.classOrModule ? ownName(names[labels[node] ?? 0]) : undefined;
    if (name !== undefined) found.add(name);
  }
  return found;
}

/** From a label such as `class Shop::Cart`. */
const ownName = (label = ''): string | undefined => /^(?:class|module) (?!\()(.+)$/.exec(label)?.[1];
