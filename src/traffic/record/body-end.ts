import { type RequestHead, valuesOf } from './request-head.ts';

/** Finds where the body of a request ends, from byte strings as they arrive. */
export interface BodyEnd {
  readonly isReached: boolean;
  /** Whether it is unknown: then everything that follows belongs to the body. */
  readonly isUnknown: boolean;
  /** How many bytes of what arrived belong to the body. */
  take(arrived: string): number;
}

/** By what the head says (RFC 9112, section 6). `undefined` is the head of no HTTP/1 request. */
export function bodyEndOf(head: RequestHead | undefined): BodyEnd {
  if (head === undefined) return new UnknownEnd();
  const codings = valuesOf(head, 'transfer-encoding');
  if (codings.length > 0)
    return /\bchunked$/i.test(codings.at(-1) ?? '') ? new ChunkedEnd() : new UnknownEnd();
  const [length = '0', ...others] = new Set(valuesOf(head, 'content-length'));
  return others.length === 0 && /^\d{1,15}$/.test(length) ? new LengthEnd(Number(length)) : new UnknownEnd();
}

class UnknownEnd implements BodyEnd {
  readonly isReached = false;
  readonly isUnknown = true;
  take = (arrived: string): number => arrived.length;
}

class LengthEnd implements BodyEnd {
  readonly isUnknown = false;
  #leftBytes: number;

  constructor(lengthBytes: number) {
    this.#leftBytes = lengthBytes;
  }

  get isReached(): boolean {
    return this.#leftBytes === 0;
  }

  take(arrived: string): number {
    const taken = Math.min(this.#leftBytes, arrived.length);
    this.#leftBytes -= taken;
    return taken;
  }
}

/** A line of chunked framing that is longer is none. */
const longestLine = 16 * 1024;

class ChunkedEnd implements BodyEnd {
  isReached = false;
  isUnknown = false;
  /** Of the current chunk, with the line end after its data. */
  #leftBytes = 0;
  #line = '';
  #isInTrailer = false;

  take(arrived: string): number {
    let at = 0;
    while (at < arrived.length && !this.isReached && !this.isUnknown) {
      const data = Math.min(this.#leftBytes, arrived.length - at);
      this.#leftBytes -= data;
      at += data;
      if (this.#leftBytes === 0) at += this.#takeLine(arrived.slice(at));
    }
    return this.isUnknown ? arrived.length : at;
  }

  #takeLine(arrived: string): number {
    const taken = arrived.indexOf('\n') + 1 || arrived.length;
    this.#line += arrived.slice(0, taken);
    if (this.#line.length > longestLine) this.isUnknown = true;
    if (this.#line.endsWith('\n')) {
      this.#readLine(this.#line.trimEnd());
      this.#line = '';
    }
    return taken;
  }

  #readLine(line: string): void {
    if (this.#isInTrailer) {
      this.isReached = line === '';
      return;
    }
    const sizeBytes = chunkSizeOf(line);
    if (sizeBytes === undefined) this.isUnknown = true;
    else if (sizeBytes === 0) this.#isInTrailer = true;
    else this.#leftBytes = sizeBytes + '\r\n'.length;
  }
}

/** The size in a line such as `1a;name=value`. */
function chunkSizeOf(line: string): number | undefined {
  const hex = /^([0-9a-f]{1,12})[ \t]*(?:;|$)/i.exec(line)?.[1];
  return hex === undefined ? undefined : Number.parseInt(hex, 16);
}

/** What a complete chunked body holds, without the framing. */
export function unchunked(framed: string): string {
  let body = '';
  for (let at = 0; at < framed.length; ) {
    const lineEnd = framed.indexOf('\n', at);
    const sizeBytes = chunkSizeOf(framed.slice(at, lineEnd).trimEnd()) ?? 0;
    if (sizeBytes === 0) return body;
    body += framed.slice(lineEnd + 1, lineEnd + 1 + sizeBytes);
    at = lineEnd + 1 + sizeBytes + '\r\n'.length;
  }
  return body;
}
