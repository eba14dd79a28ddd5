import type { ClassGrowth, Finding } from './schema.ts';

/** Classes by how they move; within each those that findings begin with, then the fastest. */
export interface RankedClasses {
  readonly growing: readonly ClassGrowth[];
  /** Growth that comes to an end by itself, as that of a cache that fills. */
  readonly levelling: readonly ClassGrowth[];
  readonly flat: readonly ClassGrowth[];
}

export function rankClasses(classes: readonly ClassGrowth[], findings: readonly Finding[]): RankedClasses {
  const leads = new Set(findings.map((finding) => finding.classes[0]));
  const weight = ({ over, name }: ClassGrowth) => Number(over) + Number(leads.has(name));
  const fastest = classes.toSorted(
    (a, b) => weight(b) - weight(a) || Math.abs(b.headPer1000) - Math.abs(a.headPer1000),
  );
  return {
    growing: fastest.filter(({ over, state }) => over || state === 'growing'),
    levelling: fastest.filter(({ over, state }) => !over && state === 'saturating'),
    flat: fastest.filter(({ over, state }) => !over && state === 'flat'),
  };
}
