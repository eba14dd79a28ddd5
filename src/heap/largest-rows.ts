/** The rows with the most of `column`, at most `limit`, most first; those that have the same amount in their order. */
export function largestRows(
  column: Float64Array,
  limit: number,
  isMeant: (row: number) => boolean,
): number[] {
  let largest: number[] = [];
  let least = Number.NEGATIVE_INFINITY;
  const sortAndCut = () => {
    largest.sort((a, b) => (column[b] ?? 0) - (column[a] ?? 0) || a - b);
    largest = largest.slice(0, limit);
    if (largest.length === limit) least = column[largest.at(-1) ?? 0] ?? 0;
  };
  for (let row = 0; row < column.length; row++) {
    if ((column[row] ?? 0) <= least || !isMeant(row)) continue;
    largest.push(row);
    // Sorted now and then rather than at each insertion, which keeps it linear in the rows.
    if (largest.length >= 2 * limit) sortAndCut();
  }
  sortAndCut();
  return largest;
}
