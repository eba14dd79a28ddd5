import type { Census, Tally } from '../heap/census.ts';
import type { ClassGrowth } from '../leak/class-growth.ts';
import type { Finding } from '../leak/finding.ts';

/** What a finding is recognised by in a census: its first class, which is what the holder holds itself. */
export interface Gauge {
  readonly findingId: string;
  /** What a request of the measured rounds added to it on average, in the unit of `read`. */
  readonly perRequest: number;
  /** What weighs as much as one object, in the unit of `read`. */
  readonly unit: number;
  /** Objects of that class, or bytes where only those grow. */
  read(census: Census): number;
  /** Objects of all classes that grow with the finding. */
  objects(census: Census): number;
}

/** A growing buffer has no count: so many bytes weigh as much as an object. */
const bytesPerObject = 256;

/** `rows`: the classes as head was measured, by which it is told how fast the finding grows. */
export function gaugeOf(finding: Finding, rows: readonly ClassGrowth[]): Gauge {
  const [first = ''] = finding.classes;
  const row = rows.find(({ name }) => name === first);
  const byBytes = finding.objectsPer1000 === 0;
  const per1000 = byBytes
    ? (row?.bytesPer1000 ?? finding.bytesPer1000)
    : (row?.headPer1000 ?? finding.objectsPer1000 / Math.max(1, finding.classes.length));
  return {
    findingId: finding.id,
    perRequest: per1000 / 1000,
    unit: byBytes ? bytesPerObject : 1,
    read: (census) => {
      const tally = tallyOf(census, first);
      return byBytes ? tally.bytes : tally.objects;
    },
    objects: (census) =>
      finding.classes.reduce((sum, name) => sum + (byBytes ? 0 : tallyOf(census, name).objects), 0),
  };
}

const nothing: Tally = { objects: 0, bytes: 0 };

const tallyOf = ({ classes, internals }: Census, name: string): Tally =>
  classes.get(name) ?? internals.get(name) ?? nothing;
