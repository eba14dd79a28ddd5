import { CombinedLogReader, quotedRequest } from './combined-log.ts';
import type { LogFormat } from './log-format.ts';

/** Apache's `common`, `combined` and `vhost_combined`. */
export const apache: LogFormat = {
  name: 'apache',
  title: 'Apache access log',
  lacks: 'headers, cookies and bodies of requests',
  looksLike: isApache,
  newReader: () => new CombinedLogReader(),
};

/** The same as nginx's but for the escapes: hex is in small letters, and quotes and backslashes are never hex. */
function isApache(line: string): boolean {
  return quotedRequest(line) !== undefined && !/\\x(?:22|5C|[0-9A-F]*[A-F])/.test(line);
}
