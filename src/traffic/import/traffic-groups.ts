import { isWellFormedTarget } from '../byte-string.ts';
import { requestMethod, requestTarget } from '../request-bytes.ts';
import { DistinctRequests } from './distinct-requests.ts';
import type { LoggedRequest } from './logged-request.ts';
import { isMethod } from './request-line.ts';
import { ShapeGroups } from './shape-groups.ts';

/** A log is long, and some of its requests stand for all; a recording is short, and made to be replayed. */
export type TrafficSource = 'log' | 'recording';

/** Of a log enough to find the most frequent ones among; a page of ids has none that is. */
const samples: Readonly<Record<TrafficSource, number>> = { log: 32, recording: 300 };

/** Held while reading, so that what is kept of them can be chosen well; a scanner asks for tens of thousands. */
const mostShapes = 5_000;
const mostDistinct = 5_000;

/** Requests sorted by what is done with them. A malformed request that was answered normally is in two. */
export class TrafficGroups {
  /** `GET` and `HEAD`, answered normally as far as is known. */
  readonly ordinary: ShapeGroups;
  /** Targets outside RFC 3986, and what can only be kept as a whole, whatever it was answered with. */
  readonly malformed = new DistinctRequests(mostDistinct);
  /** Well-formed requests that ended with a status of 400 or above. */
  readonly failed = new DistinctRequests(mostDistinct);
  /** Methods that change data. */
  readonly changing: ShapeGroups;
  readonly source: TrafficSource;
  #requests = 0;

  constructor(source: TrafficSource = 'log') {
    const limits = { shapes: mostShapes, samples: samples[source] };
    this.source = source;
    this.ordinary = new ShapeGroups(limits);
    this.changing = new ShapeGroups(limits);
  }

  get requests(): number {
    return this.#requests;
  }

  add(logged: LoggedRequest): void {
    const method = requestMethod(logged.request);
    const target = requestTarget(logged.request);
    this.#requests += 1;
    if (mayChange(method)) {
      this.changing.add(logged);
      return;
    }
    const isFailed = (logged.status ?? 0) >= 400;
    const isWhole = 'raw' in logged.request;
    const isMalformed = isWhole || !isWellFormedTarget(target);
    if (isMalformed) this.malformed.add(logged);
    else if (isFailed) this.failed.add(logged);
    if (!isFailed && !isWhole && (!isMalformed || hasWellFormedPath(target))) this.ordinary.add(logged);
  }
}

/** No server acts on what names no method. */
const mayChange = (method: string): boolean => method !== 'GET' && method !== 'HEAD' && isMethod(method);

/** Pages whose queries have brackets, as browsers send them, are ordinary pages all the same. */
const hasWellFormedPath = (target: string): boolean => isWellFormedTarget(target.replace(/\?.*/s, ''));
