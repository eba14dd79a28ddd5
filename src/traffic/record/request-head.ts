import type { Header } from '../scenario.ts';

/** Everything up to the blank line, taken apart as far as it can be. All strings are byte strings. */
export interface RequestHead {
  /** As it arrived, blank line included. */
  readonly bytes: string;
  readonly method: string;
  /** Between the first and the last space of the request line. */
  readonly target: string;
  /** `1.1`, or `1.0`. */
  readonly version: string;
  /** Without those lines that are none. */
  readonly headers: readonly Header[];
  /** Whether every line after the first is a header. */
  readonly hasHeadersOnly: boolean;
}

/** Reads the head of an HTTP/1 request; `undefined` when it is something else. */
export function parseRequestHead(bytes: string): RequestHead | undefined {
  const [requestLine = '', ...lines] = bytes.replace(/\r?\n\r?\n$/, '').split(/\r?\n/);
  const [, method, target, version] = /^([^ ]*) (.*) HTTP\/(1\.[01])$/s.exec(requestLine) ?? [];
  if (method === undefined || target === undefined || version === undefined) return undefined;
  const headers = lines.flatMap((line): Header[] => {
    const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*(.*?)[ \t]*$/s.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value]];
  });
  return { bytes, method, target, version, headers, hasHeadersOnly: headers.length === lines.length };
}

/** What the headers of this name say, in order. */
export const valuesOf = ({ headers }: Pick<RequestHead, 'headers'>, name: string): string[] =>
  headers.filter(([given]) => given.toLowerCase() === name).map(([, value]) => value);
