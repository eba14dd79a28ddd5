import { requestMethod, requestTarget } from '../request-bytes.ts';
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

export interface ShapeLimits {
  readonly shapes: number;
  /** Distinct requests that are known of each shape. */
  readonly samples: number;
}

/** Groups requests by method and path shape. */
export class ShapeGroups {
  readonly #limits: ShapeLimits;
  readonly #groups = new Map<string, ShapeGroup>();
  #ungrouped = 0;

  constructor(limits: ShapeLimits) {
    this.#limits = limits;
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
    const method = requestMethod(logged.request);
    const shape = pathShape(requestTarget(logged.request));
    const key = method === 'GET' ? shape : `${shape}\0${method}`;
    let group = this.#groups.get(key);
    if (!group) {
      if (this.#groups.size === this.#limits.shapes) {
        this.#ungrouped += 1;
        return;
      }
      const samples = new DistinctRequests(this.#limits.samples);
      group = { method: copied(method), shape: copied(shape), count: 0, samples };
      this.#groups.set(copied(key), group);
    }
    group.count += 1;
    group.samples.add(logged);
  }
}
