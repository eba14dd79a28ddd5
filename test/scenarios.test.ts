import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { CannotMeasure } from '../src/cannot-measure.ts';
import { readTraffic, type Traffic } from '../src/scenarios.ts';
import type { Scenario } from '../src/traffic/scenario.ts';
import { Sandbox } from './app/sandbox.ts';
import { get } from './traffic/kinds.ts';

type Files = Readonly<Record<string, string>>;

const pages: Scenario = {
  name: 'default',
  kinds: [get('/'), get('/posts')],
  plan: { lanes: 'auto', end: ['/'], hostile: false },
};

const asking = (...targets: readonly string[]): string =>
  [
    'requests:',
    ...targets.map((target) => `  ${target.slice(1)}: { target: ${target} }`),
    'plan: { hostile: false }',
  ].join('\n');

/** The traffic of an app that has `onBase` at base and `onHead` at head. */
async function trafficOf(
  onBase: Files,
  onHead: Files = onBase,
  listed: readonly string[] = [],
  debugPages = 0,
  env: Record<string, string> = {},
): Promise<Traffic> {
  await using sandbox = await Sandbox.create();
  for (const [side, files] of [
    ['base', onBase],
    ['head', onHead],
  ] as const) {
    mkdirSync(join(sandbox.directory, side));
    for (const [path, text] of Object.entries(files)) {
      const file = join(sandbox.directory, side, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }
  const sides = [join(sandbox.directory, 'base'), join(sandbox.directory, 'head')] as const;
  return await readTraffic(sides, { scenarios: [...listed], env }, async () => ({
    scenario: pages,
    debugPages,
    lost: [],
  }));
}

const labels = ({ scenario }: Traffic): string[] => scenario.kinds.map(({ label }) => label);

it('is all scenarios of base, joined so that they meet in the same processes', async () => {
  const traffic = await trafficOf({
    'scenarios/b.yml': asking('/b'),
    'scenarios/a.yml': asking('/a', '/c'),
    'scenarios/notes.txt': 'no scenario',
  });
  expect(labels(traffic)).toEqual(['GET /a', 'GET /c', 'GET /b']);
  expect(traffic.names).toEqual(['a', 'b']);
  expect(traffic.notices).toEqual([]);
});

it('keeps kinds of several scenarios apart, and each scenario’s end', async () => {
  const { scenario } = await trafficOf({
    'scenarios/a.yml': asking('/x', '/y', '/z'),
    'scenarios/b.yml': asking('/x'),
  });
  expect(scenario.kinds.map(({ id }) => id)).toEqual(['a/x', 'a/y', 'a/z', 'b/x']);
  expect(scenario.plan.end).toEqual(['a/x', 'a/y', 'b/x']);
  expect(scenario.name).toBe('a+b');
});

it('keeps kinds apart of scenarios that differ in their ending alone', async () => {
  const { scenario } = await trafficOf({ 'scenarios/a.yml': asking('/x'), 'scenarios/a.yaml': asking('/x') });
  expect(new Set(scenario.kinds.map(({ id }) => id)).size).toBe(2);
  const ids = scenario.kinds.map(({ id }) => id);
  for (const id of scenario.plan.end) expect(ids).toContain(id);
});

it('has as many lanes as the scenario that asks for most', async () => {
  const withLanes = (lanes: number | string) =>
    `requests:\n  x: { target: / }\nplan: { hostile: false, lanes: ${lanes} }`;
  const lanesOf = async (...wanted: (number | string)[]) =>
    (await trafficOf(Object.fromEntries(wanted.map((lanes, i) => [`scenarios/${i}.yml`, withLanes(lanes)]))))
      .scenario.plan.lanes;
  expect(await lanesOf(2, 6, 'auto')).toBe(6);
  expect(await lanesOf('auto', 'auto')).toBe('auto');
});

it('has each scenario log in for itself', async () => {
  const text = 'requests: { x: { target: / }, in: { target: /in } }\nplan: { start: [in] }';
  const { scenario } = await trafficOf({ 'scenarios/a.yml': text, 'scenarios/b.yml': text });
  expect(scenario.start?.map(({ id, session }) => [id, session])).toEqual([
    ['a/in', { name: 'a', cookies: true }],
    ['b/in', { name: 'b', cookies: true }],
  ]);
  expect(scenario.kinds.map(({ id, session }) => [id, session?.name])).toEqual([
    ['a/x', 'a'],
    ['b/x', 'b'],
  ]);
});

it('keeps log-ins apart of scenarios that differ in their ending alone', async () => {
  const text = 'requests: { x: { target: / } }\nplan: { cookies: true }';
  const { scenario } = await trafficOf({ 'scenarios/a.yml': text, 'scenarios/a.yaml': text });
  expect(new Set(scenario.kinds.map(({ session }) => session?.name)).size).toBe(2);
});

it('tells requests what the app is told in its environment', async () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as a scenario has it
  const text = "requests: { x: { target: '/${HEAPGATE_TEST_SHOP}' } }";
  const read = (env: Record<string, string>) => trafficOf({ 'scenarios/a.yml': text }, undefined, [], 0, env);
  expect((await read({ HEAPGATE_TEST_SHOP: 'tea' })).scenario.variables).toEqual(
    new Map([['HEAPGATE_TEST_SHOP', 'tea']]),
  );
  await expect(read({})).rejects.toThrow(
    /^scenarios\/a\.yml: requests\.x: \$\{HEAPGATE_TEST_SHOP\} is not set/,
  );
});

it('says which entries of a HAR file are broken', async () => {
  const entry = '{"request":{"method":"GET","url":"http://shop.test/a"}}';
  const { notices } = await trafficOf({ 'scenarios/a.har': `{"log":{"entries":[${entry},7]}}` });
  expect(notices).toEqual(['scenarios/a.har: 1 entry could not be read and is left out: 2']);
});

it('leaves a single scenario as it is', async () => {
  const { scenario } = await trafficOf({ 'scenarios/shop.yml': asking('/x') });
  expect(scenario).toMatchObject({ name: 'shop', plan: { end: ['x'] } });
  expect(scenario.kinds.map(({ id }) => id)).toEqual(['x']);
});

describe('a branch', () => {
  const base = { 'scenarios/shop.yml': asking('/shop') };

  it('adds scenarios, which are replayed against both, and it is said', async () => {
    const traffic = await trafficOf(base, { ...base, 'scenarios/cart.yml': asking('/cart') });
    expect(labels(traffic)).toEqual(['GET /shop', 'GET /cart']);
    expect(traffic.notices).toEqual([
      'this branch adds traffic, replayed against both revisions on top of base’s: scenarios/cart.yml',
    ]);
  });

  it('does not change by what it adds how base’s traffic is replayed, nor what growth is measured by', async () => {
    const plan = 'plan: { steps: 5000, warmup: 9, lanes: 1, threads: 1, workers: 1, load: 3, end: [cart] }';
    const requests =
      "{ cart: { target: /cart, times: 1000 }, bad: { target: '/[', hostile: true, times: 1000 } }";
    const { scenario } = await trafficOf(base, {
      ...base,
      'scenarios/cart.yml': `requests: ${requests}\n${plan}`,
    });
    const { scenario: alone } = await trafficOf({ ...base, 'scenarios/other.yml': asking('/other') });
    expect(scenario.plan).toEqual({ ...alone.plan, end: ['shop/shop'] });
    expect(scenario.kinds.map(({ id, added, times }) => [id, added, times])).toEqual([
      ['shop/shop', undefined, 1],
      ['cart/cart', true, 1000],
      ['cart/bad', true, 1],
    ]);
  });

  it('is told nothing of the environment of heapgate in what it adds', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: as a scenario has it
    const asked = { 'scenarios/cart.yml': "requests: { x: { target: '/?q=${HEAPGATE_TEST_KEY}' } }" };
    const env = { HEAPGATE_TEST_KEY: 'told' };
    vi.stubEnv('HEAPGATE_TEST_KEY', 'secret');
    const valueIn = async (reading: Promise<Traffic>) =>
      (await reading).scenario.variables?.get('HEAPGATE_TEST_KEY');
    expect(await valueIn(trafficOf({ ...base, ...asked }))).toBe('secret');
    expect(await valueIn(trafficOf(base, { ...base, ...asked }, [], 0, env))).toBe('told');
    await expect(trafficOf(base, { ...base, ...asked })).rejects.toThrow(
      /^scenarios\/cart\.yml: requests\.x: \$\{HEAPGATE_TEST_KEY\} is not set: set .* where a branch adds the scenario;/,
    );
    vi.unstubAllEnvs();
  });

  it('cannot change or remove what base asks for', async () => {
    expect(labels(await trafficOf(base, { 'scenarios/shop.yml': asking('/nothing') }))).toEqual([
      'GET /shop',
    ]);
    expect(labels(await trafficOf(base, {}))).toEqual(['GET /shop']);
  });

  it('may bring the first scenarios that a config lists', async () => {
    const traffic = await trafficOf({}, { 'traffic/shop.yml': asking('/shop') }, ['traffic/shop.yml']);
    expect(labels(traffic)).toEqual(['GET /shop']);
    expect(traffic.notices).toEqual([
      'this branch adds traffic, replayed against both revisions: traffic/shop.yml',
    ]);
  });
});

it('is only what the config lists, where it lists any', async () => {
  const files = { 'scenarios/shop.yml': asking('/shop'), 'traffic/a.yml': asking('/a') };
  expect(labels(await trafficOf(files, files, ['traffic/a.yml']))).toEqual(['GET /a']);
});

describe('without scenarios', () => {
  it('is what the app was found to answer, and it is said', async () => {
    const traffic = await trafficOf({});
    expect(labels(traffic)).toEqual(['GET /', 'GET /posts']);
    expect(traffic.names).toEqual(['default']);
    expect(traffic.notices).toEqual([
      'there are no scenarios: heapgate only asked for /, /posts and malformed variants of them; record real traffic into scenarios/',
    ]);
  });

  it('says how many requests are left out for debug pages', async () => {
    const { notices } = await trafficOf({}, {}, [], 1);
    expect(notices[1]).toMatch(
      /^1 malformed request is left out: in this environment Rails answers it with its/,
    );
  });
});

it('names the file that cannot be read as the user knows it', async () => {
  const failure = await trafficOf({ 'scenarios/bad.yml': 'requests: {}' }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(CannotMeasure);
  expect(String(failure)).toMatch(/^CannotMeasure: scenarios\/bad\.yml: /);
  const missing = await trafficOf({}, {}, ['scenarios/missing.yml']).catch((error: unknown) => error);
  expect(String(missing)).toMatch(/^CannotMeasure: scenarios\/missing\.yml: /);
});
