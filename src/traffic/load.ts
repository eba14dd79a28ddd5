import autocannon from 'autocannon';
import { filledRequest, namesIn } from './placeholder.ts';
import type { Kind, RecordedRequest } from './scenario.ts';

export interface LoadOptions {
  readonly port: number;
  /** Hostile kinds among them are left out. */
  readonly kinds: readonly Kind[];
  /** Values of `${NAME}` in them. */
  readonly variables?: ReadonlyMap<string, string>;
  readonly connections: number;
  /** How many requests to send in all. */
  readonly requests: number;
  /** When to stop, whatever has been answered by then. */
  readonly limitMs: number;
}

/**
 * Warms the app up: many ordinary requests as fast as it answers, over autocannon. It miscounts once a server closes
 * connections, so nothing is measured here: statuses and errors are ignored. Resolves with the answers it saw.
 */
export async function load(options: LoadOptions): Promise<number> {
  const { port, kinds, variables, connections, requests, limitMs } = options;
  const cycle = kinds.filter(({ hostile }) => !hostile).flatMap((kind) => sendable(kind, variables));
  if (cycle.length === 0 || requests < 1) return 0;
  const { promise, resolve } = Promise.withResolvers<number>();
  const settings = {
    url: `http://127.0.0.1:${port}`,
    connections: Math.min(connections, requests),
    amount: requests,
    requests: cycle,
    timeout: Math.ceil(limitMs / 1000),
    sampleInt: 50, // Also how often it looks whether it is done.
  };
  const run = autocannon(settings, (_error, result) => resolve(result ? result['2xx'] + result.non2xx : 0));
  const timer = setTimeout(() => run.stop(), limitMs);
  const answers = await promise;
  clearTimeout(timer);
  return answers;
}

/**
 * autocannon writes targets and headers as they are, but in UTF-8 and only with methods it knows. What takes a log-in, or
 * is new each time, is left to the lanes.
 */
function sendable(kind: Kind, variables: ReadonlyMap<string, string> = new Map()): autocannon.Request[] {
  if (kind.session?.cookies || !namesIn(kind.request).every((name) => name.startsWith('$'))) return [];
  const request = filledRequest(kind.request, (name) => variables.get(name.slice(1)) ?? '');
  if ('raw' in request || !methods.has(request.method) || !isAscii(request)) return [];
  const { times } = kind;
  const { method, target, headers, body } = request;
  return Array<autocannon.Request>(times).fill({
    method: method as autocannon.Request['method'] & string,
    path: target,
    headers: Object.fromEntries(headers),
    ...(body === undefined ? {} : { body: Buffer.from(body, 'latin1') }),
  });
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

function isAscii({ target, headers }: Extract<RecordedRequest, { target: string }>): boolean {
  return /^[\x20-\x7e]*$/.test([target, ...headers.flat()].join(''));
}
