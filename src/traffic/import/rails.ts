import type { LineKind, LineReader, LogFormat, OnRequest } from './log-format.ts';
import { type LoggedRequest, loggedRequest } from './logged-request.ts';

const started = /^(.*?)Started ([\w-]+) "(.*)" for \S* at /;
const completed = /^(.*?)Completed (\d{3})\b/;
const noRoute = /^(.*?)ActionController::RoutingError \(/;

/** Requests that are waited for: a log without process ids or tags has one, a cluster's as many as its threads. */
const mostOpen = 10_000;

/** Rails' own log: `Started GET "/" for 127.0.0.1 at …` and, some lines on, `Completed 200 OK in …`. */
export const rails: LogFormat = {
  name: 'rails',
  title: 'Rails log',
  lacks:
    'headers, cookies and bodies of requests, values of filtered parameters, and the status of what raised outside a controller',
  looksLike: isRails,
  newReader: () => new RailsReader(),
};

function isRails(line: string): boolean {
  return started.test(line);
}

class RailsReader implements LineReader {
  /** Requests without their status yet, by process and tags. */
  readonly #open = new Map<string, LoggedRequest>();

  read(line: string, onRequest: OnRequest): LineKind {
    const [, prefix, method, path] = started.exec(line) ?? [];
    if (prefix !== undefined && method !== undefined && path !== undefined) {
      this.#start(threadOf(prefix), loggedRequest(method, unfiltered(path), undefined), onRequest);
      return 'request';
    }
    const [, endPrefix, status] = completed.exec(line) ?? [];
    if (endPrefix !== undefined) this.#complete(threadOf(endPrefix), Number(status), onRequest);
    const [, errorPrefix] = noRoute.exec(line) ?? [];
    if (errorPrefix !== undefined) this.#complete(threadOf(errorPrefix), 404, onRequest);
    return 'other';
  }

  end(onRequest: OnRequest): void {
    for (const request of this.#open.values()) onRequest(request);
    this.#open.clear();
  }

  #start(thread: string, request: LoggedRequest, onRequest: OnRequest): void {
    this.#release(thread, onRequest);
    this.#open.set(thread, request);
    const [oldest] = this.#open.keys();
    if (this.#open.size > mostOpen && oldest !== undefined) this.#release(oldest, onRequest);
  }

  #complete(thread: string, status: number, onRequest: OnRequest): void {
    const request = this.#open.get(thread);
    if (!request) return;
    this.#open.delete(thread);
    onRequest({ ...request, status });
  }

  #release(thread: string, onRequest: OnRequest): void {
    const request = this.#open.get(thread);
    this.#open.delete(thread);
    if (request) onRequest(request);
  }
}

/** The process id and the tags in front of a line; the time and the severity differ within a request. */
function threadOf(prefix: string): string {
  const [head = '', tags] = prefix.split(/ -- (?:\w+)?: /);
  const pid = tags === undefined ? '' : (/#\d+\]/.exec(head)?.[0] ?? '');
  return pid + ((tags ?? head).match(/\[[^\]]*\]/g) ?? []).join('');
}

/** Brackets that Rails wrote must not pass for a malformed target. */
const unfiltered = (path: string): string => path.replaceAll('[FILTERED]', 'FILTERED');
