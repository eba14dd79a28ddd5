import type { LineKind, LineReader, LogFormat, OnRequest } from './log-format.ts';
import { loggedRequest } from './logged-request.ts';
import { readRequestLine, unescapeLog } from './request-line.ts';

/** Type, time, balancer, client, target, three durations, both statuses, both sizes, then the quoted request line. */
const entry =
  /^(?:https?|h2|grpcs|wss?) \d{4}-\d\d-\d\dT\S+ \S+ \S+ (?:\S+ ){4}(\d{3}|-) (\d{3}|-) \S+ \S+ "(.*?)" "/;

/** Access log of an AWS Application Load Balancer. */
export const alb: LogFormat = {
  name: 'alb',
  title: 'AWS Application Load Balancer log',
  lacks: 'headers, cookies and bodies of requests, and what the load balancer itself found malformed',
  looksLike: isAlb,
  newReader: () => new AlbReader(),
};

function isAlb(line: string): boolean {
  return entry.test(line);
}

class AlbReader implements LineReader {
  read(line: string, onRequest: OnRequest): LineKind {
    const [, ownStatus, appStatus, quoted] = entry.exec(line) ?? [];
    if (quoted === undefined) return 'unreadable';
    const request = readRequestLine(unescapeLog(quoted));
    // Redirects, fixed answers and refusals of the load balancer's own never reached the app; `-` stands for them.
    const isItsOwn = appStatus === '-' && !/^50[234]$/.test(ownStatus ?? '');
    if (!request || isItsOwn || line.startsWith('ws')) return 'other';
    const status = Number(appStatus === '-' ? ownStatus : appStatus);
    onRequest(loggedRequest(request.method, withoutOrigin(request.target), status));
    return 'request';
  }
}

/** The load balancer writes `https://shop.example:443` in front of every target. */
function withoutOrigin(url: string): string {
  const target = url.replace(/^\w+:\/\/[^/?#]*/, '');
  return target === '' ? '/' : target;
}
