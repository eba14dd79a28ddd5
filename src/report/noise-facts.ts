import type { Quote } from './finding-facts.ts';
import { formatCount } from './numbers.ts';
import type { Noise, Report } from './schema.ts';

const mostBlind = 3;

/** `growth of 4.6 objects per 1,000 requests would have been seen` */
export function detectablePhrase({ noise }: { readonly noise: Noise }): string {
  if (noise.smallestDetectable === 0) return 'no growth could have been seen';
  return `growth of ${rate(noise.smallestDetectable)} would have been seen`;
}

/** How still the heap was, what could have been seen, and where less than the threshold asks for. */
export function noisePhrase(report: Pick<Report, 'noise' | 'threshold'>, quote: Quote): string {
  const { noise, threshold } = report;
  const blind = noise.classes.filter(({ smallestDetectable }) => smallestDetectable > threshold);
  const named = blind
    .slice(0, mostBlind)
    .map(({ name, smallestDetectable }) => `${formatCount(smallestDetectable)} of ${quote(name)}`);
  return [
    rate(noise.objectsPer1000Requests),
    detectablePhrase(report),
    ...(blind.length > 0
      ? [`of noisier classes only from ${named.join(', ')}${blind.length > mostBlind ? ' and others' : ''}`]
      : []),
  ].join('; ');
}

function rate(objects: number): string {
  const shown = formatCount(objects);
  return `${shown} ${shown === '1' ? 'object' : 'objects'} per 1,000 requests`;
}

export const noiseHead = ['Drift per 1,000', 'Swing', 'Seen from, per 1,000'] as const;

/** The noise floor by class, which a self-test is made for: the name, and what `noiseHead` says; nothing in other reports. */
export function noiseRows({ selfTest, noise }: Report): { name: string; cells: readonly string[] }[] {
  if (!selfTest) return [];
  return noise.classes.map(({ name, objectsPer1000Requests, objects, smallestDetectable }) => ({
    name,
    cells: [objectsPer1000Requests, objects, smallestDetectable].map((value) => formatCount(value)),
  }));
}
