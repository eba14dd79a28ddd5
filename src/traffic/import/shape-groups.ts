import { copied, DistinctRequests } from './distinct-requests.ts';
import type { LoggedRequest } from './logged-request.ts';
import { pathShape } from './path-shape.ts';

/** Requests of one method whose paths have one shape. */
export interface ShapeGroup {
  readonly method: string;
  readonly shape: string;
  count: number;
  readonly samples: DistinctRequests;
}

/** Enough to find the most frequent ones among; a page of ids has none that is. */
const samplesPerGroup = 32;

/** Groups requests by method and path shape, as many shapes as `most`. */
export class ShapeGroups {
  readonly #most: number;
  readonly #groups = new Map<string, ShapeGroup>();
  #ungrouped = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** The most frequent first. */
  get all(): readonly ShapeGroup[] {
    return [...this.#groups.values()].sort((a, b) => b.count - a.count);
  }

  /** Requests that came when there was no room for another shape. */
  get ungrouped(): number {
    return this.#ungrouped;
  }

  add(logged: LoggedRequest): void {
    const { method, target } = logged.request;
    const shape = pathShape(target);
    const key = method === 'GET' ? shape : `${shape}\0${method}`;
    let group = this.#groups.get(key);
    if (!group) {
      if (this.#groups.size === this.#most) {
        this.#ungrouped += 1;
        return;
      }
      const samples = new DistinctRequests(samplesPerGroup);
      group = { method: copied(method), shape: copied(shape), count: 0, samples };
      this.#groups.set(copied(key), group);
    }
    group.count += 1;
    group.samples.add(logged);
  }
}
