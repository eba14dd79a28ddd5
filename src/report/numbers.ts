/** Numbers for people, the same on every machine: `2,004`, `+0.4`, `27.3 MB`, `1 min 12 s`. */

const MINUS = '−';

/** Whole above 10, one decimal below: `2,004`, `9.5`, `0`. */
export function formatCount(value: number): string {
  const size = Math.abs(value);
  return withSign(value, grouped(size, size < 9.95 ? 1 : 0), '');
}

/** Like `formatCount`, with the sign of growth: `+2,004`, `0`, `−3`. */
export function formatGrowth(value: number): string {
  const size = Math.abs(value);
  return withSign(value, grouped(size, size < 9.95 ? 1 : 0), '+');
}

/** Decimal units, as disks and networks have them: `27.3 MB`. */
export function formatBytes(bytes: number): string {
  return withSign(bytes, sized(Math.abs(bytes)), '');
}

export function formatByteGrowth(bytes: number): string {
  return withSign(bytes, sized(Math.abs(bytes)), '+');
}

/** Growth per 1,000 requests as growth per request: `+1.96 / request`; as many digits as `formatGrowth` may show of it. */
export function formatPerRequest(per1000: number): string {
  const size = Math.abs(per1000 / 1000);
  const digits = size.toLocaleString('en-US', { maximumSignificantDigits: 3 });
  return `${withSign(per1000, digits, '+')} / request`;
}

export function formatDuration(milliseconds: number): string {
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 9_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** `1 class`, `2 classes`; `plural` where it is not the singular and an `s`. */
export function formatQuantity(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

function sized(bytes: number): string {
  const units = ['kB', 'MB', 'GB', 'TB'];
  if (bytes < 999.5) return `${Math.round(bytes)} B`;
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${grouped(value, value < 99.95 ? 1 : 0)} ${units[unit]}`;
}

function grouped(size: number, decimals: number): string {
  return size.toLocaleString('en-US', { maximumFractionDigits: decimals });
}

/** Nothing that is shown as zero has a sign. */
function withSign(value: number, digits: string, plus: '+' | ''): string {
  if (!/[1-9]/.test(digits)) return digits;
  return `${value < 0 ? MINUS : plus}${digits}`;
}
