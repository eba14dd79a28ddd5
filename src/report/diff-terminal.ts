import type { DumpDiff } from '../leak/dump-diff.ts';
import { type DiffFinding, type DiffReport, diffReport } from './diff-json.ts';
import { forTerminal } from './escape.ts';
import { amountPhrase, type Fact } from './finding-facts.ts';
import { fittedTable } from './fitted-table.ts';
import { formatByteGrowth, formatBytes, formatCount, formatGrowth, formatQuantity } from './numbers.ts';
import { pathLines } from './path-lines.ts';
import { sparkline } from './sparkline.ts';
import {
  bulletLines,
  factLines,
  paragraph,
  type Terminal,
  type TerminalOptions,
  terminal,
} from './terminal-sections.ts';

const MAX_NAMES = 5;
const MAX_SITES = 3;
const NAME_LENGTH = 200;

/** What `heapgate diff` prints: each holder that gained, then classes and dumps, at most `limit` of each. */
export function renderDiff(
  diff: DumpDiff,
  { limit, ...options }: TerminalOptions & { readonly limit: number },
): string {
  const screen = terminal(options);
  const report = diffReport(diff);
  const { findings } = report;
  const rest = findings.length - limit;
  const blocks = [
    screen.colors.bold(paragraph(headline(report), screen)),
    ...findings
      .slice(0, limit)
      .flatMap((finding, i) => [title(finding, i, screen), facts(diff, finding, i, screen)]),
    rest > 0 ? `and ${formatQuantity(rest, 'more holder')} that gained less: see them with --limit` : '',
    classTable(report, limit, screen),
    dumpTable(report, screen),
    bulletLines(hints(report), screen),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

function headline({ dumps, findings, threshold }: DiffReport): string {
  const over = `over ${formatQuantity(dumps.length, 'dump')}`;
  if (findings.length === 0) {
    const least = `${formatQuantity(threshold, 'object')} or ${formatCount(threshold)} KiB`;
    const gained = dumps.length === 2 ? 'gained' : 'rises every time and gained';
    return `Nothing accumulates ${over}: no holder ${gained} ${least}.`;
  }
  const objects = findings.reduce((sum, { objectsGained }) => sum + objectsGained, 0);
  const bytes = findings.reduce((sum, { bytesGained }) => sum + bytesGained, 0);
  return `${amountPhrase(objects, bytes)} ${over}, under ${formatQuantity(findings.length, 'holder')}.`;
}

function title({ objectsGained, bytesGained, id }: DiffFinding, index: number, screen: Terminal): string {
  return paragraph(
    `${index + 1}. ${amountPhrase(objectsGained, bytesGained)}  ${screen.colors.dim(id)}`,
    screen,
  );
}

function facts({ holders }: DumpDiff, finding: DiffFinding, index: number, screen: Terminal): string {
  const { quote } = screen.voice;
  const gains = (holders[index]?.classes ?? []).map(({ name, objects }) =>
    objects > 0 ? `${quote(name)} (${formatGrowth(objects)})` : quote(name),
  );
  const sites = finding.sites.map(
    ({ file, line, objects }) => `${quote(`${file}:${line}`)} (${formatCount(objects)} in the last dump)`,
  );
  const found: (Fact | false)[] = [
    { label: 'Grows', text: listed(gains, MAX_NAMES) },
    {
      label: 'Held by',
      text: quote(finding.holder),
      tree: pathTree(finding, holders[index]?.path[0]),
    },
    finding.alsoHeldBy.length > 0 && {
      label: 'Also held by',
      text: listed(finding.alsoHeldBy.map(quote), MAX_NAMES),
    },
    finding.retainedBytesGained > finding.bytesGained && {
      label: 'Retains',
      text: `${formatBytes(finding.retainedBytesGained)} with what it alone keeps alive`,
    },
    sites.length > 0 && { label: 'Allocated at', text: listed(sites, MAX_SITES) },
  ];
  return factLines(
    found.filter((fact) => fact !== false),
    screen,
  );
}

/** Of a holder that nothing but a root holds, the root says what it is, such as a global variable. */
function pathTree({ path, holder }: DiffFinding, root: string | undefined): string[] {
  if (path.length > 1) return pathLines({ path, holder });
  return path.length === 1 && root?.startsWith('root ')
    ? pathLines({ path: [{ class: root }, ...path], holder })
    : [];
}

function listed(shown: readonly string[], most: number): string {
  const rest = shown.length - most;
  return [...shown.slice(0, most), ...(rest > 0 ? [`${formatCount(rest)} more`] : [])].join(', ');
}

function classTable({ classes, dumps }: DiffReport, limit: number, screen: Terminal): string {
  const isSeries = dumps.length > 2;
  const rows = classes
    .slice(0, limit)
    .map(({ name, internal, objectsGained, bytesGained, counts, state }) => [
      `${forTerminal(name, NAME_LENGTH)}${internal ? ' (VM)' : ''}`,
      formatGrowth(objectsGained),
      formatByteGrowth(bytesGained),
      formatCount(counts[0] ?? 0),
      formatCount(counts.at(-1) ?? 0),
      ...(isSeries ? [sparkline(counts, 8), state === 'growing' ? 'every time' : ''] : []),
    ]);
  const head = ['Class', 'gained', 'bytes', 'first', 'last', ...(isSeries ? ['', 'rises'] : [])];
  return fittedTable({ head, rows, more: classes.length - rows.length }, screen);
}

function dumpTable({ dumps }: DiffReport, screen: Terminal): string {
  const skipped = dumps.some(({ skippedRows }) => skippedRows > 0);
  const rows = dumps.map(({ file, objects, bytes, skippedRows }) => [
    forTerminal(file, NAME_LENGTH),
    formatCount(objects),
    formatBytes(bytes),
    ...(skipped ? [formatCount(skippedRows)] : []),
  ]);
  const head = ['Dump', 'objects', 'bytes', ...(skipped ? ['rows skipped'] : [])];
  return fittedTable({ head, rows }, screen);
}

/** What the reader should know to read it right. */
function hints({ dumps, classes, findings, threshold }: DiffReport): string[] {
  const gained = classes.reduce((sum, { objectsGained }) => sum + objectsGained, 0);
  if (new Set(dumps.map(({ file }) => file)).size < dumps.length)
    return ['A file is named twice, and one dump shows no growth: name dumps taken at different times.'];
  if (findings.length === 0 && gained < 0)
    return ['The last dump has fewer objects than the first: were they named in the order they were taken?'];
  if (findings.length === 0 && dumps.length > 2 && gained >= threshold)
    return [
      'What gained went down in between, as in a cache; or the dumps are not in the order they were taken.',
    ];
  if (findings.length > 0 && dumps.length === 2)
    return ['Two dumps show what grew, caches that fill included; a third shows what goes on growing.'];
  return [];
}
