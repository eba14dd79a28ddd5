import { type HeapGraph, NodeKind } from '../heap/graph.ts';

/**
 * Boots and commits of one app have all but a few of their classes in common, two Rails apps three in four, a script
 * and a Rails app one in four: what every program of the language has.
 */
const smallestCommonShare = 0.5;

/** From which on the one with fewer classes is the other at an earlier time, before it had loaded the rest. */
const smallestEarlierShare = 0.9;

/**
 * What shows that two heaps are of different programs: that they have few classes and modules in common, or none beside
 * those of the language itself, though both have others. Undefined where nothing does, and where one may be the other
 * before it had loaded all.
 */
export function signOfStrangers(
  one: HeapGraph,
  other: HeapGraph,
  isOfLanguage: (className: string) => boolean,
): string | undefined {
  const [names, others] = [classNames(one), classNames(other)];
  const common = [...names].filter((name) => others.has(name));
  const all = names.size + others.size - common.length;
  const isOwn = (name: string) => !isOfLanguage(name);
  const own = [names, others].map((each) => [...each].filter(isOwn).length);
  const fewest = Math.min(...own);
  const commonOwn = common.filter(isOwn).length;
  const mayBeEarlier = commonOwn > 0 && commonOwn >= smallestEarlierShare * fewest;
  if (common.length < smallestCommonShare * all && !mayBeEarlier) {
    return `only ${Math.floor((100 * common.length) / all)} % of their classes are in both`;
  }
  return fewest > 0 && commonOwn === 0 ? 'beside those of the language no class is in both' : undefined;
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
