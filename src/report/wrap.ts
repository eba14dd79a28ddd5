import { shownWidth } from './shown-width.ts';

/** Breaks a text at spaces into lines no wider than `columns`, colours not counted. Words are never broken. */
export function wrap(text: string, columns: number): string[] {
  const [first = '', ...words] = text.split(' ');
  const lines = [first];
  for (const word of words) {
    const longer = `${lines.at(-1)} ${word}`;
    if (shownWidth(longer) > columns) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

/** Columns of text under each other, numbers to the right; without trailing spaces. */
export function alignColumns(rows: readonly (readonly string[])[], numeric: readonly boolean[]): string[] {
  const widths = numeric.map((_, column) => Math.max(0, ...rows.map((row) => shownWidth(row[column] ?? ''))));
  const pad = (cell: string, column: number): string => {
    const padding = ' '.repeat((widths[column] ?? 0) - shownWidth(cell));
    return numeric[column] ? padding + cell : cell + padding;
  };
  return rows.map((row) => row.map(pad).join('  ').trimEnd());
}
