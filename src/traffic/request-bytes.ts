import type { Header, RecordedRequest } from './scenario.ts';

/** The request as it goes over the wire to the app on `port`. */
export function requestBytes(request: RecordedRequest, port: number): Buffer {
  if ('raw' in request) return Buffer.from(request.raw, 'latin1');
  const { method, target, headers, body } = request;
  const needed: Header[] = [['Host', `127.0.0.1:${port}`]];
  if (body !== undefined) needed.push(['Content-Length', String(body.length)]);
  const given = new Set(headers.map(([name]) => name.toLowerCase()));
  const lines = [...needed.filter(([name]) => !given.has(name.toLowerCase())), ...headers];
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.from(`${method} ${target} HTTP/1.1\r\n${head}\r\n${body ?? ''}`, 'latin1');
}

/** The method: an answer to `HEAD` has no body whatever its headers say. */
export function requestMethod(request: RecordedRequest): string {
  return 'raw' in request ? (request.raw.match(/^[^ \r\n]*/)?.[0] ?? '') : request.method;
}

/** The target as sent: between the first and the last space of the request line. */
export function requestTarget(request: RecordedRequest): string {
  return 'raw' in request
    ? (request.raw.match(/^[^ \r\n]* ([^\r\n]*?)(?: HTTP\/[\d.]+)?(?:\r?\n|$)/)?.[1] ?? '')
    : request.target;
}
