import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type Answer, AnswerReader } from '../../src/traffic/answer-reader.ts';
import { type Capture, captured, describeCapture } from '../../src/traffic/capture.ts';

function answerOf(body: string | Buffer, ...headers: string[]): Answer {
  const bytes = Buffer.from(body);
  const head = ['HTTP/1.1 200 OK', `Content-Length: ${bytes.length}`, ...headers, '', ''].join('\r\n');
  const answer = new AnswerReader('GET').push(Buffer.concat([Buffer.from(head), bytes]));
  if (!answer) throw new Error('no answer');
  return answer;
}

const find = (from: Capture['from'], at: string, answer: Answer) =>
  captured({ name: 'it', from, at }, answer);

describe('a header', () => {
  it('is found whatever its case', () => {
    expect(find('header', 'X-Token', answerOf('', 'x-token: a b'))).toBe('a b');
    expect(find('header', 'X-Token', answerOf('', 'X-Tokens: a'))).toBeUndefined();
  });
});

describe('a cookie', () => {
  const answer = answerOf(
    '',
    'Set-Cookie: a=1; path=/',
    'Set-Cookie: csrf=x%2By%3D%3D; HttpOnly',
    'Set-Cookie: odd=%zz',
  );

  it('is found among several, as a script in a browser would read it', () => {
    expect(find('cookie', 'csrf', answer)).toBe('x+y==');
    expect(find('cookie', 'odd', answer)).toBe('%zz');
    expect(find('cookie', 'none', answer)).toBeUndefined();
  });
});

describe('a field of JSON', () => {
  const json = JSON.stringify({ user: { tokens: ['a', 'é'], id: 7, admin: false, name: null }, 'a.b': 1 });

  it.each([
    ['user.tokens.1', '\xc3\xa9'],
    ['user.id', '7'],
    ['user.admin', 'false'],
    ['user.name', undefined],
    ['user', undefined],
    ['user.toString', undefined],
    ['user.tokens.2.x', undefined],
  ])('is found by its path: %s', (path, value) => {
    expect(find('json', path, answerOf(json))).toBe(value);
  });

  it('is not found in what is no JSON', () => {
    expect(find('json', 'a', answerOf('<html>'))).toBeUndefined();
  });

  it('is found in a packed answer', () => {
    expect(find('json', 'user.id', answerOf(gzipSync(json), 'Content-Encoding: gzip'))).toBe('7');
    expect(find('json', 'user.id', answerOf(brotliCompressSync(json), 'Content-Encoding: br'))).toBe('7');
    expect(find('json', 'user.id', answerOf('broken', 'Content-Encoding: gzip'))).toBeUndefined();
  });
});

describe('a form field or meta tag', () => {
  it.each([
    ['<input type="hidden" name="token" value="a+/=" />', 'a+/='],
    ["<INPUT VALUE='x' NAME=token>", 'x'],
    ['<input value=bare name=token>', 'bare'],
    ['<meta name="token" content="m&amp;&#43;&#x3D;&quot;&apos;&unknown;">', 'm&+="\'&unknown;'],
    ['<input name="other" value="1"><input name="token" title="a > b" value="2">', '2'],
    ['<input data-name="token" value="1">', undefined],
    ['<input name="token">', undefined],
    ['<p name="token" value="1">', undefined],
    ['', undefined],
  ])('is found in %s', (html, value) => {
    expect(find('html', 'token', answerOf(html))).toBe(value);
  });
});

it('is described without its value', () => {
  expect(describeCapture({ name: 'csrf', from: 'html', at: 'authenticity_token' })).toBe(
    'form field or meta tag "authenticity_token"',
  );
});
