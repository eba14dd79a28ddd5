import type { RecordedRequest } from '../scenario.ts';
import { type LoggedRequest, type Passage, unloggedHeaders } from './logged-request.ts';

/** One request with how often it was made. */
export interface CountedRequest {
  readonly request: RecordedRequest;
  count: number;
  /** How often it was answered with each status; what is unknown is not counted. */
  readonly statuses: Map<number, number>;
  /** The first time, where it was recorded. */
  readonly first?: Passage | undefined;
}

/**
 * Distinct requests with how often each was made: the first `most` of them, since a log may hold any number. Those
 * that are frequent come early.
 */
export class DistinctRequests {
  readonly #most: number;
  readonly #byKey = new Map<string, CountedRequest>();
  #uncounted = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get all(): readonly CountedRequest[] {
    return [...this.#byKey.values()];
  }

  /** Requests that came when there was no room for another distinct one. */
  get uncounted(): number {
    return this.#uncounted;
  }

  add({ request, status, passage }: LoggedRequest): void {
    const key = keyOf(request);
    let counted = this.#byKey.get(key);
    if (!counted) {
      if (this.#byKey.size === this.#most) {
        this.#uncounted += 1;
        return;
      }
      counted = { request: detached(request), count: 0, statuses: new Map(), first: passage };
      this.#byKey.set(copied(key), counted);
    }
    counted.count += 1;
    if (status !== undefined) counted.statuses.set(status, (counted.statuses.get(status) ?? 0) + 1);
  }
}

/** Headers that make another request of one for the same target: what is wanted, not who wants it. */
const telling = new Set(['accept', 'content-type', 'hx-request', 'range', 'turbo-frame', 'x-requested-with']);

/** The same for requests that are to count as one. */
export function keyOf(request: RecordedRequest): string {
  if ('raw' in request) return request.raw;
  const { method, target, headers, body } = request;
  // Requests of logs have neither headers nor a body, almost all have one method, and there may be millions.
  if (method === 'GET' && headers === unloggedHeaders) return target;
  const told = headers
    .filter(([name]) => telling.has(name.toLowerCase()))
    .map(([name, value]) => `${name.toLowerCase()}: ${value}`);
  return [target, method, body ?? '', ...told.sort()].join('\0');
}

function detached(request: RecordedRequest): RecordedRequest {
  if ('raw' in request) return { raw: copied(request.raw) };
  return { ...request, method: copied(request.method), target: copied(request.target) };
}

/** A slice of a string keeps all of it alive, here a block of the log. */
export const copied = (text: string): string => Buffer.from(text, 'latin1').toString('latin1');
