import { type Html, html } from './html.ts';
import { formatCount } from './numbers.ts';
import type { ClassGrowth } from './schema.ts';

const [WIDTH, HEIGHT, MARGIN] = [180, 40, 3];

/** A class's objects over the process's own requests; dashed, where they would be at base's rate. */
export function lineChart({ requests, counts, basePer1000 }: ClassGrowth): Html {
  const [firstRequest, lastRequest] = [requests[0], requests.at(-1)];
  const [firstCount, lastCount] = [counts[0], counts.at(-1)];
  if (
    firstRequest === undefined ||
    lastRequest === undefined ||
    firstCount === undefined ||
    lastCount === undefined
  ) {
    return html`–`;
  }
  const atBaseRate = firstCount + (basePer1000 * (lastRequest - firstRequest)) / 1000;
  const lowest = Math.min(...counts, atBaseRate);
  const highest = Math.max(...counts, atBaseRate, lowest + 8);
  const point = (request: number, count: number): string => {
    const x = scale(request, firstRequest, lastRequest, MARGIN, WIDTH - MARGIN);
    const y = scale(count, lowest, highest, HEIGHT - MARGIN, MARGIN);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  };
  const series = counts.map((count, index) => point(requests[index] ?? lastRequest, count)).join(' ');
  const base = `${point(firstRequest, firstCount)} ${point(lastRequest, atBaseRate)}`;
  const label = `${formatCount(firstCount)} → ${formatCount(lastCount)} objects over ${formatCount(lastRequest - firstRequest)} requests`;
  return html`<svg role="img" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}"><title>${label}</title>
<polyline class="base" points="${base}"/><polyline class="head" points="${series}"/></svg>`;
}

function scale(value: number, from: number, to: number, start: number, end: number): number {
  return to === from ? start : start + ((value - from) / (to - from)) * (end - start);
}
