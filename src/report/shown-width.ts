import stringWidth from 'string-width';

/** Columns that a text takes on a terminal: colours none, wide scripts and emoji two a character. */
export const shownWidth = (text: string): number => stringWidth(text);

/** As much of the end of `text` as fits into `columns`: of a class name or path it says more than the beginning. */
export function keepEnd(text: string, columns: number): string {
  if (shownWidth(text) <= columns) return text;
  return `…${fitting([...text].reverse(), columns - 1)
    .reverse()
    .join('')}`;
}

/** As much of the beginning of `text` as fits into `columns`. */
export function keepBeginning(text: string, columns: number): string {
  return shownWidth(text) <= columns ? text : `${fitting([...text], columns - 1).join('')}…`;
}

/** The first of `characters`, as many as fit. */
function fitting(characters: readonly string[], columns: number): string[] {
  let left = columns;
  const end = characters.findIndex((character) => {
    left -= shownWidth(character);
    return left < 0;
  });
  return end < 0 ? [...characters] : characters.slice(0, end);
}
