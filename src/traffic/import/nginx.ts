import { CombinedLogReader, quotedRequest } from './combined-log.ts';
import type { LogFormat } from './log-format.ts';

/** nginx's `combined`, also with fields before and after. */
export const nginx: LogFormat = {
  name: 'nginx',
  title: 'nginx access log',
  lacks: 'headers, cookies and bodies of requests',
  looksLike: isNginx,
  newReader: () => new CombinedLogReader(),
};

function isNginx(line: string): boolean {
  return quotedRequest(line) !== undefined && !/\\(?!x[0-9A-F]{2})/.test(line);
}
