import type { LoggedRequest } from './logged-request.ts';

/** One request with how often it was made. */
export interface CountedRequest {
  readonly request: LoggedRequest['request'];
  count: number;
  /** How often it was answered with each status; what is unknown is not counted. */
  readonly statuses: Map<number, number>;
}

/**
 * Distinct requests with how often each was made: the first `most` of them, since a log may hold any number. Those
 * that are frequent come early.
 */
export class DistinctRequests {
  readonly #most: number;
  readonly #byTarget = new Map<string, CountedRequest>();
  #uncounted = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get all(): readonly CountedRequest[] {
    return [...this.#byTarget.values()];
  }

  /** Requests that came when there was no room for another distinct one. */
  get uncounted(): number {
    return this.#uncounted;
  }

  add({ request, status }: LoggedRequest): void {
    // Requests of logs have no body, and almost all one method.
    const hasOwnKey = request.method !== 'GET' || request.body !== undefined;
    const key = hasOwnKey ? `${request.target}\0${request.method}\0${request.body ?? ''}` : request.target;
    let counted = this.#byTarget.get(key);
    if (!counted) {
      if (this.#byTarget.size === this.#most) {
        this.#uncounted += 1;
        return;
      }
      counted = { request: detached(request), count: 0, statuses: new Map() };
      this.#byTarget.set(copied(key), counted);
    }
    counted.count += 1;
    if (status !== undefined) counted.statuses.set(status, (counted.statuses.get(status) ?? 0) + 1);
  }
}

function detached(request: LoggedRequest['request']): LoggedRequest['request'] {
  return { ...request, method: copied(request.method), target: copied(request.target) };
}

/** A slice of a string keeps all of it alive, here a block of the log. */
export const copied = (text: string): string => Buffer.from(text, 'latin1').toString('latin1');
