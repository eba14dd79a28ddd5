import type { Finding } from './finding.ts';

/** Growth that its owners know of and accept. */
export interface KnownGrowth {
  readonly finding?: string | undefined;
  readonly holder?: string | undefined;
  readonly class?: string | undefined;
}

/** Whether the owners of a finding know of it. */
export function isAccepted(finding: Finding, known: readonly KnownGrowth[]): boolean {
  return known.some((entry) => accepts(entry, finding));
}

/** Whether growth of a class is accepted wherever it is held. */
export const isAcceptedClass = (name: string, known: readonly KnownGrowth[]): boolean =>
  known.some((entry) => entry.class === name);

function accepts(entry: KnownGrowth, finding: Finding): boolean {
  if (entry.finding !== undefined) return entry.finding === finding.id;
  if (entry.holder !== undefined)
    return finding.holder === entry.holder || finding.path.some((step) => step.class === entry.holder);
  return entry.class !== undefined && finding.classes[0] === entry.class;
}
