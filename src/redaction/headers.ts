import { hasPlaceholder, literalsOf } from '../traffic/placeholder.ts';
import type { Header } from '../traffic/scenario.ts';
import type { RedactValue } from './fields.ts';
import { isNoSecret } from './secret-names.ts';

/** Headers that shape an answer and say nothing of who asked; all others are left out. */
const allowed = new Set([
  'accept',
  'accept-charset',
  'accept-encoding',
  'accept-language',
  'cache-control',
  'content-encoding',
  'content-type',
  'hx-request',
  'if-modified-since',
  'range',
  'sec-fetch-dest',
  'sec-fetch-mode',
  'sec-fetch-site',
  'turbo-frame',
  'user-agent',
  'x-forwarded-proto',
  'x-requested-with',
]);

/** Framing: without them a whole request would no longer be the same request. */
const framing = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

export const isAllowedHeader = (name: string): boolean => allowed.has(name.toLowerCase());

/** A scheme at most, and a value that is known only when it is sent. */
const holdsNothingYet = (value: string): boolean =>
  hasPlaceholder(value) && /^(?:(?:Basic|Bearer|Digest|Token) )?$/i.test(literalsOf(value));

/** Keeps the headers that are allowed, and those that hold nothing yet, and redacts what they say. */
export function redactHeaders(headers: readonly Header[], redact: RedactValue): Header[] {
  return headers
    .filter(([name, value]) => isAllowedHeader(name) || holdsNothingYet(value))
    .map(([name, value]): Header => [name, redactHeader(name, value, redact)]);
}

/** The value of a header. A multipart boundary looks random, and has to stay what the body has. */
export function redactHeader(name: string, value: string, redact: RedactValue): string {
  const lower = name.toLowerCase();
  if (lower === 'content-type' && /boundary=/i.test(value)) return value;
  // `user:password@shop.example`
  return lower === 'host' ? redact(`//${value}`).slice(2) : redact(value);
}

/** What a header says that is not allowed, and yet stands in a request that is kept as a whole. */
export const isHiddenHeader = (name: string, value: string): boolean =>
  !isAllowedHeader(name) && !framing.has(name.toLowerCase()) && !isNoSecret(value);
