import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactedScenario } from '../../src/traffic/redacted-scenario.ts';
import type { RecordedRequest } from '../../src/traffic/scenario.ts';
import { parseScenario } from '../../src/traffic/scenario-file.ts';
import { doubtfulName, doubtfulSecret, namedSecret, secret, secretName } from './secrets.ts';

/** A secret in a request, and how it may be found in a file: as it is, or escaped. */
interface Planted {
  readonly place: string;
  readonly secret: string;
  readonly request: RecordedRequest;
}

const get = (target: string): RecordedRequest => ({ method: 'GET', target, headers: [], body: undefined });

const post = (type: string, body: string): RecordedRequest => ({
  method: 'POST',
  target: '/form',
  headers: [['Content-Type', type]],
  body,
});

const multipart = (name: string, value: string): RecordedRequest =>
  post(
    'multipart/form-data; boundary=XyZ0123456789aBcDeFgHiJ',
    `--XyZ0123456789aBcDeFgHiJ\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n--XyZ0123456789aBcDeFgHiJ--\r\n`,
  );

const form = (pairs: Record<string, string>): string => new URLSearchParams(pairs).toString();

/** Every place that a secret may stand in, by the name of a field or without one. */
const places: Readonly<Record<string, (value: string, name: string) => RecordedRequest>> = {
  path: (value) => get(`/reset/${encodeURIComponent(value)}`),
  'malformed path': (value) => get(`/reset/[${encodeURIComponent(value)}|%zz`),
  query: (value, name) => get(`/search?${form({ q: 'tea', [name]: value })}&x=[`),
  fragment: (value, name) => get(`/signed-in?a=1#${form({ [name]: value })}`),
  'URL in a query': (value, name) =>
    get(`/login?${form({ to: `https://shop.example/?${form({ [name]: value })}` })}`),
  header: (value) => ({ ...get('/'), headers: [['User-Agent', `shop/1 (${value.replaceAll('\n', ' ')})`]] }),
  'header off the list': (value) => ({
    ...get('/'),
    headers: [['X-Api-Auth', value.replaceAll('\n', ' ')]],
  }),
  form: (value, name) => post('application/x-www-form-urlencoded', form({ a: '1', [name]: value })),
  JSON: (value, name) => post('application/json', JSON.stringify({ a: [{ [name]: value, b: 2 }] })),
  'JSON in a form': (value, name) =>
    post('application/x-www-form-urlencoded', form({ payload: JSON.stringify({ [name]: value }) })),
  multipart: (value, name) => multipart(name, value),
  text: (value) => post('text/plain', `see ${value} there`),
  'whole request': (value, name) => ({
    raw: `GET /a?${form({ [name]: value })} HTTP/1.1\r\nHost: a\r\nCookie: _shop=${encodeURIComponent(value)}\r\n\r\n`,
  }),
};

const planted: fc.Arbitrary<Planted> = fc.oneof(
  fc
    .record({ place: fc.constantFrom(...Object.keys(places)), secret, name: fc.constantFrom('q', 'note') })
    .map(({ place, secret, name }) => plant(place, secret, name)),
  ...[
    { secret: namedSecret, name: secretName },
    { secret: doubtfulSecret, name: doubtfulName },
  ].map((named) =>
    fc
      .record({
        place: fc.constantFrom(
          'query',
          'fragment',
          'URL in a query',
          'form',
          'JSON',
          'JSON in a form',
          'multipart',
        ),
        ...named,
      })
      .map(({ place, secret, name }) => plant(place, secret, name)),
  ),
);

function plant(place: string, secret: string, name: string): Planted {
  const request = places[place]?.(secret, name);
  if (!request) throw new Error(`no place ${place}`);
  return { place, secret, request };
}

const write = (requests: readonly RecordedRequest[]) =>
  redactedScenario({
    comment: () => [],
    kinds: [{ request: get('/') }, ...requests.map((request) => ({ request, hostile: true }))],
    off: { comment: '', kinds: [] },
    nameOf: (request) => ('raw' in request ? 'raw' : `${request.method} ${request.target}`),
    // The same each time: a stand-in may be another's secret by chance.
    key: new Uint8Array(32),
  });

/** The text, and what it says without escapes, so that no spelling of a secret is missed. */
function spellings(text: string): string[] {
  const said = text
    .replaceAll('\\\\', '\\')
    .replaceAll(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  const decoded = [said, said.replaceAll('+', ' ')].map((one) =>
    one.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
  );
  return [
    text,
    said,
    ...decoded,
    ...decoded.map((one) =>
      one.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    ),
  ];
}

/** The part of a secret that no text has by chance. */
const telling = (value: string): string =>
  value.split('\n').toSorted((a, b) => b.length - a.length)[0] ?? value;

describe('a written scenario', { timeout: 60_000 }, () => {
  it('holds none of 500 planted secrets, in all places', () => {
    const all = fc.sample(planted, { numRuns: 500, seed: 1 });
    const texts = spellings(write(all.map(({ request }) => request)).text);
    const left = all.filter(({ secret }) => texts.some((text) => text.includes(telling(secret))));
    expect(left).toEqual([]);
  });

  it('is the same request apart from the secret: as long, with the same punctuation', () => {
    fc.assert(
      fc.property(planted, ({ request }) => {
        fc.pre(!('raw' in request) && request.headers.every(([name]) => name !== 'X-Api-Auth'));
        const { text } = write([request]);
        const read = parseScenario(text, 'a.yml').kinds[1]?.request;
        const shape = (value: string | undefined) => value?.replaceAll(/[A-Za-z0-9]/g, 'x');
        const parts = (each: RecordedRequest | undefined) =>
          each && 'target' in each ? [shape(each.target), shape(each.body)] : [];
        expect(parts(read)).toEqual(parts(request));
      }),
      { numRuns: 100, seed: 1 },
    );
  });
});
