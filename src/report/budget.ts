/** How much of each list is shown. */
export interface Limits {
  readonly findings: number;
  /** Rows of each table, and lines of each list. */
  readonly rows: number;
  /** Whether how it was measured and how to repeat it are told. */
  readonly run: boolean;
}

/** The first rendering that fits; limits go from generous to strict. The last one if none does. */
export function firstThatFits(
  limits: readonly Limits[],
  render: (limits: Limits) => string,
  fits: (text: string) => boolean,
): string {
  let text = '';
  for (const limit of limits) {
    text = render(limit);
    if (fits(text)) return text;
  }
  return text;
}
