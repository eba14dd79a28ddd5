import { type BodyEnd, bodyEndOf } from './body-end.ts';
import { parseRequestHead, type RequestHead } from './request-head.ts';

/** Larger requests are passed on like all others, but nobody replays them. */
export const largestRequestBytes = 1024 * 1024;
const largestHeadBytes = 256 * 1024;

/** One request of a connection, while it arrives and after. */
export interface ArrivingRequest {
  /** `undefined` when it is no HTTP/1 request. */
  readonly head: RequestHead | undefined;
  /** As they arrived; only the first of one that is too large. */
  bytes: string;
  /**
   * `open`: more is to come. `whole`: all of it is there. `endless`: nothing says where it ends, so that it lasts as
   * long as its connection. `cut`: the connection ended before it.
   */
  state: 'open' | 'whole' | 'endless' | 'cut';
  isTooLarge: boolean;
}

/**
 * Splits what a client sends into requests; pipelined ones too. `onRequest` is called as soon as the head of one is
 * complete, since it may be answered before its body is.
 */
export class RequestSplitter {
  readonly #onRequest: (request: ArrivingRequest) => void;
  /** Of a head that is not complete. */
  #unread = '';
  #searchedTo = 0;
  #current: { readonly request: ArrivingRequest; readonly end: BodyEnd } | undefined;

  constructor(onRequest: (request: ArrivingRequest) => void) {
    this.#onRequest = onRequest;
  }

  push(arrived: string): void {
    for (let rest = arrived; rest !== ''; ) {
      rest = this.#current ? this.#readBody(rest) : this.#readHead(rest);
    }
  }

  /** Takes what has arrived for all there is: nothing more will come, or it is answered already. */
  cut(): void {
    if (this.#unread !== '') this.#begin(this.#unread, undefined).state = 'cut';
    if (this.#current?.request.state === 'open') this.#current.request.state = 'cut';
  }

  /** Answers what is left of `arrived`. */
  #readHead(arrived: string): string {
    // Empty lines before a request belong to none (RFC 9112, section 2.2).
    this.#unread = this.#unread === '' ? arrived.replace(/^[\r\n]+/, '') : this.#unread + arrived;
    const blankLine = /\r?\n\r?\n/g;
    blankLine.lastIndex = this.#searchedTo;
    if (blankLine.test(this.#unread)) {
      const head = this.#unread.slice(0, blankLine.lastIndex);
      const rest = this.#unread.slice(blankLine.lastIndex);
      this.#begin(head, parseRequestHead(head));
      return rest;
    }
    this.#searchedTo = Math.max(0, this.#unread.length - '\r\n\r'.length);
    if (this.#unread.length > largestHeadBytes) this.#begin(this.#unread, undefined).isTooLarge = true;
    return '';
  }

  #begin(bytes: string, head: RequestHead | undefined): ArrivingRequest {
    const end = bodyEndOf(head);
    const state = end.isReached ? 'whole' : end.isUnknown ? 'endless' : 'open';
    const request: ArrivingRequest = { head, bytes, state, isTooLarge: false };
    this.#unread = '';
    this.#searchedTo = 0;
    this.#current = end.isReached ? undefined : { request, end };
    this.#onRequest(request);
    return request;
  }

  #readBody(arrived: string): string {
    if (!this.#current) return arrived;
    const { request, end } = this.#current;
    const taken = end.take(arrived);
    request.isTooLarge ||= request.bytes.length + taken > largestRequestBytes;
    if (!request.isTooLarge) request.bytes += arrived.slice(0, taken);
    if (end.isUnknown) request.state = 'endless';
    if (end.isReached) {
      request.state = 'whole';
      this.#current = undefined;
    }
    return arrived.slice(taken);
  }
}
