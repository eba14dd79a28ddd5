import { isWellFormedTarget } from '../byte-string.ts';
import { DistinctRequests } from './distinct-requests.ts';
import type { LoggedRequest } from './logged-request.ts';
import { ShapeGroups } from './shape-groups.ts';

/** Held while reading, so that what is kept of them can be chosen well; a scanner asks for tens of thousands. */
const mostShapes = 5_000;
const mostDistinct = 5_000;

/** Requests sorted by what is done with them. A malformed request that was answered normally is in two. */
export class TrafficGroups {
  /** `GET` and `HEAD`, answered normally as far as is known. */
  readonly ordinary = new ShapeGroups(mostShapes);
  /** Targets outside RFC 3986, whatever they were answered with. */
  readonly malformed = new DistinctRequests(mostDistinct);
  /** Well-formed requests that ended with a status of 400 or above. */
  readonly failed = new DistinctRequests(mostDistinct);
  /** Methods that change data. */
  readonly changing = new ShapeGroups(mostShapes);
  #requests = 0;

  get requests(): number {
    return this.#requests;
  }

  add(logged: LoggedRequest): void {
    const { method, target } = logged.request;
    this.#requests += 1;
    if (method !== 'GET' && method !== 'HEAD') {
      this.changing.add(logged);
      return;
    }
    const isFailed = (logged.status ?? 0) >= 400;
    const isMalformed = !isWellFormedTarget(target);
    if (isMalformed) this.malformed.add(logged);
    else if (isFailed) this.failed.add(logged);
    if (!isFailed && (!isMalformed || hasWellFormedPath(target))) this.ordinary.add(logged);
  }
}

/** Pages whose queries have brackets, as browsers send them, are ordinary pages all the same. */
const hasWellFormedPath = (target: string): boolean => isWellFormedTarget(target.replace(/\?.*/s, ''));
