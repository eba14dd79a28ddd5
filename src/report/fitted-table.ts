import { formatQuantity } from './numbers.ts';
import { keepBeginning, keepEnd, shownWidth } from './shown-width.ts';
import { type Terminal, tableLines } from './terminal-sections.ts';

/** A table whose first column holds names, of which as much is shown as the other columns leave room for. */
export interface FittedTable {
  readonly head: readonly string[];
  /** Escaped. */
  readonly rows: readonly (readonly string[])[];
  /** How many more rows there are. */
  readonly more?: number;
  /** Names are cut at their end; at their beginning where left out. */
  readonly keepStart?: boolean;
}

const MARGIN = 2;
const GAP = 2;
const SHORTEST_NAME = 16;

/** The table as lines no wider than the terminal, numbers to the right. Nothing where it has no rows. */
export function fittedTable(
  { head, rows, more = 0, keepStart = false }: FittedTable,
  terminal: Terminal,
): string {
  const others = head.slice(1).map((title, i) => {
    const cells = rows.map((row) => shownWidth(row[i + 1] ?? ''));
    return GAP + Math.max(shownWidth(title), ...cells);
  });
  const room = terminal.columns - MARGIN - others.reduce((sum, width) => sum + width, 0);
  const shortened = keepStart ? keepBeginning : keepEnd;
  const fitted = rows.map(([name = '', ...cells]) => [
    shortened(name, Math.max(SHORTEST_NAME, room)),
    ...cells,
  ]);
  const rest = more > 0 ? [[`and ${formatQuantity(more, 'more row')}`]] : [];
  return tableLines([head, ...fitted, ...rest], [false, ...others.map(() => true)], terminal);
}
