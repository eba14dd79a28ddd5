import type { Passage } from '../import/logged-request.ts';
import { TrafficGroups } from '../import/traffic-groups.ts';
import type { RecordedExchange } from './exchange-reader.ts';
import { keptRequest, type LeftOut } from './kept-request.ts';

/** When a request passed, and how it was answered; without what it said. */
export interface PassedRequest extends Passage {
  readonly status: number | undefined;
}

/** A recording may last for days. */
const mostPassed = 100_000;

/** What passed so far. */
export class Recording {
  readonly groups = new TrafficGroups('recording');
  readonly leftOut = new Map<LeftOut, number>();
  readonly #passed: PassedRequest[] = [];
  #requests = 0;

  /** All requests that passed. */
  get requests(): number {
    return this.#requests;
  }

  /** The first 100,000, in the order in which they began. */
  get passed(): readonly PassedRequest[] {
    return this.#passed.toSorted((a, b) => a.startedMs - b.startedMs);
  }

  add(exchange: RecordedExchange): void {
    const { connection, startedMs, answeredMs, status } = exchange;
    this.#requests += 1;
    if (this.#passed.length < mostPassed) this.#passed.push({ connection, startedMs, answeredMs, status });
    const kept = keptRequest(exchange);
    const passage = { connection, startedMs, answeredMs };
    if ('request' in kept) this.groups.add({ request: kept.request, status, passage });
    else this.leftOut.set(kept.leftOut, (this.leftOut.get(kept.leftOut) ?? 0) + 1);
  }
}
