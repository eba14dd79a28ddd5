import type { Finding, PathStep } from './schema.ts';

const MAX_STEPS = 14;

/**
 * The path from a root to what grows, one line a step, each deeper than the one before. Not escaped yet.
 *
 *     Thread "puma srv tp 001"
 *     └ [:queue]: SubscriberQueueRegistry
 *       └ @children: Array ← grows
 */
export function pathLines(finding: Pick<Finding, 'path' | 'holder'>): string[] {
  const { path } = finding;
  const holder = holderIndex(finding);
  const labels = path.map((step, index) => `${stepLabel(step)}${index === holder ? ' ← grows' : ''}`);
  const cut = path.length - MAX_STEPS;
  if (cut > 0) labels.splice(MAX_STEPS / 2, cut, `… ${cut} more steps`);
  return labels.map((label, depth) => (depth === 0 ? label : `${'  '.repeat(depth - 1)}└ ${label}`));
}

/** Where on its path a finding's holder is: the path may go on to one of the objects that grow. */
export function holderIndex({ path, holder }: Pick<Finding, 'path' | 'holder'>): number {
  const index = path.findLastIndex((step) => step.class === holder);
  return index === -1 ? path.length - 1 : index;
}

function stepLabel({ class: className, edge, name }: PathStep): string {
  const named = name === undefined ? className : `${className} "${name}"`;
  return edge === undefined ? named : `${edge}: ${named}`;
}
