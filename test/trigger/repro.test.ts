import { describe, expect, it } from 'vitest';
import { newKind } from '../../src/traffic/kind.ts';
import type { Kind, Scenario } from '../../src/traffic/scenario.ts';
import { parseScenario } from '../../src/traffic/scenario-file.ts';
import { reproFile, reproOf } from '../../src/trigger/repro.ts';
import { get } from '../traffic/kinds.ts';

const about = {
  ref: '13971d2aa4273cbaf3faca5e15e6fc7882efd23b',
  file: 'heapgate-repro.yml',
  leakPerRequest: 2,
};
const raw = newKind('raw', { raw: 'GET /p/caf\xe9 HTTP/1.1\r\nHost: a b|c\r\n\r\n' }, { hostile: true });
const again = (...repeated: readonly Kind[]) => ({ once: [], repeated });

describe('the smallest scenario', () => {
  it('is read back byte for byte, hostile where it was, and derives no more hostile requests', () => {
    const kinds = [
      get('/p/[x'),
      get('/p/a|b', { hostile: false }),
      raw,
      get('/', { hostile: true }),
      get('/list'),
    ];
    const read = parseScenario(reproOf(again(...kinds), {}, about)?.scenario ?? '', 'repro.yml');
    expect(read.kinds.map(({ request, hostile }) => ({ request, hostile }))).toEqual(
      kinds.map(({ request, hostile }) => ({ request, hostile })),
    );
    expect(read.plan.hostile).toBe(false);
  });

  it('sends what once is enough of before its first round, without a log-in of its own', () => {
    const sent = { once: [get('/p/[x')], repeated: [get('/')] };
    const read = parseScenario(reproOf(sent, {}, about)?.scenario ?? '', 'repro.yml');
    expect(read.start?.map(({ label }) => label)).toEqual(['GET /p/[x']);
    expect(read.kinds.map(({ label }) => label)).toEqual(['GET /']);
    expect(read.kinds.map(({ session }) => session?.cookies ?? false)).toEqual([false]);
  });

  it('expects of ordinary requests what was expected of them', () => {
    const broken = get('/broken', { expect: { status: [500] } });
    const read = parseScenario(reproOf(again(broken), {}, about)?.scenario ?? '', 'repro.yml');
    expect(read.kinds[0]?.expect).toEqual({ status: [500] });
  });

  it.each([
    [2, 20],
    [0.5, 60],
    [0.001, 500],
  ])(
    'has rounds as short as a leak of %s objects per request allows: %s requests',
    (leakPerRequest, steps) => {
      const text = reproOf(again(get('/')), {}, { ...about, leakPerRequest })?.scenario ?? '';
      expect(parseScenario(text, 'repro.yml').plan.steps).toBe(steps);
    },
  );

  it('says what to run with it', () => {
    const repro = reproOf(again(get('/')), {}, about);
    expect(repro?.command).toBe(`heapgate measure --ref ${about.ref} --scenario heapgate-repro.yml`);
    expect(repro?.scenario).toContain(`# To see it: ${repro?.command}`);
  });

  it('names the configuration that was named', () => {
    const target = { ...about, configFile: 'shop/heapgate.yml' };
    expect(reproOf(again(get('/')), {}, target)?.command).toContain(' --config shop/heapgate.yml ');
  });

  it('holds no secrets', () => {
    const token = 'Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P';
    const request = {
      method: 'GET',
      target: '/',
      headers: [['Authorization', token] as const],
      body: undefined,
    };
    const repro = reproOf(again(newKind('home', request)), {}, about);
    expect(repro?.scenario).not.toContain('eyJhbGciOiJIUzI1NiJ9');
  });

  it('is a file of its own for each leak', () => {
    expect([0, 1, 2].map(reproFile)).toEqual([
      'heapgate-repro.yml',
      'heapgate-repro-2.yml',
      'heapgate-repro-3.yml',
    ]);
  });
});

/** A shop whose orders need the token of its API, and the others the cookies of a log-in. */
const shop = (password: string, cookies?: false): Scenario =>
  parseScenario(
    `requests:
  page: { target: /login, capture: { csrf: { html: token } } }
  login: { target: /login, form: { token: "{csrf}", password: "${password}" }, expect: { status: 302 } }
  me: { target: "/api/me?page={csrf}", capture: { api: { json: user.tokens.0 } } }
  home: { target: / }
  order: { target: /orders, headers: { X-Api-Token: "{api}" }, json: { number: "{n}", note: "{csrf} {id}" } }
  note: { method: PUT, target: /note, headers: { Content-Type: text/plain }, body: "tea {n}" }
  status: { target: "/status?of={n}", headers: { Authorization: "Bearer {api}" } }
plan: { start: [page, login, me]${cookies === false ? ', cookies: false' : ''} }`,
    'shop.yml',
    { SHOP_PASSWORD: 'open sesame' },
  );

describe('where requests need a log-in', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as a scenario has it
  const fromEnvironment = '${SHOP_PASSWORD}';
  const kindsOf = (scenario: Scenario, ...ids: readonly string[]) =>
    scenario.kinds.filter(({ id }) => ids.includes(id));
  const readBack = (text: string) => parseScenario(text, 'repro.yml', { SHOP_PASSWORD: 'open sesame' });

  it('the smallest scenario holds it, with all that it captures, byte for byte', () => {
    const scenario = shop(fromEnvironment);
    const ids = ['order', 'note', 'status'];
    const text = reproOf(again(...kindsOf(scenario, ...ids)), scenario, about)?.scenario ?? '';
    const read = readBack(text);
    const told = ({ request, captures, expect }: Kind) => ({ request, captures, expect });
    expect(read.start?.map(told)).toEqual(scenario.start?.map(told));
    expect(read.kinds.map(told)).toEqual(kindsOf(scenario, ...ids).map(told));
    expect(read.kinds.map(({ session }) => session?.cookies)).toEqual([true, true, true]);
    expect(text).not.toContain('open sesame');
  });

  it('comes before what is sent once', () => {
    const scenario = shop(fromEnvironment);
    const sent = { once: [get('/p/[x')], repeated: kindsOf(scenario, 'home') };
    const read = readBack(reproOf(sent, scenario, about)?.scenario ?? '');
    expect(read.start?.map(({ label }) => label)).toEqual([
      'GET /login',
      'POST /login',
      'GET /api/me?page={csrf}',
      'GET /p/[x',
    ]);
  });

  it('only the steps are kept that a capture needs where no cookies are', () => {
    const scenario = shop(fromEnvironment, false);
    const repro = (id: string) => reproOf(again(...kindsOf(scenario, id)), scenario, about)?.scenario ?? '';
    expect(readBack(repro('status')).start?.map(({ label }) => label)).toEqual([
      'GET /login',
      'GET /api/me?page={csrf}',
    ]);
    expect(readBack(repro('home')).start).toEqual([]);
  });

  it('there is none where it would have to hold a secret', () => {
    const scenario = shop('open sesame');
    expect(reproOf(again(...kindsOf(scenario, 'order')), scenario, about)).toBeUndefined();
  });

  it('there is none of two log-ins at once', () => {
    const home = (name: string) => get(`/${name}`, { session: { name, cookies: true } });
    expect(reproOf(again(home('shop'), home('admin')), {}, about)).toBeUndefined();
  });
});
