import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { execa } from 'execa';
import { stringify } from 'yaml';
import { buildDemoRepository, type DemoState, demoStates, gemSource } from '../src/demo.ts';
import type { KindReport, Report } from '../src/report/schema.ts';
import { showBytes } from '../src/traffic/byte-string.ts';
import { malformedRequests } from '../test/traffic/malformed-requests.ts';

/**
 * `node bench/triggers.ts [STATE …]`: checks the demo's upgrade, or `good` against each STATE, with 30 ordinary kinds
 * and 126 hostile ones, as users run it: which kinds it names as the cause, and how long the whole takes.
 */

/** 30 kinds that the demo app answers alike before and after the upgrade. */
function ordinaryRequests(): Record<string, object> {
  const products = ['assam', 'sencha', 'oolong', 'none', 'ceylon', 'gunpowder'];
  const targets = [
    '/',
    '/products',
    '/products.json',
    '/old',
    ...[2, 3].flatMap((page) => [`/products?page=${page}`, `/products.json?page=${page}`]),
    '/p/old',
    ...products.map((product) => `/products/${product}`),
    ...products.map((product) => `/search?q=${product}`),
    ...products.map((product) => `/p/teas/${product}.html`),
    '/none',
    '/search',
  ];
  const requests = Object.fromEntries(targets.map((target) => [`GET ${target}`, { target }]));
  return { ...requests, 'GET /broken': { target: '/broken', expect: { status: 500 } } };
}

function scenario(): string {
  const ordinary = ordinaryRequests();
  const hostile = Object.entries(malformedRequests()).map(([name, bytes]) => [
    name,
    { raw: showBytes(bytes), hostile: true },
  ]);
  const plan = { lanes: 'auto', end: ['GET /', 'GET /products'] };
  return stringify({ requests: { ...ordinary, ...Object.fromEntries(hostile) }, plan });
}

/** What makes the subscriber raise is answered 500 on head, and otherwise on base. */
function poisons({ base, head }: Report): string[] {
  const statusOf = (kinds: readonly KindReport[], wanted: string) =>
    Object.keys(kinds.find(({ id }) => id === wanted)?.status ?? {});
  return head.kinds
    .filter(({ id, hostile }) => hostile && statusOf(head.kinds, id).includes('500'))
    .filter(({ id }) => !statusOf(base.kinds, id).includes('500'))
    .map(({ label }) => label);
}

/** With the scenario on both branches, since it is read from base. */
async function demoRepository(head: DemoState, root: string): Promise<string> {
  const { repository } = await buildDemoRepository({
    base: 'good',
    head,
    root,
    gemSource: await gemSource(),
  });
  const git = (...args: string[]) =>
    execa('git', ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.com', ...args], {
      cwd: repository,
    });
  await git('checkout', '--quiet', 'main');
  await writeFile(join(repository, 'scenarios/shop.yml'), scenario());
  await git('commit', '--quiet', '--all', '-m', 'Ask for more');
  await git('checkout', '--quiet', 'upgrade');
  await git('merge', '--quiet', '--no-edit', 'main');
  return repository;
}

/** Answers whether all that poisons was named, and none else. */
async function checkTraffic(head: DemoState, args: readonly string[]): Promise<boolean> {
  await using root = await mkdtempDisposable(join(tmpdir(), 'heapgate-triggers-'));
  const repository = await demoRepository(head, root.path);
  const json = join(root.path, 'report.json');
  const cli = join(import.meta.dirname, '../dist/cli.js');
  const startedMs = performance.now();
  const { stderr } = await execa(
    process.execPath,
    [cli, 'check', '--base', 'main', '--timings', '--json', json, ...args],
    { cwd: repository, reject: false },
  );
  const seconds = (performance.now() - startedMs) / 1000;
  const text = await readFile(json, 'utf8').catch(() => undefined);
  if (text === undefined) throw new Error(`nothing was measured: ${stderr}`);
  const report: Report = JSON.parse(text);
  const expected = poisons(report);
  const named = report.findings.flatMap(({ trigger }) => trigger?.requests ?? []);
  const ordinary = report.base.kinds.filter(({ hostile }) => !hostile).length;
  const { totalMs, bootMs, replayMs, gcMs, ownMs } = report.timings;
  console.log(
    `good → ${head}, ${ordinary} ordinary and ${report.base.kinds.length - ordinary} hostile kinds: ${report.verdict}, ${report.findings.length} findings, in ${seconds.toFixed(1)} s`,
  );
  console.log(
    `  ${named.length} kinds named as the cause, of ${expected.length} that poison; ${inSeconds({ totalMs, bootMs, replayMs, gcMs, ownMs })}`,
  );
  const isRight = isDeepStrictEqual([...new Set(named)].sort(), [...new Set(expected)].sort());
  if (!isRight) console.log(`  named: ${named.join(', ')}\n  poison: ${expected.join(', ')}`);
  return isRight && (report.verdict === 'regression') === expected.length > 0;
}

const inSeconds = (times: Readonly<Record<string, number>>): string =>
  Object.entries(times)
    .map(([name, ms]) => `${name.replace(/Ms$/, '')} ${(ms / 1000).toFixed(1)} s`)
    .join(', ');

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '7' } },
});
const states = positionals.length > 0 ? positionals : ['bad', 'fixed'];
for (const name of states) {
  const state = demoStates.find((known) => known === name);
  if (!state) throw new Error(`no state of the demo is called ${name}`);
  if (!(await checkTraffic(state, ['--seed', values.seed]))) process.exitCode = 1;
}
