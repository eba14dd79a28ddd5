import { isWellFormedTarget, utf8Bytes } from '../byte-string.ts';
import type { RecordedRequest } from '../scenario.ts';
import { unchunked } from './body-end.ts';
import type { RecordedExchange } from './exchange-reader.ts';
import { isPlainHead } from './plain-head.ts';
import { type RequestHead, valuesOf } from './request-head.ts';
import type { ArrivingRequest } from './request-splitter.ts';

/** Why a request that passed is not in the scenario. */
export type LeftOut = 'too large' | 'another protocol' | 'cut off' | 'not answered' | 'malformed and chunked';

export type Kept = { readonly request: RecordedRequest } | { readonly leftOut: LeftOut };

/** A request as it is written: in parts where it is plain, otherwise whole; or why it is not. */
export function keptRequest({ request, status, answeredMs }: RecordedExchange): Kept {
  const { head, bytes, state, isTooLarge } = request;
  const isAnswered = answeredMs !== undefined;
  if (isTooLarge) return { leftOut: 'too large' };
  if (status === 101 || head?.method === 'CONNECT') return { leftOut: 'another protocol' };
  // A server waits for the rest of it, and whoever replays it for the server.
  if (state === 'cut' && !isAnswered) return { leftOut: 'cut off' };
  const parts = head && state === 'whole' && isPlainHead(head) ? partsOf(head, request) : undefined;
  if (parts) {
    // A stream without an end, or an app that went away: the replay would wait for the same.
    const isWorthWaiting = isAnswered || !isWellFormedTarget(parts.target);
    return isWorthWaiting ? { request: parts } : { leftOut: 'not answered' };
  }
  // Secrets cannot be found in a body that is in pieces.
  if (head && isChunked(head) && bodyOf(head, request) !== '') return { leftOut: 'malformed and chunked' };
  return { request: { raw: bytes } };
}

/** Made anew for every request that is sent. */
const framing = new Set(['host', 'content-length', 'transfer-encoding']);

function partsOf(
  head: RequestHead,
  request: ArrivingRequest,
): Exclude<RecordedRequest, { raw: string }> | undefined {
  const body = bodyOf(head, request);
  const isText = body === undefined || utf8Bytes(Buffer.from(body, 'latin1').toString('utf8')) === body;
  if (!isText && !isChunked(head)) return undefined;
  const headers = head.headers.filter(([name]) => !framing.has(name.toLowerCase()));
  return { method: head.method, target: head.target, headers, body };
}

/** Without the framing; `undefined` where there is none, not even an empty one. */
function bodyOf(head: RequestHead, { bytes }: ArrivingRequest): string | undefined {
  const body = bytes.slice(head.bytes.length);
  if (isChunked(head)) return unchunked(body);
  return valuesOf(head, 'content-length').length > 0 ? body : undefined;
}

const isChunked = (head: RequestHead): boolean => valuesOf(head, 'transfer-encoding').length > 0;
