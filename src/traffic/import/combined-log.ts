import type { LineKind, LineReader, OnRequest } from './log-format.ts';
import { loggedRequest } from './logged-request.ts';
import { readRequestLine, unescapeLog } from './request-line.ts';

/** Where the request line stands in a line, and the status after it. */
interface QuotedRequest {
  readonly requestLine: string;
  readonly status: number;
}

/**
 * Finds `] "REQUEST" STATUS ` in the common and the combined log format; what stands before the time and after the
 * status (virtual hosts, durations) may be anything. By hand: this runs for millions of lines.
 */
export function quotedRequest(line: string): QuotedRequest | undefined {
  const start = line.indexOf('] "') + 3;
  if (start === 2) return undefined;
  for (let end = line.indexOf('" ', start); end !== -1; end = line.indexOf('" ', end + 1)) {
    const status = statusAt(line, end + 2);
    if (status !== undefined) return { requestLine: line.slice(start, end), status };
  }
  return undefined;
}

/** Three digits and the end of the field. */
function statusAt(line: string, at: number): number | undefined {
  let status = 0;
  for (let i = at; i < at + 3; i += 1) {
    const digit = line.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return undefined;
    status = status * 10 + digit;
  }
  const after = line[at + 3];
  return after === ' ' || after === undefined ? status : undefined;
}

export class CombinedLogReader implements LineReader {
  read(line: string, onRequest: OnRequest): LineKind {
    const quoted = quotedRequest(line);
    if (!quoted) return 'unreadable';
    // A client that sent nothing, or no HTTP: `"-" 408`, `"\x16\x03\x01" 400`.
    const request = readRequestLine(unescapeLog(quoted.requestLine));
    if (!request) return 'other';
    onRequest(loggedRequest(request.method, request.target, quoted.status));
    return 'request';
  }
}
