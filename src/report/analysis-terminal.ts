import type { HeapAnalysis } from '../heap/analysis.ts';
import { pathInLanguage, pathInPackage } from '../heap/source-file.ts';
import { forTerminal } from './escape.ts';
import type { Fact } from './finding-facts.ts';
import { fittedTable } from './fitted-table.ts';
import { formatBytes, formatCount, formatQuantity } from './numbers.ts';
import { formatHash } from './object-names.ts';
import { NAME_LENGTH, objectTable } from './object-tables.ts';
import { factLines, paragraph, type Terminal, type TerminalOptions, terminal } from './terminal-sections.ts';

const MAX_GARBAGE_CLASSES = 4;
const MAX_LINES = 8;

/** What `heapgate analyze` prints of a dump called `file`: totals, then tables of at most `limit` rows. */
export function renderAnalysis(
  analysis: HeapAnalysis,
  { file, limit, ...options }: TerminalOptions & { readonly file: string; readonly limit: number },
): string {
  const screen = terminal(options);
  const total = `${forTerminal(file)}: ${formatQuantity(analysis.objects, 'object')}, ${formatBytes(analysis.bytes)}`;
  const blocks = [
    screen.colors.bold(paragraph(total, screen)),
    factLines(totals(analysis), screen),
    classes(analysis, limit, screen),
    objectTable('Largest retained size', analysis.retainers, screen),
    gems(analysis, limit, screen),
    sites(analysis, limit, screen),
    strings(analysis, screen),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

function totals(analysis: HeapAnalysis): Fact[] {
  const { objects, reachable, bytes, reachableBytes, strings, skippedRows } = analysis;
  const amount = (count: number, size: number) => `${formatQuantity(count, 'object')}, ${formatBytes(size)}`;
  const facts: (Fact | false)[] = [
    { label: 'Reachable', text: amount(reachable, reachableBytes) },
    {
      label: 'Unreachable',
      text: amount(objects - reachable, bytes - reachableBytes) + garbagePhrase(analysis),
    },
    strings.values > 0 && {
      label: 'Repeated',
      text: `${formatQuantity(strings.excessObjects, 'string')} beyond the first of a value, ${formatBytes(strings.excessBytes)}`,
    },
    analysis.sites.length === 0 && {
      label: 'Allocations',
      text: 'not traced; ObjectSpace.trace_object_allocations_start before the app loads adds their lines',
    },
    skippedRows > 0 && { label: 'Skipped', text: skippedPhrase(analysis) },
  ];
  return facts.filter((fact) => fact !== false);
}

function garbagePhrase({ classes }: HeapAnalysis): string {
  const most = classes
    .filter(({ unreachableObjects }) => unreachableObjects > 0)
    .sort((a, b) => b.unreachableObjects - a.unreachableObjects);
  const shown = most
    .slice(0, MAX_GARBAGE_CLASSES)
    .map(({ name, unreachableObjects }) => `${formatCount(unreachableObjects)} ${forTerminal(name)}`);
  const list = most.length > shown.length ? [...shown, '…'] : shown;
  return list.length === 0 ? '' : `: ${list.join(', ')}`;
}

function skippedPhrase({ skippedRows, skippedLines }: HeapAnalysis): string {
  const shown = skippedLines.slice(0, MAX_LINES).map(String);
  const list = skippedRows > shown.length ? [...shown, '…'] : shown;
  const noun = skippedRows === 1 ? 'line' : 'lines';
  return `${formatQuantity(skippedRows, 'row')} that could not be read${list.length === 0 ? '' : ` (${noun} ${list.join(', ')})`}`;
}

function classes({ classes: all, bytes: total }: HeapAnalysis, limit: number, screen: Terminal): string {
  const rows = all
    .slice(0, limit)
    .map(({ name, internal, objects, bytes, retainedBytes }) => [
      `${forTerminal(name, NAME_LENGTH)}${internal ? ' (VM)' : ''}`,
      formatCount(objects),
      formatBytes(bytes),
      share(bytes, total),
      formatBytes(retainedBytes),
    ]);
  const head = ['Class', 'objects', 'bytes', 'of all', 'retained'];
  return fittedTable({ head, rows, more: all.length - rows.length }, screen);
}

function gems({ gems: all }: HeapAnalysis, limit: number, screen: Terminal): string {
  const total = all.reduce((sum, { bytes }) => sum + bytes, 0);
  const rows = all
    .slice(0, limit)
    .map(({ gem, objects, bytes }) => [
      forTerminal(gem, NAME_LENGTH),
      formatCount(objects),
      formatBytes(bytes),
      share(bytes, total),
    ]);
  const head = ['Allocated by gem', 'objects', 'bytes', 'of traced'];
  return fittedTable({ head, rows, more: all.length - rows.length }, screen);
}

function sites({ sites: all }: HeapAnalysis, limit: number, screen: Terminal): string {
  const rows = all
    .slice(0, limit)
    .map(({ file, line, objects, bytes }) => [
      `${forTerminal(pathInPackage(file) ?? pathInLanguage(file) ?? file, NAME_LENGTH)}:${line}`,
      formatCount(objects),
      formatBytes(bytes),
    ]);
  return fittedTable(
    { head: ['Allocated at line', 'objects', 'bytes'], rows, more: all.length - rows.length },
    screen,
  );
}

function strings({ strings: { largest, values } }: HeapAnalysis, screen: Terminal): string {
  const rows = largest.map(({ length, hash, objects, bytes }) => [
    formatHash(hash),
    formatBytes(length),
    formatCount(objects),
    formatBytes(bytes),
  ]);
  const head = ['Repeated string, by hash', 'length', 'objects', 'bytes'];
  return fittedTable({ head, rows, more: values - rows.length }, screen);
}

/** `3.4 %`, and nothing for what would be shown as zero. */
function share(part: number, whole: number): string {
  const percent = whole > 0 ? (100 * part) / whole : 0;
  return percent < 0.05 ? '' : `${percent.toFixed(1)} %`;
}
