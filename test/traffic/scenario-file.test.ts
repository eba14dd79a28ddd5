/** biome-ignore-all lint/suspicious/noTemplateCurlyInString: values are written so in scenarios */
import { describe, expect, it } from 'vitest';
import { CannotMeasure } from '../../src/cannot-measure.ts';
import { requestBytes } from '../../src/traffic/request-bytes.ts';
import type { Kind } from '../../src/traffic/scenario.ts';
import { parseScenario, readScenario } from '../../src/traffic/scenario-file.ts';

const parse = (text: string) =>
  parseScenario(text, 'scenarios/shop.yml', { KEY: 'é', EMPTY: '', GITHUB_TOKEN: 'ghs_1' });

function kindOf(entry: string, rest = ''): Kind {
  const kind = parse(`requests:\n  home: { target: / }\n  it: ${entry}\n${rest}`).kinds[1];
  if (!kind) throw new Error('no second kind');
  return kind;
}

const wire = (kind: Kind): string => requestBytes(kind.request, 3000).toString('latin1');

describe('a scenario file', () => {
  it('is a catalogue with its plan', () => {
    const scenario = parse(
      'requests:\n  home: { target: / }\n  list: { target: /p, times: 3 }\nplan: { lanes: 4, end: [list] }',
    );
    expect(scenario).toMatchObject({ name: 'shop', plan: { lanes: 4, end: ['list'], hostile: false } });
    expect(scenario.kinds.map(({ id, times, hostile }) => [id, times, hostile])).toEqual([
      ['home', 1, false],
      ['list', 3, false],
    ]);
  });

  it('ends rounds with the first two ordinary requests when the plan does not say', () => {
    const text =
      "requests:\n  odd: { target: '/[x' }\n  a: { target: /a }\n  b: { target: /b }\n  c: { target: /c }";
    expect(parse(text).plan.end).toEqual(['a', 'b']);
  });

  it('sends a GET with the Host of the app', () => {
    expect(wire(kindOf('{ target: "/search?q=tea" }'))).toBe(
      'GET /search?q=tea HTTP/1.1\r\nHost: 127.0.0.1:3000\r\n\r\n',
    );
  });

  it('sends the bytes that a target names', () => {
    expect(wire(kindOf("{ target: '/p/caf\\xE9' }"))).toMatch(/^GET \/p\/caf\xE9 HTTP/);
    expect(wire(kindOf("{ target: '/p/café\\\\' }"))).toMatch(/^GET \/p\/caf\xC3\xA9\\ HTTP/);
  });

  it('sends a form as a POST', () => {
    expect(wire(kindOf('{ target: /o, form: { sku: "1 2", n: 3 } }'))).toBe(
      'POST /o HTTP/1.1\r\nHost: 127.0.0.1:3000\r\nContent-Length: 11\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\nsku=1+2&n=3',
    );
  });

  it('sends JSON with its length in bytes', () => {
    expect(wire(kindOf('{ method: PUT, target: /o, json: { name: "é" } }'))).toMatch(
      /^PUT .*Content-Length: 13\r\nContent-Type: application\/json\r\n\r\n\{"name":"\xC3\xA9"\}$/s,
    );
  });

  it('sends a raw request as it is, on a connection of its own', () => {
    const kind = kindOf("{ raw: 'GET /p HTTP/1.0\\r\\n\\r\\n' }");
    expect(wire(kind)).toBe('GET /p HTTP/1.0\r\n\r\n');
    expect(kind).toMatchObject({ label: 'GET /p', hostile: true, connection: 'fresh' });
  });

  it('overrides headers of the file by those of a request, whatever their case', () => {
    const kind = kindOf('{ target: /, headers: { accept: a, HOST: b } }', 'headers: { Accept: c, X: d }');
    expect(wire(kind)).toBe('GET / HTTP/1.1\r\naccept: a\r\nX: d\r\nHOST: b\r\n\r\n');
  });

  it('takes a request for hostile when its target lies outside RFC 3986, unless it says otherwise', () => {
    expect(kindOf("{ target: '/p/[x' }")).toMatchObject({
      hostile: true,
      connection: 'auto',
      label: 'GET /p/[x',
    });
    expect(kindOf("{ target: '/p/[x', hostile: false }")).toMatchObject({
      hostile: false,
      connection: 'keep',
    });
    expect(kindOf('{ target: /raise, hostile: true }')).toMatchObject({ hostile: true });
  });

  it('has requests that each lane starts with, and none of them in a round', () => {
    const { kinds, start, plan } = parse(
      'requests:\n  home: { target: / }\n  in: { target: /in }\n  list: { target: /l }\nplan: { start: [in] }',
    );
    expect(start?.map(({ id }) => id)).toEqual(['in']);
    expect(kinds.map(({ id }) => id)).toEqual(['home', 'list']);
    expect(plan.end).toEqual(['home', 'list']);
  });

  it('keeps cookies where there is a start, unless it says otherwise', () => {
    const sessionOf = (plan: string) =>
      parse(`requests: { home: { target: / }, in: { target: /in } }\nplan: ${plan}`).kinds[0]?.session;
    expect(sessionOf('{}')).toBeUndefined();
    expect(sessionOf('{ start: [in] }')).toEqual({ name: 'shop', cookies: true });
    expect(sessionOf('{ start: [in], cookies: false }')).toBeUndefined();
    expect(sessionOf('{ cookies: true }')).toEqual({ name: 'shop', cookies: true });
  });

  it('captures values for requests that come later', () => {
    const { start } = parse(
      "requests:\n  home: { target: '/{a}/{b}' }\n  in: { target: /in, capture: { a: { json: x.y }, b: { header: X-B } } }\nplan: { start: [in] }",
    );
    expect(start?.[0]?.captures).toEqual([
      { name: 'a', from: 'json', at: 'x.y' },
      { name: 'b', from: 'header', at: 'X-B' },
    ]);
  });

  it('has the values of its variables, as bytes', () => {
    const { variables } = parse("requests: { home: { target: '/${KEY}', headers: { A: '${EMPTY}' } } }");
    expect(variables).toEqual(
      new Map([
        ['KEY', '\xC3\xA9'],
        ['EMPTY', ''],
      ]),
    );
  });

  it('gives requests connections of their own where the plan says so', () => {
    const { kinds } = parse(
      'requests: { a: { target: / }, b: { target: /b, connection: keep } }\nplan: { connection: fresh }',
    );
    expect(kinds.map(({ connection }) => connection)).toEqual(['fresh', 'keep']);
  });

  it('sends a multipart body with the bytes that it is given', () => {
    const body =
      '--b\\r\\nContent-Disposition: form-data; name="file"; filename="a.png"\\r\\n\\r\\n\\x89PNG\\r\\n--b--';
    const kind = kindOf(
      `{ raw: 'POST /up HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 80\\r\\n\\r\\n${body}', hostile: false }`,
    );
    expect(wire(kind)).toMatch(/filename="a\.png"\r\n\r\n\x89PNG\r\n--b--$/);
  });

  it.each([
    ['', 'is empty: list at least one request under "requests"'],
    ['plan: {}', 'requests: must name at least one request'],
    ['requests: {}', 'requests: none is ordinary: add one that the app answers normally'],
    [
      "requests: { a: { target: '/[x' } }",
      'requests: none is ordinary: add one that the app answers normally',
    ],
    ['reqests: {}\nrequests: { a: { target: / } }', 'unknown key "reqests"; did you mean "requests"?'],
    ['requests: { a: { taget: / } }', 'unknown key "requests.a.taget"; did you mean "target"?'],
    [
      'requests: { a: { target: /, expect: { stats: 1 } } }',
      'unknown key "requests.a.expect.stats"; did you mean "status"?',
    ],
    ['requests: { a: { target: / } }\nplan: { ends: [a] }', 'unknown key "plan.ends"; did you mean "end"?'],
    [
      'requests: { home: { target: / } }\nplan: { end: [hme] }',
      'plan.end: "hme" is not among the requests; did you mean "home"?',
    ],
    [
      "requests: { a: { target: / }, b: { target: '/[' } }\nplan: { end: [b] }",
      'plan.end: "b" is hostile: a round ends with ordinary requests',
    ],
    ['requests: { a: { method: GET } }', 'requests.a: needs either target or raw'],
    ['requests: { a: { target: /, body: x, json: 1 } }', 'requests.a: needs only one of form, json, body'],
    [
      "requests: { a: { target: '/\\p' } }",
      'requests.a.target: "\\p" is no escape; write \\\\ for a backslash',
    ],
    ["requests: { a: { target: '/\\r\\nX: 1' } }", 'requests.a.target: must be one line'],
    [
      'requests: { a: { target: / } }\nplan: { start: [a] }',
      'requests: none beside plan.start is ordinary: add one that the app answers normally',
    ],
    [
      'requests: { home: { target: / }, login: { target: /l } }\nplan: { start: [logn] }',
      'plan.start: "logn" is not among the requests; did you mean "login"?',
    ],
    [
      'requests: { a: { target: / }, b: { target: / } }\nplan: { start: [b], end: [b] }',
      'plan.end: "b" is in plan.start, so in no round',
    ],
    [
      "requests: { a: { target: '/${NO_SUCH}' } }",
      'requests.a: ${NO_SUCH} is not set: set NO_SUCH in the environment, or in `env` of heapgate.yml where a branch adds the scenario; or write \\${NO_SUCH} to send it literally',
    ],
    [
      "requests: { a: { target: /, headers: { A: '${GITHUB_TOKEN}' } } }",
      'requests.a: ${GITHUB_TOKEN} is the runner’s own, and never sent to an app: set another variable',
    ],
    [
      "requests: { a: { target: '/{id}' }, b: { target: /, capture: { id: { json: id } } } }",
      'requests.a: nothing in plan.start captures {id} before it is sent: list the request there that does',
    ],
    [
      "requests: { a: { target: '/{tokn}' }, b: { target: /, capture: { token: { json: id } } } }",
      'requests.a: no request captures {tokn}; did you mean {token}? \\{tokn} is taken literally',
    ],
    [
      'requests: { a: { target: /, capture: { id: { jsno: id } } } }',
      'unknown key "requests.a.capture.id.jsno"; did you mean "json"?',
    ],
    [
      'requests: { a: { target: /, capture: { id: { json: id, html: id } } } }',
      'requests.a.capture.id: needs exactly one of html, json, header, cookie',
    ],
    [
      'requests: { a: { target: /, capture: { n: { json: id } } } }',
      'requests.a.capture.n: {n} is a new number each time: choose another name',
    ],
    ['requests: { a: { target: /, headers: { X: "1\\r\\n2" } } }', 'requests.a.headers.X: must be one line'],
  ])('refuses %j in one line', (text, message) => {
    expect(() => parse(text)).toThrow(new CannotMeasure(`scenarios/shop.yml: ${message}`));
  });

  it('refuses an alias that has no anchor in one line', () => {
    expect(() => parse('requests: { a: *home }')).toThrow(/^scenarios\/shop\.yml: Unresolved alias .*home$/);
  });

  it('names the place of a mistake in the YAML', () => {
    expect(() => parse('requests: { a: [ }')).toThrow(/^scenarios\/shop\.yml: .+ at line 1, column \d+:?$/);
  });

  it('is an error when it does not exist', async () => {
    await expect(readScenario('none/such.yml')).rejects.toThrow(
      new CannotMeasure('none/such.yml: cannot be read (ENOENT): name an existing scenario file'),
    );
  });
});
