import { describe, expect, it } from 'vitest';
import { redactRequests } from '../../src/redaction/redact-requests.ts';
import { Redactor } from '../../src/redaction/redactor.ts';
import { placeholder } from '../../src/traffic/placeholder.ts';
import type { RecordedRequest } from '../../src/traffic/scenario.ts';

const get = (target: string, headers: [string, string][] = []): RecordedRequest => ({
  method: 'GET',
  target,
  headers,
  body: undefined,
});

const post = (body: string, ...headers: [string, string][]): RecordedRequest => ({
  method: 'POST',
  target: '/',
  headers,
  body,
});

function redacted(request: RecordedRequest): Extract<RecordedRequest, { target: string }> {
  const result = new Redactor().redact(request);
  if ('raw' in result) throw new Error('came back as a whole');
  return result;
}

const targetOf = (target: string): string => redacted(get(target)).target;
const bodyOf = (body: string, ...headers: [string, string][]): string | undefined =>
  redacted(post(body, ...headers)).body;

describe('redacting a target', () => {
  it.each([
    '/p/[x',
    '/p/%zz?q=%&[]=1',
    '/caf\xe9?utf8=%E2%9C%93&q=%E9',
    '/search?authenticity_token[]=1',
    '/search?&&&=&=&q',
    '/assets/application-9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08.js',
    '/sessions/42/edit?state=open&code=DE&sort_key=price',
    '/users/123e4567-e89b-12d3-a456-426614174000/orders/507f1f77bcf86cd799439011?page=2&locale=pt-BR',
    '*',
    '',
  ])('leaves what holds no secret: %s', (target) => {
    expect(targetOf(target)).toBe(target);
  });

  it.each([
    ['letters', `/search?q=${'a'.repeat(50_000)}`],
    ['separators', `/search?${'&'.repeat(50_000)}`],
    ['beginnings of tokens', `/${'eyJ-'.repeat(10_000)}`],
    ['beginnings of names', `/?q=${'<a:'.repeat(20_000)}${'a= '.repeat(10_000)}`],
    ['beginnings of numbers', `/${'+1-415-'.repeat(4_000)}${'DE89'.repeat(5_000)}`],
    ['beginnings of keys', `/?q=${'SG.'.repeat(10_000)}${'-----BEGIN A-----'.repeat(1000)}`],
  ])('is done soon with tens of thousands of %s', (_, target) => {
    expect(targetOf(target)).toHaveLength(target.length);
  });

  it('replaces the value of a secret-looking name and keeps its escapes and what is malformed', () => {
    expect(targetOf('/x?a=1&user%5Bpassword%5D=h%75nt+%zz%E9[!&b=|')).toMatch(
      /^\/x\?a=1&user%5Bpassword%5D=[a-z]%[67][0-9a-f][a-z]{2}\+%z[a-z]%E9\[!&b=\|$/,
    );
  });

  it('replaces an address whether escaped or not, and both in the same way', () => {
    const target = targetOf('/u/joe@shop.example?to=joe%40shop.example');
    const [, path = '', query = ''] = /^\/u\/(.*)\?to=(.*)$/.exec(target) ?? [];
    expect(path).toMatch(/^[a-z]{3}@[a-z]{4}\.[a-z]{7}$/);
    expect(query).toBe(path.replace('@', '%40'));
    expect(path).not.toContain('joe');
  });

  it('replaces what follows a fragment, and what a link is for', () => {
    expect(targetOf('/?a=1#access_token=abc123xyz')).toMatch(
      /^\/\?a=1#access_token=(?!abc)[a-z]{3}\d{3}[a-z]{3}$/,
    );
    expect(targetOf('/reset_password/x9k2m4q8/edit')).toMatch(
      /^\/reset_password\/(?!x9k2m4q8)(?:[a-z]\d){4}\/edit$/,
    );
  });

  it('leaves what is filled in only when the request is sent', () => {
    const token = placeholder('target', 'n');
    expect(targetOf(`/?token=${token}&password=abc${token}`)).toMatch(
      new RegExp(`^/\\?token=${token}&password=(?!abc)[a-z]{3}${token}$`, 'u'),
    );
  });

  it('replaces a parameter of a path', () => {
    expect(targetOf('/cart;jsessionid=abc123?x=1')).toMatch(
      /^\/cart;jsessionid=(?!abc123)[a-z]{3}\d{3}\?x=1$/,
    );
  });

  it('replaces what is known for a secret from elsewhere', () => {
    const { requests, redactions } = redactRequests([get('/show/abc123def456'), get('/?token=abc123def456')]);
    const [path, query] = requests.map((request) => ('raw' in request ? '' : request.target));
    expect(path?.replace('/show/', '')).toBe(query?.replace('/?token=', ''));
    expect(path).not.toContain('abc123def456');
    expect(redactions).toContainEqual({ place: 'path', reason: 'seen elsewhere', count: 1 });
  });
});

describe('redacting a body', () => {
  it('keeps the spacing, the escapes and the faults of JSON', () => {
    expect(
      bodyOf('{ "password" : "a\\u0062c\\n", "pin": -120, "ok": true, "q": "t\\"ea", "token": [ {"a":"xyz"}'),
    ).toMatch(
      /^\{ "password" : "[a-z]\\u00[67][0-9a-f][a-z]\\n", "pin": -[1-9]\d\d, "ok": true, "q": "t\\"ea", "token": \[ \{"a":"[a-z]{3}"\}$/,
    );
  });

  it('replaces words in JSON that should have had quotes', () => {
    expect(bodyOf('{password: hunter2')).toMatch(/^\{password: (?!hunter2)[a-z]{6}\d$/);
  });

  it('replaces what GraphQL and XML give a secret-looking name', () => {
    expect(bodyOf('{"query":"mutation { login(user: \\"joe\\", password: \\"abc\\") { id } }"}')).toMatch(
      /login\(user: \\"joe\\", password: \\"(?!abc)[a-z]{3}\\"\) \{ id \} \}"\}$/,
    );
    expect(bodyOf('<user><name>joe</name><password kind="plain">abc</password></user>')).toMatch(
      /^<user><name>joe<\/name><password kind="plain">(?!abc)[a-z]{3}<\/password><\/user>$/,
    );
  });

  it('replaces fields of multipart, and keeps boundaries and what is cut off', () => {
    const body =
      '--Xy\r\nContent-Disposition: form-data; name="api_key"\r\n\r\nabcdef\r\n--Xy\r\nContent-Disposition: form-data; name="q"\r\n\r\ntea\r\n--Xy\r\nContent-Disp';
    expect(bodyOf(body, ['Content-Type', 'multipart/form-data; boundary=Xy'])).toMatch(
      new RegExp(`^${body.replace('abcdef', '(?!abcdef)[a-z]{6}')}$`),
    );
  });

  it('replaces all that a secret-looking name holds, and what stands beside one', () => {
    expect(bodyOf('{"password":{"value":"abc"},"fields":[{"name":"api_key","value":"abcd"}]}')).toMatch(
      /^\{"password":\{"value":"(?!abc)[a-z]{3}"\},"fields":\[\{"name":"api_key","value":"(?!abcd)[a-z]{4}"\}\]\}$/,
    );
  });

  it('replaces what lines of a text name', () => {
    expect(bodyOf('shop: tea\npassword: abcd\nDB_PASSWORD=abcd\n', ['Content-Type', 'text/plain'])).toMatch(
      /^shop: tea\npassword: (?!abcd)([a-z]{4})\nDB_PASSWORD=\1\n$/,
    );
  });

  it('replaces all of a body that is no text', () => {
    const { redactions } = redactRequests([post('\x81\xa8password\xa8hunter2x')]);
    expect(redactions).toEqual([{ place: 'binary', reason: 'cannot be looked into', count: 1 }]);
  });

  it('replaces all of a body that cannot be looked into', () => {
    const { redactions, requests } = redactRequests([post('abc123', ['Content-Encoding', 'gzip'])]);
    expect(requests[0]).not.toMatchObject({ body: 'abc123' });
    expect(redactions).toEqual([{ place: 'compressed', reason: 'cannot be looked into', count: 1 }]);
  });
});

describe('redacting headers', () => {
  it('keeps those on the list and counts the others', () => {
    const { requests, headersLeftOut } = redactRequests([
      get('/', [
        ['Accept', 'text/html'],
        ['Cookie', 's=1'],
        ['authorization', 'Bearer abc'],
        ['X-Unheard-Of', '1'],
      ]),
    ]);
    expect(requests[0]).toMatchObject({ headers: [['Accept', 'text/html']] });
    expect(headersLeftOut).toBe(3);
  });

  it('keeps the lines of a whole request, and says something else on those off the list', () => {
    const raw =
      'GET /p/[x HTTP/1.1\r\nHost: a\r\nCookie: a=\xff; _session=%E9%zzabc\r\nX: é\r\nbroken\r\n\r\n';
    const result = new Redactor().redact({ raw });
    expect('raw' in result && result.raw).toMatch(
      /^GET \/p\/\[x HTTP\/1\.1\r\nHost: a\r\nCookie: [b-z]=\xff; _[a-z]{7}=%E9%z[a-z]{4}\r\nX: .\r\nbroken\r\n\r\n$/,
    );
  });
});

describe('redacting a whole request', () => {
  const wholeOf = (raw: string): string => {
    const result = new Redactor().redact({ raw });
    if (!('raw' in result)) throw new Error('was taken apart');
    return result.raw;
  };

  it.each([
    ['a header that goes on in the next line', 'Cookie: a=bcd;\r\n sid=hunter2\r\n'],
    ['a header after a bare carriage return', 'X: 1\rCookie: sid=hunter2\r\n'],
    ['the host', 'Host: joe:hunter2@shop\r\n'],
    ['a media type', 'Content-Type: text/plain; token=hunter2\r\n'],
    ['a line that is no header', 'password=hunter2\r\n'],
  ])('replaces what is secret in %s', (_, lines) => {
    const raw = `GET / HTTP/1.0\r\n${lines}\r\n`;
    expect(wholeOf(raw)).not.toContain('hunter2');
    expect(wholeOf(raw).replaceAll(/[a-z0-9]/gi, '')).toBe(raw.replaceAll(/[a-z0-9]/gi, ''));
  });
});

describe('the report', () => {
  it('counts by place and reason, and never holds a value', () => {
    const { redactions } = redactRequests([
      get('/?token=abcdef'),
      get('/?password=ghijkl&q=joe@shop.example'),
    ]);
    expect(redactions).toEqual([
      { place: 'query', reason: 'secret-looking name', count: 2 },
      { place: 'query', reason: 'e-mail address', count: 1 },
    ]);
  });
});
