import { describe, expect, it } from 'vitest';
import { isPlainHead } from '../../../src/traffic/record/plain-head.ts';
import { parseRequestHead } from '../../../src/traffic/record/request-head.ts';

function isPlain(bytes: string): boolean {
  const head = parseRequestHead(bytes);
  if (!head) throw new Error('no head of HTTP/1');
  return isPlainHead(head);
}

const get = (...headers: string[]) =>
  ['GET /p/[x HTTP/1.1', 'Host: 127.0.0.1:3001', ...headers, '', ''].join('\r\n');

describe('a request is taken apart', () => {
  it('as browsers send it, whatever its target', () => {
    const browser = get(
      'Connection: keep-alive',
      'sec-ch-ua: "Chromium";v="142", "Not_A Brand";v="99"',
      'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)',
      'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8',
      'Accept-Language: de-DE,de;q=0.9,en;q=0.8',
      'Cookie: _shop_session=abc%2Bdef%3D%3D--123; theme={"dark":true}; empty=; city=M\xc3\xbcnchen; rate=50%',
      'If-None-Match: W/"abc"',
      'Range: bytes=0-1023',
      'Authorization: Basic dXNlcjpwYXNz',
      'X-Forwarded-Host: shop.example, proxy:8080',
    );
    expect(isPlain(browser)).toBe(true);
  });

  it.each(['localhost', 'shop.localhost:3001', '[::1]:3001'])('when it is for %s', (host) => {
    expect(isPlain(`GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`)).toBe(true);
  });

  it('when a header that is left out anyway stands twice', () => {
    expect(isPlain(get('X-Trace: 1', 'X-Trace: 2'))).toBe(true);
  });
});

describe('a request is kept whole', () => {
  it.each([
    ['HTTP/1.0', 'GET / HTTP/1.0\r\nHost: a\r\n\r\n'],
    ['no host', 'GET / HTTP/1.1\r\n\r\n'],
    ['two hosts', get('Host: b')],
    ['a bare line feed', 'GET / HTTP/1.1\nHost: a\r\n\r\n'],
    ['a bare carriage return', get('X: a\rb')],
    ['a line that is no header', get('hello')],
    ['a folded header', get('X: a', ' b')],
    ['a space before a colon', get('X : a')],
    ['a control character', get('X: a\x01b')],
    ['bytes that are no text', get('X: a\xffb')],
    ['a header that matters twice', get('Accept: a/b', 'Accept: c/d')],
    ['a cookie without a name', get('Cookie: =; a=b')],
    ['a range that is none', get('Range: bytes=1-2,a-b')],
    ['a length and a coding', get('Content-Length: 3', 'Transfer-Encoding: chunked')],
    ['a coding of a coding', get('Transfer-Encoding: gzip, chunked')],
    ['two addresses of one client', get('X-Forwarded-For: 1.1.1.1', 'Client-IP: 2.2.2.2')],
  ])('with %s', (_, bytes) => {
    expect(isPlain(bytes)).toBe(false);
  });
});
