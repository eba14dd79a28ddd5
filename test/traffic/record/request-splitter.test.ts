import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unchunked } from '../../../src/traffic/record/body-end.ts';
import { type ArrivingRequest, RequestSplitter } from '../../../src/traffic/record/request-splitter.ts';

/** What is told of a connection on which `chunks` arrive, before it ends. */
function split(...chunks: readonly string[]): ArrivingRequest[] {
  const requests: ArrivingRequest[] = [];
  const splitter = new RequestSplitter((request) => requests.push(request));
  for (const chunk of chunks) splitter.push(chunk);
  splitter.cut();
  return requests;
}

const told = (requests: readonly ArrivingRequest[]) => requests.map(({ bytes, state }) => [state, bytes]);

const get = 'GET /p/[x HTTP/1.1\r\nHost: a\r\n\r\n';
const post = 'POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab\r\nc';
const chunked =
  'POST /b HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nGET\r\n0\r\nTrailer: t\r\n\r\n';

describe('what a client sends', () => {
  it('is split the same wherever it is cut on the way', () => {
    const requests = fc.array(fc.constantFrom(get, post, chunked), { minLength: 1, maxLength: 5 });
    const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 40 });
    fc.assert(
      fc.property(requests, cuts, (sent, places) => {
        const bytes = sent.join('');
        const at = places.map((place) => Math.floor(place * bytes.length)).sort((a, b) => a - b);
        const chunks = [0, ...at].map((start, index) => bytes.slice(start, at[index] ?? bytes.length));
        expect(told(split(...chunks))).toEqual(sent.map((request) => ['whole', request]));
      }),
    );
  });

  it('is understood with empty lines in between', () => {
    expect(told(split(`\r\n${post}\r\n\r\n${get}`))).toEqual([
      ['whole', post],
      ['whole', get],
    ]);
  });

  it('is split after lines that end in a bare line feed', () => {
    const bare = 'GET / HTTP/1.1\nHost: a\n\n';
    expect(told(split(bare + get))).toEqual([
      ['whole', bare],
      ['whole', get],
    ]);
  });

  it.each([
    ['no HTTP', '\x16\x03\x01\r\n\r\nmore'],
    ['HTTP/0.9', 'GET /p/x\r\n\r\nmore'],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a length that is no number', 'POST / HTTP/1.1\r\nContent-Length: +3\r\n\r\nabc'],
    ['two lengths', 'POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc'],
    ['a coding that has no end', 'POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\nabc'],
    ['a chunk without a size', 'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nabx\r\n'],
  ])('is one request to its end after %s', (_, bytes) => {
    expect(told(split(bytes, get))).toEqual([['endless', bytes + get]]);
  });

  it('is cut when it ends early, in the head or in the body', () => {
    expect(told(split(`${get}GET / HT`))).toEqual([
      ['whole', get],
      ['cut', 'GET / HT'],
    ]);
    expect(told(split(post.slice(0, -1)))).toEqual([['cut', post.slice(0, -1)]]);
    expect(told(split(chunked.slice(0, -1)))).toEqual([['cut', chunked.slice(0, -1)]]);
  });

  it('is counted but not held when it is too large, and what follows is understood', () => {
    const block = 'x'.repeat(100_000);
    const large = `POST / HTTP/1.1\r\nContent-Length: ${30 * block.length}\r\n\r\n`;
    const [first, second, ...more] = split(large, ...Array.from({ length: 30 }, () => block), get);
    expect([first?.isTooLarge, first?.state, second?.bytes, more]).toEqual([true, 'whole', get, []]);
    expect(first?.bytes.length).toBeLessThanOrEqual(1024 * 1024);
  });

  it('is too large when a head has no end', () => {
    const requests = split('GET /', 'a'.repeat(300_000), get);
    expect(requests.map(({ isTooLarge }) => isTooLarge)).toEqual([true]);
  });
});

it('a chunked body holds what its chunks hold', () => {
  const pieces = fc.array(fc.string({ minLength: 1, unit: 'binary-ascii' }), { maxLength: 5 });
  fc.assert(
    fc.property(pieces, (parts) => {
      const framed = parts.map((part) => `${part.length.toString(16)};e=1\r\n${part}\r\n`).join('');
      expect(unchunked(`${framed}0\r\nT: x\r\n\r\n`)).toBe(parts.join(''));
    }),
  );
});
