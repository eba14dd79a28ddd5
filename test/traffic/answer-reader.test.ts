import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Answer, AnswerReader, BrokenAnswer } from '../../src/traffic/answer-reader.ts';

function read(text: string, method = 'GET'): Answer | undefined {
  return new AnswerReader(method).push(Buffer.from(text, 'latin1'));
}

const head = (...lines: string[]): string => `${['HTTP/1.1 200 OK', ...lines].join('\r\n')}\r\n\r\n`;

const bodies = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('latin1'));
const answers = fc.oneof(
  bodies.map((body) => ({ body, text: `${head(`Content-Length: ${body.length}`)}${body}` })),
  fc.array(bodies.filter((body) => body !== '')).map((chunks) => ({
    body: chunks.join(''),
    text: `${head('Transfer-Encoding: chunked')}${chunks.map((chunk) => `${chunk.length.toString(16)};x=y\r\n${chunk}\r\n`).join('')}0\r\nTrailer: x\r\n\r\n`,
  })),
);

describe('AnswerReader', () => {
  it('reads the same answer however it is cut into chunks, and not before its last byte', () => {
    fc.assert(
      fc.property(answers, fc.array(fc.nat({ max: 700 })), ({ body, text }, cuts) => {
        const reader = new AnswerReader('GET');
        const ends = [...new Set(cuts.map((cut) => cut % text.length))].sort((a, b) => a - b);
        let from = 0;
        for (const end of ends) {
          expect(reader.push(Buffer.from(text.slice(from, end), 'latin1'))).toBeUndefined();
          from = end;
        }
        const answer = reader.push(Buffer.from(text.slice(from), 'latin1'));
        expect(answer).toMatchObject({ status: 200, bodyStart: body, keepsConnection: true });
      }),
    );
  });

  it('passes over interim answers', () => {
    expect(
      read(
        `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${head('Content-Length: 0')}`,
      ),
    ).toMatchObject({
      status: 200,
    });
  });

  it('expects no body after HEAD, 204 and 304', () => {
    expect(read(head('Content-Length: 10'), 'HEAD')).toMatchObject({ keepsConnection: true });
    expect(read('HTTP/1.1 204 No Content\r\n\r\n')).toMatchObject({ status: 204, keepsConnection: true });
    expect(read('HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n')).toMatchObject({ status: 304 });
  });

  it('takes the end of the connection for the end of an answer without a length', () => {
    const reader = new AnswerReader('GET');
    expect(reader.push(Buffer.from(`${head()}abc`))).toBeUndefined();
    expect(reader.end()).toMatchObject({ bodyStart: 'abc', keepsConnection: false });
  });

  it.each([
    ['Connection: close', 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'],
    ['HTTP/1.0', 'HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n'],
    [
      'bytes after the answer',
      'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 400 Bad Request\r\n\r\n',
    ],
    ['a change of protocol', 'HTTP/1.1 101 Switching Protocols\r\n\r\n'],
  ])('says that the connection carries no further request after %s', (_name, text) => {
    expect(read(text)).toMatchObject({ keepsConnection: false });
  });

  it('keeps an HTTP/1.0 connection when the server says so', () => {
    expect(read('HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 0\r\n\r\n')).toMatchObject({
      keepsConnection: true,
    });
  });

  it.each([
    '',
    head('Content-Length: 3'),
    `${head('Content-Length: 3')}ab`,
    `${head('Transfer-Encoding: chunked')}3\r\nab`,
    'HTTP/1.1 2',
  ])('is broken when the connection ends after %j', (text) => {
    const reader = new AnswerReader('GET');
    reader.push(Buffer.from(text));
    expect(() => reader.end()).toThrow(BrokenAnswer);
  });

  it.each([
    'SSH-2.0-x\r\n\r\n',
    'HTTP/2 200\r\n\r\n',
    head('Content-Length: x'),
    `${head('Transfer-Encoding: chunked')}no\r\n`,
  ])('refuses what is not HTTP/1: %j', (text) => expect(() => read(text)).toThrow(BrokenAnswer));

  it('never fails otherwise than by BrokenAnswer, whatever arrives', () => {
    const noise = fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('latin1'));
    fc.assert(
      fc.property(
        fc.oneof(
          noise,
          noise.map((text) => head('Transfer-Encoding: chunked') + text),
        ),
        (text) => {
          try {
            read(text);
          } catch (error) {
            expect(error).toBeInstanceOf(BrokenAnswer);
          }
        },
      ),
    );
  });
});
