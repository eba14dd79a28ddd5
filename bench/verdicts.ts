import { writeFile } from 'node:fs/promises';
import { Command, InvalidArgumentError } from 'commander';
import { BenchCache } from './cache.ts';
import { verdictCases } from './verdicts/cases.ts';
import { startCpuLoad } from './verdicts/cpu-load.ts';
import { runCase } from './verdicts/run-case.ts';
import { isRight, type Result, score } from './verdicts/score.ts';
import { verdictTable } from './verdicts/verdict-table.ts';

interface VerdictOptions {
  readonly only?: readonly string[];
  readonly runs: number;
  readonly load?: true;
  readonly json?: string;
  readonly markdown?: string;
  readonly list?: true;
}

const options: VerdictOptions = new Command('npm run bench:verdicts --')
  .description(
    'Checks apps of which it is known whether they leak. Exit status 1 unless every verdict is right.',
  )
  .option('--only <text...>', 'cases whose name or program contains one of these')
  .option('--runs <times>', 'checks of each case', wholeNumber, 1)
  .option('--load', 'keep all cores busy beside')
  .option('--json <file>', 'write cases, recall, falsePositives and smallestFound')
  .option('--markdown <file>', 'write the table')
  .option('--list', 'name the cases and run none')
  .parse()
  .opts();

const { only = [''] } = options;
const wanted = verdictCases.filter(({ name, program }) =>
  only.some((text) => `${name} ${program.name}`.toLowerCase().includes(text.toLowerCase())),
);

if (options.list)
  for (const { name, program, answer } of wanted) print(`${answer}: ${name} (${program.name})`);
else await bench();

async function bench(): Promise<void> {
  const cache = await BenchCache.open();
  await using load = options.load && startCpuLoad();
  if (load) progress('all cores are kept busy');
  const results: Result[] = [];
  for (const [i, tried] of wanted.entries()) {
    const outcomes = [];
    for (let run = 0; run < options.runs; run++) outcomes.push(await runCase(tried, cache));
    const result = { tried, outcomes };
    results.push(result);
    progress(
      `${i + 1}/${wanted.length} ${isRight(result) ? 'right' : 'WRONG'} ${tried.name} (${tried.program.name})`,
    );
    for (const { verdict, seconds, reasons } of outcomes)
      progress(`    ${verdict} in ${seconds.toFixed(0)} s: ${reasons.join('; ')}`);
    await keep(results);
  }
  print(verdictTable(results, score(results)));
  process.exitCode = results.every(isRight) ? 0 : 1;
}

/** After every case, so that a run that is ended leaves what it has found. */
async function keep(results: readonly Result[]): Promise<void> {
  const total = score(results);
  if (options.markdown) await writeFile(options.markdown, `${verdictTable(results, total)}\n`);
  if (!options.json) return;
  const cases = results.map((result) => ({
    name: result.tried.name,
    program: result.tried.program.name,
    published: result.tried.published,
    answer: result.tried.answer,
    objectsPer1000: result.tried.objectsPer1000,
    right: isRight(result),
    checks: result.outcomes,
  }));
  await writeFile(options.json, `${JSON.stringify({ cases, ...total }, null, 2)}\n`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function progress(line: string): void {
  process.stderr.write(`${line}\n`);
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError('a whole number above 0 is needed.');
  return value;
}
