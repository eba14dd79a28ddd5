import type { LineKind, LineReader, LogFormat, OnRequest } from './log-format.ts';
import { loggedRequest } from './logged-request.ts';
import { isMethod } from './request-line.ts';

const routed = /\bmethod=(\S+) path=(?:"(.*)"|(\S*)) host=.*?\bstatus=(\d*)/;

/** Lines of Heroku's router, among those of dynos: `heroku[router]: at=info method=GET path="/" host=… status=200 …`. */
export const heroku: LogFormat = {
  name: 'heroku',
  title: 'Heroku router log',
  lacks: 'headers, cookies and bodies of requests',
  looksLike: isHeroku,
  newReader: () => new HerokuReader(),
};

function isHeroku(line: string): boolean {
  return /\bat=\w+ /.test(line) && routed.test(line);
}

class HerokuReader implements LineReader {
  read(line: string, onRequest: OnRequest): LineKind {
    const [, method, quoted, bare, status] = routed.exec(line) ?? [];
    const target = quoted ?? bare;
    if (method !== undefined && target !== undefined) {
      if (!isMethod(method)) return 'other';
      onRequest(loggedRequest(method, target, Number(status) || undefined));
      return 'request';
    }
    const isOfAnotherSource = /\b(?:app|heroku)(?:\[| - | [\w.-]+ - )/.test(line) && !/\brouter\b/.test(line);
    return isOfAnotherSource ? 'other' : 'unreadable';
  }
}
