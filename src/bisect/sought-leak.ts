import { z } from 'zod';
import type { ClassGrowth } from '../leak/class-growth.ts';
import type { Finding } from '../leak/finding.ts';
import { fingerprint } from '../leak/fingerprint.ts';
import { judgeGrowth } from '../leak/growth.ts';
import { pairLeaks } from '../leak/leak-pairs.ts';
import type { Measurement, NamedHolder } from '../leak/measurement.ts';

/** The one leak that a bisect follows: what it is recognised by, and how fast it grows where it is and where it is not. */
export const SoughtLeak = z.object({
  findingId: z.string(),
  /** Of the holder's fingerprint; none where what holds it is not known. */
  parts: z.array(z.string()),
  /** What the holder holds itself, as it may be shown: what looks like a secret is masked in a plan for other machines. */
  className: z.string(),
  /** By which the class is recognised there. */
  classDigest: z.string(),
  isInternal: z.boolean(),
  unit: z.enum(['objects', 'bytes']),
  headPer1000: z.number(),
  basePer1000: z.number(),
});
export type SoughtLeak = z.infer<typeof SoughtLeak>;

/** What to look for, as head was measured; `undefined` where the finding is no growth of a class. */
export function soughtLeak(
  finding: Finding,
  head: Measurement,
  classes: readonly ClassGrowth[],
): SoughtLeak | undefined {
  const growing = finding.classes.flatMap(
    (name) => classes.find((row) => row.name === name && row.over) ?? [],
  );
  const row = growing.find(({ internal }) => !internal) ?? growing[0];
  if (!row) return undefined;
  const holder = head.processes.flatMap(({ holders }) => holders).find(({ id }) => id === finding.id);
  const byObjects = judgeGrowth(row.requests, row.counts).state === 'growing';
  return {
    findingId: finding.id,
    parts: [...(holder?.parts ?? [])],
    className: row.name,
    classDigest: fingerprint([row.name], []),
    isInternal: row.internal,
    unit: byObjects ? 'objects' : 'bytes',
    headPer1000: byObjects ? row.headPer1000 : row.bytesPer1000,
    basePer1000: byObjects ? row.basePer1000 : 0,
  };
}

export const isSoughtClass = ({ classDigest }: SoughtLeak, name: string): boolean =>
  fingerprint([name], []) === classDigest;

/** Whether one of `holders` is the leak, by its fingerprint. */
export function isAmong(sought: SoughtLeak, holders: readonly NamedHolder[]): boolean {
  return (
    pairLeaks<Pick<NamedHolder, 'id' | 'parts'>>([{ id: sought.findingId, parts: sought.parts }], holders)
      .size > 0
  );
}
