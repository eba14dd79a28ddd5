import { CannotMeasure } from '../../../cannot-measure.ts';
import { slotsPerPage } from '../../../heap/address-pages.ts';
import { formatCount } from '../../../report/numbers.ts';

/** What one reader has read so far. */
export interface ReadSoFar {
  readonly lines: number;
  /** Those that are blank or no row. */
  readonly strangeLines: number;
  readonly nodes: number;
  /** Of addresses. */
  readonly pages: number;
}

/** So many are no damage to a dump. */
const mostStrangeLines = 100_000;

/** Refuses what can be no dump, whatever may follow: a small packed file may go on for terabytes. */
export function refuseEarly({ lines, strangeLines, nodes, pages }: ReadSoFar): void {
  if (strangeLines > mostStrangeLines && strangeLines * 2 > lines) {
    throw new CannotMeasure(
      `this is no heap dump of Ruby (ObjectSpace.dump_all): of ${formatCount(lines)} lines read so far ${formatCount(strangeLines)} are no rows of one`,
    );
  }
  // No two objects have one address.
  if (nodes > pages * slotsPerPage) {
    throw new CannotMeasure('its rows have the same addresses again and again: is it one heap dump of Ruby?');
  }
}
