import type { Header, RecordedRequest } from './scenario.ts';

/**
 * A value in a request that is known only when it is sent: a variable (`$NAME`), a captured value, or `n`, a new number
 * each time. It stands in a byte string between two characters that are no bytes.
 */
const opening = '\u{FDD0}';
const closing = '\u{FDD1}';
const anywhere = new RegExp(`${opening}(\\w+):([^${closing}]*)${closing}`, 'gu');

/** Where a placeholder stands decides how its value is written there. */
export type Place = 'target' | 'header' | 'form' | 'json' | 'body';

export const placeholder = (place: Place, name: string): string => `${opening}${place}:${name}${closing}`;

export const hasPlaceholder = (text: string): boolean => text.includes(opening);

/** The text with `change` made to all that is no placeholder. */
export const mapLiterals = (text: string, change: (literal: string) => string): string =>
  parts(text, change, placeholder);

/** What of the text is no placeholder. */
export const literalsOf = (text: string): string => parts(text, same, () => '');

/** The text as a scenario has it: `${NAME}` or `{name}` where a value is to stand. */
export const withNames = (text: string): string =>
  parts(text, same, (_place, name) => (name.startsWith('$') ? `\${${name.slice(1)}}` : `{${name}}`));

/** The request as it is sent, with what `find` gives for each name, a byte string; the same one where it has no placeholders. */
export function filledRequest(request: RecordedRequest, find: (name: string) => string): RecordedRequest {
  const fill = (text: string): string => parts(text, same, (place, name) => fitting[place](find(name)));
  if ('raw' in request) return hasPlaceholder(request.raw) ? { raw: fill(request.raw) } : request;
  return {
    method: request.method,
    target: fill(request.target),
    headers: request.headers.map(([name, value]): Header => [name, fill(value)]),
    body: request.body === undefined ? undefined : fill(request.body),
  };
}

/** The request with a body that is no form and no JSON any more, as a scenario can hold it whatever it was. */
export function withPlainBody(request: RecordedRequest): RecordedRequest {
  if ('raw' in request || request.body === undefined) return request;
  return { ...request, body: parts(request.body, same, (_place, name) => placeholder('body', name)) };
}

/** Every text of a request that may hold placeholders. */
export const textsOf = (request: RecordedRequest): string[] =>
  'raw' in request
    ? [request.raw]
    : [request.target, ...request.headers.map(([, value]) => value), request.body ?? ''];

/** Names of the placeholders in a request. */
export const namesIn = (request: RecordedRequest): string[] =>
  textsOf(request).flatMap((text) => [...text.matchAll(anywhere)].map(([, , name = '']) => name));

/** Where the placeholders of a text stand. */
export const placesIn = (text: string): string[] =>
  [...text.matchAll(anywhere)].map(([, place = '']) => place);

/** Text between placeholders, and these, each changed. */
function parts(
  text: string,
  literal: (text: string) => string,
  value: (place: Place, name: string) => string,
): string {
  if (!hasPlaceholder(text)) return literal(text);
  // Split by an expression of two groups: a literal, a place, a name, and so on.
  const [first = '', ...rest] = text.split(anywhere);
  let joined = literal(first);
  for (let i = 0; i + 2 < rest.length; i += 3)
    joined += value(rest[i] as Place, rest[i + 1] ?? '') + literal(rest[i + 2] ?? '');
  return joined;
}

const escaped = (byte: string): string =>
  `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

const same = (text: string): string => text;

/** What would end a line, or a word of one, is escaped, so that no value makes two requests out of one. */
const fitting: Readonly<Record<Place, (value: string) => string>> = {
  target: (value) => value.replaceAll(/[^\x21-\x7e\x80-\xff]/g, escaped),
  header: (value) => value.replaceAll(/[^\x20-\x7e\x80-\xff]/g, escaped),
  form: (value) => value.replaceAll(/[^\w*.-]/g, escaped),
  json: (value) => JSON.stringify(value).slice(1, -1),
  body: same,
};
