import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Recorded, record } from '../../src/record.ts';
import { rails } from '../../src/traffic/import/rails.ts';
import { Lanes } from '../../src/traffic/lanes.ts';
import { parseScenario } from '../../src/traffic/scenario-file.ts';
import { namedSecret, secret, secretName } from '../redaction/secrets.ts';
import { readLines } from '../traffic/import/log-lines.ts';
import { malformedRequests } from '../traffic/malformed-requests.ts';
import { ask } from '../traffic/record/client.ts';
import { DemoApp } from './demo-app.ts';

let app: DemoApp;
let folder: string;

beforeAll(async () => {
  app = await DemoApp.start();
  folder = await mkdtemp(join(tmpdir(), 'heapgate-demo-traffic-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
  await app[Symbol.asyncDispose]();
});

const get = (target: string): string =>
  [`GET ${target} HTTP/1.1`, 'Host: 127.0.0.1', 'Cookie: _shop=c2Vzc2lvbg', 'Connection: close', '', ''].join(
    '\r\n',
  );

const pages = [
  '/',
  '/products',
  '/products?page=2',
  '/products.json',
  '/products/sencha',
  '/search?q=oolong',
];
const others = ['/old', '/p/teas/sencha.html', '/metrics', '/broken', '/none', '/products/none'];

/** Secrets where visitors of the shop may leave them, of which some pages make use and some do not. */
const withSecrets = fc
  .sample(fc.tuple(fc.oneof(secret, namedSecret), secretName), { numRuns: 60, seed: 1 })
  .map(([value, name]): [string, string] => [encodeURIComponent(value), encodeURIComponent(name)])
  .flatMap(([value, name], index) => [
    `/search?q=${value}`,
    `/products/sencha?${name}=${value}`,
    `/p/teas/${value}`,
    `/products/${value}?page=${index}`,
  ]);

/** Sends requests to the app one after the other through a recorder. */
async function recordTo(out: string, requests: readonly string[]): Promise<Recorded> {
  const ended = new AbortController();
  const listening = Promise.withResolvers<number>();
  const recording = record({
    target: `http://127.0.0.1:${app.port}`,
    allowRemote: false,
    listen: undefined,
    out,
    force: false,
    command: [],
    progress: (line) => listening.resolve(Number(/:(\d+)/.exec(line)?.[1])),
    signal: ended.signal,
  });
  const port = await Promise.race([listening.promise, recording.then(() => 0)]);
  for (const request of requests) await ask(port, request);
  ended.abort();
  return await recording;
}

test('recorded requests are answered with the same status after their secrets are replaced', async () => {
  const out = join(folder, 'shop.yml');
  const targets = [...pages, ...others, ...withSecrets];
  const { selection } = await recordTo(out, [...targets.map(get), ...Object.values(malformedRequests())]);

  // In the order of the file.
  const chosen = [...selection.ordinary, ...selection.malformed, ...selection.failed];
  const { kinds } = parseScenario(await readFile(out, 'utf8'), out);
  expect(kinds).toHaveLength(chosen.length);
  using lanes = new Lanes({ port: app.port, pids: [app.pid], perProcess: 1 });
  const outcomes = await lanes.replay([kinds]);
  const changed = outcomes.flatMap(({ kind, status }, index) => {
    const before = [...(chosen[index]?.statuses.keys() ?? [])];
    return status !== undefined && before.includes(status) ? [] : [[kind.label, before, status]];
  });
  const share = changed.length / kinds.length;
  expect(share, JSON.stringify(changed)).toBeLessThanOrEqual(0.05);
});

test('targets come back byte for byte from the log that Rails wrote of them', async () => {
  const loggedBefore = (await readFile(app.logFile)).length;
  const sent = [get('/'), ...Object.values(malformedRequests())];
  for (const request of sent) await ask(app.port, request);
  const log = (await readFile(app.logFile)).subarray(loggedBefore).toString('latin1');
  const requests = readLines(rails, log.split('\n')).requests.map((one) => one.replace(/ [\d?]+$/, ''));

  const asked = new Set(sent.map((bytes) => bytes.replace(/(?: HTTP\/[\d.]+)?\r?\n.*$/s, '')));
  // Of 127 requests Puma itself answers 24, and one is no HTTP.
  expect(requests.length).toBeGreaterThan(100);
  // What Rails filters is gone.
  expect(requests.filter((one) => !asked.has(one))).toEqual(['GET /search?authenticity_token[]=FILTERED']);
});
