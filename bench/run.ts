import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { buildInto } from '../scripts/build.ts';
import { CannotMeasure } from '../src/cannot-measure.ts';
import { benchSection } from './bench-tables.ts';
import { BenchCache } from './cache.ts';
import { compareClassCounts } from './class-counts.ts';
import type { Contestant } from './contestant.ts';
import { heapgate } from './heapgate.ts';
import { thisMachine } from './machine.ts';
import { lineCount, peers } from './peers.ts';
import { profile } from './profile.ts';
import { race } from './race.ts';
import { type DumpPair, railsDumps } from './rails-dumps.ts';
import type { BenchResults, DumpResults } from './results.ts';
import { assertGnuTime } from './timed-run.ts';

interface BenchOptions {
  readonly scale: readonly number[];
  readonly runs: number;
  readonly peers: boolean;
  readonly profile?: true;
  readonly write?: true;
}

const root = join(import.meta.dirname, '..');

const defaultScales: readonly number[] = [0.1, 1, 3];

const options: BenchOptions = new Command('npm run bench --')
  .description(
    'Times heapgate and its peers on dumps of a Rails process. Dumps and gems are kept in the user’s cache.',
  )
  .option(
    '--scale <share...>',
    'sizes, as shares of 2.8 million objects and 900 MB',
    positiveNumbers,
    defaultScales,
  )
  .option('--runs <times>', 'runs of each program on each dump', positiveNumber, 3)
  .option('--no-peers', 'heapgate alone; peers run on the size nearest to 1 otherwise')
  .option('--profile', 'say where heapgate spends its time, instead of timing')
  .option(
    '--write',
    'keep what was measured in bench/results.json, from which `npm run docs` makes the README’s tables',
  )
  .parse()
  .opts();

try {
  await (options.profile ? printProfiles() : bench());
} catch (error) {
  if (!(error instanceof CannotMeasure)) throw error;
  progress(error.message);
  process.exitCode = 2;
}

async function bench(): Promise<void> {
  await assertGnuTime();
  await using temporary = await mkdtempDisposable(join(tmpdir(), 'heapgate-bench-'));
  const dist = join(temporary.path, 'dist');
  await buildInto(dist);
  const analysisFile = join(temporary.path, 'analysis.json');
  const cache = await BenchCache.open();
  const own = [...heapgate(dist, analysisFile), lineCount];
  const others = options.peers ? await peers(cache) : [];
  // The table of peers is about one size alone.
  const [peersAt] = options.scale.toSorted((one, other) => Math.abs(one - 1) - Math.abs(other - 1));
  const dumps: DumpResults[] = [];
  for (const scale of options.scale) {
    const contestants = scale === peersAt ? [...own, ...others] : own;
    dumps.push(await benchDumps(await railsDumps(cache, scale, progress), contestants, analysisFile));
  }
  const results: BenchResults = { machine: await thisMachine(), dumps };
  process.stdout.write(`${benchSection(results)}\n`);
  if (options.write) await keep(results);
}

async function benchDumps(
  dumps: DumpPair,
  contestants: readonly Contestant[],
  analysisFile: string,
): Promise<DumpResults> {
  const entries = await race(dumps, contestants, options.runs, progress);
  const { objects } = JSON.parse(await readFile(analysisFile, 'utf8'));
  const { differences, ...classes } = await compareClassCounts(analysisFile, dumps.classesBefore);
  progress(`class counts equal: ${classes.equal} of ${classes.classes}`);
  differences.forEach(progress);
  return { objects, bytes: dumps.bytes, classes, entries };
}

async function printProfiles(): Promise<void> {
  const cache = await BenchCache.open();
  for (const scale of options.scale) {
    const { before, after } = await railsDumps(cache, scale, progress);
    process.stdout.write(`analyze\n\n${await profile(['analyze', before])}\n\n`);
    process.stdout.write(`diff\n\n${await profile(['diff', before, after])}\n\n`);
  }
}

async function keep(results: BenchResults): Promise<void> {
  await writeFile(join(root, 'bench/results.json'), `${JSON.stringify(results, null, 2)}\n`);
  progress('bench/results.json is written; `npm run docs` puts it into the README');
}

function progress(line: string): void {
  process.stderr.write(`${line}\n`);
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('a number above 0 is needed.');
  return value;
}

/** Commander hands over the values one by one, and the default with the first. */
function positiveNumbers(text: string, previous: readonly number[]): number[] {
  return [...(previous === defaultScales ? [] : previous), positiveNumber(text)];
}
