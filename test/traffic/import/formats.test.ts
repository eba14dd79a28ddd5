import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alb } from '../../../src/traffic/import/alb.ts';
import { apache } from '../../../src/traffic/import/apache.ts';
import { detectFormat, isHar, logFormats } from '../../../src/traffic/import/formats.ts';
import { heroku } from '../../../src/traffic/import/heroku.ts';
import { lograge } from '../../../src/traffic/import/lograge.ts';
import { nginx } from '../../../src/traffic/import/nginx.ts';
import { rails } from '../../../src/traffic/import/rails.ts';
import { malformedRequests } from '../malformed-requests.ts';
import { readLines, sample } from './log-lines.ts';

describe('each sample', () => {
  it.each(logFormats)('of $name is told for what it is', (format) => {
    expect(detectFormat(sample(`${format.name}.log`))?.name).toBe(format.name);
  });

  it('is told by its router where dynos of Heroku write lines of Rails', () => {
    const lines = sample('rails.log').map((line) => `2026-11-22T10:00:01.000000+00:00 app[web.1]: ${line}`);
    const started = lines.filter((line) => line.includes('Started')).slice(0, 2);
    expect(detectFormat([...started, ...sample('heroku.log')])?.name).toBe('heroku');
  });

  it('of none is told for nothing', () => {
    expect(detectFormat(['', 'a line', '{"a": 1}', '[22/Nov/2026] "GET / HTTP/1.1"'])).toBeUndefined();
    expect([isHar('\xef\xbb\xbf{\n  "log": {'), isHar('{"method":"GET"}')]).toEqual([true, false]);
  });
});

describe('an nginx log', () => {
  it('tells targets byte for byte, whatever fields follow', () => {
    expect(readLines(nginx, sample('nginx.log'))).toEqual({
      requests: ['GET /products/42?page=2 200', 'GET /p/a" 200 b\\\xe9 404', 'GET /p/a b 400'],
      kinds: ['request', 'request', 'request', 'other', 'other', 'unreadable'],
    });
  });
});

describe('an Apache log', () => {
  it('tells targets byte for byte, in the common, combined and vhost formats', () => {
    expect(readLines(apache, sample('apache.log'))).toEqual({
      requests: ['GET /products/42 200', 'GET /p/a"b\\c\td\xe9 500', 'GET /common 304'],
      kinds: ['request', 'request', 'request'],
    });
  });
});

describe('a Rails log', () => {
  it('tells the status of a request from later lines of its process and tags', () => {
    expect(readLines(rails, sample('rails.log')).requests).toEqual([
      'GET /search?q=tea&token=FILTERED 200',
      'GET /none 404',
      'GET /p/[x 500',
      'GET /raised-early ?',
    ]);
  });

  it('without process ids and tags is taken for one request after the other', () => {
    const lines = [
      'Started GET "/a" for ::1 at 2026-11-22 10:00:00 +0000',
      'Started GET "/b "c" for ::1 at 2026-11-22 10:00:00 +0000',
      'Completed 200 OK in 1ms',
      'Completed 500 Internal Server Error in 1ms',
    ];
    expect(readLines(rails, lines).requests).toEqual(['GET /a ?', 'GET /b "c 200']);
  });
});

describe('a lograge log', () => {
  it('tells requests in JSON and in pairs, and passes over other lines', () => {
    expect(readLines(lograge, sample('lograge.log'))).toEqual({
      requests: [
        'GET /products/42 200',
        'GET /p/caf\xc3\xa9&|x 500',
        'GET /jobs/833552.json 304',
        'GET /posts.json 406',
        'GET /p/a\\b 200',
      ],
      kinds: [
        ...['request', 'request', 'request', 'other'],
        ...['request', 'other', 'other', 'request', 'other', 'unreadable'],
      ],
    });
  });
});

describe('a Heroku router log', () => {
  it('tells requests among the lines of dynos', () => {
    expect(readLines(heroku, sample('heroku.log'))).toEqual({
      requests: ['GET /products/42?page=2 200', 'GET /p/[x 503', 'POST /cart 302'],
      kinds: ['request', 'other', 'request', 'request', 'other', 'unreadable'],
    });
  });
});

describe('a load balancer’s log', () => {
  it('tells requests without its own name in the target, and leaves out what it answered itself', () => {
    expect(readLines(alb, sample('alb.log'))).toEqual({
      requests: ['GET /products/42?page=2 200', 'GET /p/[x 504'],
      kinds: ['request', 'other', 'request', 'other', 'other', 'unreadable'],
    });
  });
});

/** All but the longest, in order: their samples are what nginx 1.22 and Apache 2.4 wrote when they were sent these. */
const sent = Object.entries(malformedRequests()).filter(([, bytes]) => bytes.length < 8_000);

/** What the request line is without its version. */
const askedBy = (bytes: string): string => bytes.replace(/(?: HTTP\/[\d.]+)?\r?\n.*$/s, '');

describe('the malformed requests', () => {
  it.each([
    { format: nginx, differing: ['tls-hello'] },
    // It writes a space for a tab, and nothing after a NUL.
    { format: apache, differing: ['path-tab', 'path-raw-nul', 'tls-hello'] },
  ])('come back byte for byte from the log that $format.name wrote of them', ({ format, differing }) => {
    const lines = sample(`${format.name}-malformed.log`);
    expect(lines).toHaveLength(sent.length);
    const different = sent.filter(([, bytes], index) => {
      const { requests } = readLines(format, lines.slice(index, index + 1));
      return requests[0]?.replace(/ \d+$/, '') !== askedBy(bytes);
    });
    expect(different.map(([name]) => name)).toEqual(differing);
  });
});

/** What a client may have sent as a target; a line of HTTP holds no line end. */
const target = fc.uint8Array({ maxLength: 40 }).map((bytes) =>
  Buffer.from(bytes)
    .toString('latin1')
    .replaceAll(/[\r\n]/g, ''),
);

const hex = (byte: string) => byte.charCodeAt(0).toString(16).padStart(2, '0');

/** As nginx's `ngx_http_log_escape` and Apache's `ap_escape_logitem` write bytes. */
const escapes: Readonly<Record<string, (byte: string) => string>> = {
  nginx: (byte) => `\\x${hex(byte).toUpperCase()}`,
  apache: (byte) => {
    if (byte === '"' || byte === '\\') return `\\${byte}`;
    const letter = { '\b': 'b', '\t': 't', '\v': 'v' }[byte];
    return letter === undefined ? `\\x${hex(byte)}` : `\\${letter}`;
  },
};

describe('a target of any bytes', () => {
  it.each([nginx, apache])('comes back from the $name log as it was sent', (format) => {
    const escaped = escapes[format.name] ?? ((byte: string) => byte);
    fc.assert(
      fc.property(target, (sent) => {
        const written = sent.replaceAll(/[^\x20-\x7e]|["\\]/g, escaped);
        const line = `203.0.113.9 - - [22/Nov/2026:10:00:00 +0000] "GET ${written} HTTP/1.1" 200 5 "-" "-"`;
        expect(readLines(format, [line]).requests).toEqual([`GET ${sent} 200`]);
      }),
      { numRuns: 1000 },
    );
  });
});
