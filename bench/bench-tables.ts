import { formatBytes, formatCount } from '../src/report/numbers.ts';
import type { Operation } from './contestant.ts';
import { type BenchResults, type DumpResults, type Entry, medianRun } from './results.ts';
import type { TimedRun } from './timed-run.ts';

/** The README's section about speed: heapgate beside its peers on the dump nearest to `bytes`, and over all sizes. */
export function benchSection({ machine, dumps }: BenchResults, bytes = 900_000_000): string {
  const shown = dumps.toSorted(
    (one, other) => Math.abs(one.bytes - bytes) - Math.abs(other.bytes - bytes),
  )[0];
  if (!shown) throw new Error('the bench has measured nothing');
  const runs = Math.max(...shown.entries.map((entry) => entry.runs.length));
  return [
    `A Rails process with ${formatCount(shown.objects)} objects, dumped with allocation sites (${formatBytes(shown.bytes)}), ` +
      `and dumped again after it has grown. Every program reads the same files in turn; ${runs === 1 ? 'one run each' : `medians of ${runs} runs`}, on ` +
      `${machine.cores} cores (${machine.processor}), Node ${machine.node} and Ruby ${machine.ruby}.`,
    comparison(shown),
    'By size of the dump:',
    sizes(dumps),
  ].join('\n\n');
}

function comparison({ entries }: DumpResults): string {
  const rows = (['analyze', 'diff', 'lines'] as const).flatMap((operation) => {
    const own = entries.find((entry) => entry.own && entry.operation === operation);
    const others = entries.filter((entry) => !entry.own && entry.operation === operation);
    return [...(own ? [own] : []), ...others.toSorted(bySpeed)].map((entry) => comparisonRow(entry, own));
  });
  return table(['', 'Program', 'What it does', 'Time', 'To heapgate’s', 'CPU time', 'Peak memory'], rows);
}

function comparisonRow(entry: Entry, own: Entry | undefined): readonly string[] {
  const run = medianRun(entry.runs);
  const ownRun = medianRun(own?.runs ?? []);
  return [
    operationNames[entry.operation],
    entry.own ? `**${entry.name}**` : entry.name,
    entry.does,
    run ? seconds(run.wallMs) : 'failed',
    run && ownRun && !entry.own ? ratio(run.wallMs, ownRun.wallMs) : '',
    run ? seconds(run.cpuMs) : '',
    run ? formatBytes(run.peakBytes) : '',
  ];
}

const operationNames: Readonly<Record<Operation, string>> = {
  analyze: 'analyze',
  diff: 'diff',
  lines: 'the floor',
};

function sizes(dumps: readonly DumpResults[]): string {
  const header = [
    'Dump',
    'Objects',
    '`analyze`',
    'To `wc -l`’s',
    'Peak',
    '`diff`',
    'Peak',
    'Classes counted as in the process',
  ];
  return table(header, dumps.map(sizeRow));
}

function sizeRow({ bytes, objects, classes, entries }: DumpResults): readonly string[] {
  const lines = medianRun(entries.find(({ operation }) => operation === 'lines')?.runs ?? []);
  const own = (operation: Operation): TimedRun | undefined =>
    medianRun(entries.find((entry) => entry.own && entry.operation === operation)?.runs ?? []);
  const analyze = own('analyze');
  const diff = own('diff');
  return [
    formatBytes(bytes),
    formatCount(objects),
    analyze ? seconds(analyze.wallMs) : '',
    analyze && lines ? ratio(analyze.wallMs, lines.wallMs) : '',
    analyze ? formatBytes(analyze.peakBytes) : '',
    diff ? seconds(diff.wallMs) : '',
    diff ? formatBytes(diff.peakBytes) : '',
    `${formatCount(classes.equal)} of ${formatCount(classes.classes)}`,
  ];
}

const bySpeed = (one: Entry, other: Entry): number =>
  (medianRun(one.runs)?.wallMs ?? Number.POSITIVE_INFINITY) -
  (medianRun(other.runs)?.wallMs ?? Number.POSITIVE_INFINITY);

const seconds = (ms: number): string => `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
const ratio = (ms: number, ofMs: number): string => `${(ms / ofMs).toFixed(1)} ×`;

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), `|${' --- |'.repeat(header.length)}`, ...rows.map(line)].join('\n');
}
