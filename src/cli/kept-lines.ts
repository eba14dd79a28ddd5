import type { Redaction } from '../redaction/redactor.ts';
import { formatCount, formatQuantity } from '../report/numbers.ts';
import type { Selection } from '../traffic/import/selection.ts';

/** How a scenario was made that has been written. */
export interface WrittenScenario {
  readonly selection: Selection;
  readonly redactions: readonly Redaction[];
  readonly headersLeftOut: number;
}

/** What a scenario holds that was written to `out`, and what was replaced in it. */
export function keptLines(
  { selection, redactions, headersLeftOut }: WrittenScenario,
  out: string,
): readonly string[] {
  const { ordinary, malformed, failed, changing } = selection;
  const replaced = redactions.map(
    ({ place, reason, count }) => `  ${formatCount(count).padStart(7)} × ${reason}, in ${place}`,
  );
  return [
    `Kept in ${out}:`,
    `  ${formatCount(ordinary.length).padStart(7)} ordinary, as often as in the source`,
    `  ${formatCount(malformed.length).padStart(7)} malformed`,
    `  ${formatCount(failed.length).padStart(7)} that ended with a status of 400 or above`,
    `  ${formatCount(changing.length).padStart(7)} off, since they may change data: listed as comments`,
    replaced.length === 0 ? 'Nothing looked secret.' : 'Replaced since they looked secret:',
    ...replaced,
    ...(headersLeftOut === 0 ? [] : [`Left out: ${formatQuantity(headersLeftOut, 'header')}.`]),
  ];
}

/** The same as data. */
export function keptFacts({ selection, redactions, headersLeftOut }: WrittenScenario): object {
  const { cut, ordinary, malformed, failed, changing } = selection;
  return {
    kinds: {
      ordinary: ordinary.length,
      malformed: malformed.length,
      failed: failed.length,
      off: changing.length,
    },
    cut: { ordinary: cut.ordinary, malformed: cut.malformed, failed: cut.failed, off: cut.changing },
    redactions,
    headersLeftOut,
  };
}
