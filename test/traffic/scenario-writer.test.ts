import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSame } from '../../src/redaction/redact-requests.ts';
import { requestBytes } from '../../src/traffic/request-bytes.ts';
import type { RecordedRequest } from '../../src/traffic/scenario.ts';
import { parseScenario } from '../../src/traffic/scenario-file.ts';
import { type KindDraft, scenarioText } from '../../src/traffic/scenario-writer.ts';

const get = (target: string, headers: [string, string][] = []): RecordedRequest => ({
  method: 'GET',
  target,
  headers,
  body: undefined,
});

const home: KindDraft = { name: 'home', request: get('/') };

const bytes = fc.uint8Array({ maxLength: 30 }).map((array) => Buffer.from(array).toString('latin1'));

describe('a scenario that was written', { timeout: 30_000 }, () => {
  it('gives the same targets byte for byte when it is read', () => {
    const targets = fc.array(bytes, { maxLength: 10 });
    fc.assert(
      fc.property(targets, (all) => {
        const kinds = all.map((target) => ({
          name: `GET ${target}`,
          request: get(target),
          hostile: true,
        }));
        const read = parseScenario(scenarioText({ comment: [], kinds: [home, ...kinds] }), 'a.yml').kinds;
        const sent = read.slice(1).map(({ request }) => requestBytes(request, 80).toString('latin1'));
        expect(sent).toEqual(kinds.map(({ request }) => requestBytes(request, 80).toString('latin1')));
      }),
      { numRuns: 500 },
    );
  });

  it('gives the same headers and bodies, whatever they hold', () => {
    const header = fc.tuple(
      fc.constantFrom('Accept', 'Content-Type', 'X-Requested-With'),
      fc.string({ unit: 'grapheme' }).filter((value) => !/[\r\n\0]/.test(value)),
    );
    const request = fc.record({
      method: fc.constantFrom('GET', 'POST', 'PATCH'),
      target: fc.webPath().map((path) => `/${path}`),
      headers: fc
        .uniqueArray(header, { selector: ([name]) => name })
        .map((all) =>
          all.map(([name, value]): [string, string] => [name, Buffer.from(value).toString('latin1')]),
        ),
      body: fc
        .option(fc.string({ unit: 'grapheme' }), { nil: undefined })
        .map((body) => body && Buffer.from(body).toString('latin1')),
    });
    fc.assert(
      fc.property(fc.array(request, { minLength: 1, maxLength: 4 }), (requests) => {
        const kinds = requests.map((one) => ({
          name: 'a',
          request: { ...one, body: one.body || undefined },
        }));
        const read = parseScenario(scenarioText({ comment: [], kinds: [home, ...kinds] }), 'a.yml').kinds;
        expect(
          read.slice(1).filter(({ request: one }, index) => !isSame(one, kinds[index]?.request)),
        ).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it.each(['a\n\n', '\n', ' a', '\u3000', 'null', '- a', 'a: b # c', '|', '\ta\0\u0085\u2028'])(
    'gives the same body when it is %j',
    (text) => {
      const request = { ...get('/'), method: 'POST', body: Buffer.from(text).toString('latin1') };
      const written = scenarioText({ comment: [], kinds: [home, { name: 'a', request }] });
      expect(parseScenario(written, 'a.yml').kinds[1]?.request).toEqual(request);
    },
  );

  it('is short, with notes beside entries and shared headers once', () => {
    const headers: [string, string][] = [['Accept', 'text/html']];
    const text = scenarioText({
      comment: ['From a log.', ''],
      kinds: [
        { name: 'home', request: get('/', headers), times: 20, note: '50 ×' },
        { name: 'odd', request: get('/p/caf\xe9', [...headers, ['Range', 'bytes=0-1']]), note: '1 ×' },
        { name: 'odd', request: get('/list?f[a]=1', headers), hostile: false },
      ],
      off: {
        comment: 'Off:',
        kinds: [{ name: 'POST /cart', request: { ...get('/cart', headers), method: 'POST' } }],
      },
    });
    expect(text).toBe(`# From a log.
#
requests:
  home: { target: /, times: 20 } # 50 ×
  # 1 ×
  odd:
    target: /p/caf\\xE9
    headers:
      Range: bytes=0-1
  'odd #2': { target: '/list?f[a]=1', hostile: false }
  # Off:
  # POST /cart: { method: POST, target: /cart }
headers:
  Accept: text/html
plan:
  # Derive malformed variants, which make apps raise.
  hostile: true
`);
  });

  it('has entries that are off, which come back when their mark is removed', () => {
    const off = {
      comment: 'Off:',
      kinds: [{ name: 'POST /cart', request: { ...get('/cart'), method: 'POST' } }],
    };
    const text = scenarioText({ comment: [], kinds: [home], off });
    expect(parseScenario(text, 'a.yml').kinds.map(({ id }) => id)).toEqual(['home']);
    const on = text.replace('# POST', 'POST');
    expect(parseScenario(on, 'a.yml').kinds.map(({ id }) => id)).toEqual(['home', 'POST /cart']);
  });
});
