import { utf8Bytes } from '../byte-string.ts';
import type { LineKind, LineReader, LogFormat, OnRequest } from './log-format.ts';
import { loggedRequest } from './logged-request.ts';
import { isMethod } from './request-line.ts';

const keysAndValues = /\bmethod=(\S+) path=(.*?) format=\S* .*?\bstatus=(\d+)/;

/** lograge's lines: JSON, or `method=GET path=/ format=html … status=200 …`; a prefix may stand before either. */
export const lograge: LogFormat = {
  name: 'lograge',
  title: 'lograge log',
  lacks:
    'queries, headers, cookies and bodies of requests; a request that raised outside an action has no line at all',
  looksLike: isLograge,
  newReader: () => new LogrageReader(),
};

function isLograge(line: string): boolean {
  return new LogrageReader().read(line, () => {}) === 'request';
}

class LogrageReader implements LineReader {
  read(line: string, onRequest: OnRequest): LineKind {
    const [, method, path, status] = keysAndValues.exec(line) ?? [];
    if (method !== undefined && path !== undefined && isMethod(method)) {
      onRequest(loggedRequest(method, path, Number(status)));
      return 'request';
    }
    // Lines of the app's own stand between them, as SQL and what was raised.
    if (!/\{"|\bmethod=/.test(line)) return 'other';
    const logged = parseObject(line.slice(line.indexOf('{')));
    if (!logged) return 'unreadable';
    if (typeof logged.method !== 'string' || typeof logged.path !== 'string') return 'other';
    if (!isMethod(logged.method)) return 'other';
    onRequest(loggedRequest(logged.method, bytesOf(logged.path), Number(logged.status) || undefined));
    return 'request';
  }
}

function parseObject(text: string): Partial<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** The line was a byte string, so only what was escaped can be no byte. */
const bytesOf = (text: string): string => text.replaceAll(/[\u0100-\uffff]+/g, utf8Bytes);
