import type { Answer } from './answer-reader.ts';

/**
 * Refused at the app's door, before any code of the app's own: by a redirect to HTTPS, or by a check of `Host`. In
 * production Rails says nothing with that, but the app itself may answer so too: only where all requests are refused
 * without a word, it is the check.
 */
export type TurnedAway = 'to https' | 'by host check' | 'without a word';

export function turnedAway(answer: Answer, target: string): TurnedAway | undefined {
  if (answer.status === 403 && answer.bodyStart === '') return 'without a word';
  if (answer.status === 403 && answer.bodyStart.includes('Blocked host')) return 'by host check';
  if (answer.status !== 301 && answer.status !== 308) return undefined;
  const path = /^https:\/\/[^/?#]*(.*)$/i.exec(answer.headers.get('location') ?? '')?.[1];
  return path !== undefined && (path || '/') === target ? 'to https' : undefined;
}
