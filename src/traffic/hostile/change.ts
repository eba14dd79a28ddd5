import type { Header, RecordedRequest } from '../scenario.ts';
import type { Change } from './hostile-set.ts';

/** A request that can be changed: not one that is recorded as a whole. */
export type PlainRequest = Extract<RecordedRequest, { target: string }>;

/** The request with what `change` puts in the place of its parts. */
export function changedRequest(request: PlainRequest, { target, headers, body }: Change): PlainRequest {
  const key = (body === undefined ? undefined : bodyKey(request)) ?? queryKey(request);
  const fill = (text: string): string => filled(text, request, key);
  const given = Object.entries(headers).map(([name, value]): Header => [name, fill(value)]);
  return {
    method: request.method,
    target: target === undefined ? request.target : fill(target),
    headers: withHeaders(request.headers, given),
    body: body === undefined ? request.body : fill(body),
  };
}

/** Each of `given` where the first one of its name was, or at the end. */
function withHeaders(headers: readonly Header[], given: readonly Header[]): Header[] {
  const left = new Map(given.map((header) => [header[0].toLowerCase(), header]));
  const names = new Set(left.keys());
  const replaced = headers.flatMap((header) => {
    const name = header[0].toLowerCase();
    const other = left.get(name);
    left.delete(name);
    if (other) return [other];
    return names.has(name) ? [] : [header];
  });
  return [...replaced, ...left.values()];
}

/** The folder that a path is in. A path of one segment is taken for a collection, whose members are one level below. */
export function parentOf({ target }: PlainRequest): string {
  const segments = pathOf(target)
    .split('/')
    .filter((segment) => segment !== '');
  return (segments.length > 1 ? segments.slice(0, -1) : segments).map((segment) => `/${segment}`).join('');
}

export const hasQuery = ({ target }: PlainRequest): boolean => target.includes('?');

/** Like `application/json`; `undefined` where a request has no body. */
export function bodyType({ headers, body }: Pick<PlainRequest, 'headers' | 'body'>): string | undefined {
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  return body === undefined ? undefined : type?.split(';', 1)[0]?.trim().toLowerCase();
}

/** Names in braces, and `{a*9}` for nine times `a`. Other braces are literal. */
function filled(text: string, request: PlainRequest, key: string): string {
  const { target } = request;
  const values: Readonly<Record<string, () => string>> = {
    target: () => target,
    path: () => pathOf(target),
    parent: () => parentOf(request),
    key: () => key,
  };
  return text.replaceAll(
    /\{(?:(target|path|parent|key)|([^{}*]+)\*(\d{1,4}))\}/g,
    (mention, name, part, times) =>
      name === undefined ? String(part).repeat(Number(times)) : (values[name]?.() ?? mention),
  );
}

const pathOf = (target: string): string => target.split('?', 1)[0] ?? target;

/** The first name in a query. */
const queryKey = ({ target }: PlainRequest): string => /\?([^=&]+)/.exec(target)?.[1] ?? 'q';

/** The first name in a JSON object, a form or a multipart body. */
function bodyKey({ headers, body = '' }: PlainRequest): string | undefined {
  const type = bodyType({ headers, body });
  if (type === 'application/json') return /"([^"\\]+)"\s*:/.exec(body)?.[1];
  if (type === 'multipart/form-data') return /\bname="([^"\\]+)"/.exec(body)?.[1];
  return type === 'application/x-www-form-urlencoded' ? /^([^=&]+)/.exec(body)?.[1] : undefined;
}
