const BARS = '▁▂▃▄▅▆▇█';

/**
 * A series as a row of bars, one per value, or evenly picked ones where there are more than `maxBars`.
 * One step in height is at least 1, so that a flat series with a jitter of an object or two looks flat.
 */
export function sparkline(values: readonly number[], maxBars = 16): string {
  const picked = pickEvenly(values, maxBars);
  const lowest = Math.min(...picked);
  const steps = BARS.length - 1;
  const range = Math.max(Math.max(...picked) - lowest, steps);
  return picked.map((value) => BARS[Math.round(((value - lowest) / range) * steps)]).join('');
}

/** At most `limit` values, the first and the last always among them. */
export function pickEvenly<Value>(values: readonly Value[], limit: number): readonly Value[] {
  if (values.length <= limit) return values;
  const stride = (values.length - 1) / (limit - 1);
  return values.filter((_, index) => Math.round(Math.round(index / stride) * stride) === index);
}
