import picocolors from 'picocolors';
import { rankClasses } from './class-ranking.ts';
import { forTerminal } from './escape.ts';
import type { Fact, Voice } from './finding-facts.ts';
import { formatByteGrowth, formatCount, formatGrowth, formatQuantity } from './numbers.ts';
import type { MeasureReport, Report } from './schema.ts';
import { keepEnd } from './shown-width.ts';
import { sparkline } from './sparkline.ts';
import { alignColumns, wrap } from './wrap.ts';

export interface TerminalOptions {
  readonly color: boolean;
  readonly columns: number;
}

/** A terminal to write for: its colours, how wide a line may be, and how names look on it. */
export interface Terminal {
  readonly colors: ReturnType<typeof picocolors.createColors>;
  readonly columns: number;
  readonly voice: Voice;
}

const [MIN_COLUMNS, MAX_COLUMNS] = [40, 120];
const MAX_ROWS = 12;
/** What the numbers and the sparkline of a row of growth take. */
const GROWTH_COLUMNS = 48;
const INDENT = '  ';

export function terminal({ color, columns }: TerminalOptions): Terminal {
  const colors = picocolors.createColors(color);
  const quote = (name: string): string => colors.cyan(forTerminal(name));
  return {
    colors,
    columns: Math.min(MAX_COLUMNS, Math.max(MIN_COLUMNS, columns)),
    voice: { quote, plain: (text) => forTerminal(text), site: ({ file, line }) => quote(`${file}:${line}`) },
  };
}

export function paragraph(text: string, { columns }: Terminal): string {
  return wrap(text, columns).join('\n');
}

export function bulletLines(texts: readonly string[], { columns }: Terminal): string {
  const wrapped = texts.map((text) => wrap(forTerminal(text, 500), columns - INDENT.length));
  return wrapped.map((lines) => `- ${lines.join(`\n${INDENT}`)}`).join('\n');
}

/** Labels to the left, what they say to the right, trees below it. */
export function factLines(facts: readonly Fact[], { colors, columns }: Terminal): string {
  const width = Math.max(0, ...facts.map(({ label }) => label.length)) + 2;
  const margin = INDENT + ' '.repeat(width);
  return facts
    .flatMap(({ label, text, tree = [] }) => [
      INDENT + colors.bold(label.padEnd(width)) + wrap(text, columns - margin.length).join(`\n${margin}`),
      ...tree.map((line) => INDENT + INDENT + forTerminal(line)),
    ])
    .join('\n');
}

/** What grows and what levels off, by class; a revision that was measured alone has no base to show. */
export function growthLines(report: Report | MeasureReport, terminal: Terminal): string {
  const compared = 'base' in report;
  const { growing, levelling } = rankClasses(report.classes, report.findings);
  const moving = [...growing, ...levelling];
  const shown = moving.slice(0, MAX_ROWS);
  if (shown.length === 0) return '';
  const head = ['Per 1,000 requests', ...(compared ? ['base', 'head'] : ['growth']), 'bytes', 'objects'];
  const rows = shown.map(({ name, internal, state, basePer1000, headPer1000, bytesPer1000, counts }) => [
    keepEnd(`${forTerminal(name)}${internal ? ' (VM)' : ''}`, terminal.columns - GROWTH_COLUMNS),
    ...(compared ? [formatGrowth(basePer1000)] : []),
    formatGrowth(headPer1000),
    formatByteGrowth(bytesPer1000),
    `${sparkline(counts, 8)} ${state === 'saturating' ? 'levels off' : formatCount(counts.at(-1) ?? 0)}`,
  ]);
  const numeric = [false, ...(compared ? [true, true] : [true]), true, false];
  const rest = moving.length - shown.length + report.moreClasses;
  return [
    tableLines([head, ...rows], numeric, terminal),
    ...(rest > 0 ? [`${INDENT}and ${formatQuantity(rest, 'more class', 'more classes')}`] : []),
  ].join('\n');
}

/** Rows aligned under a first row that is bold. Nothing where there is no more than that. */
export function tableLines(
  rows: readonly (readonly string[])[],
  numeric: readonly boolean[],
  { colors }: Terminal,
): string {
  const [head, ...body] = alignColumns(rows, numeric);
  if (head === undefined || body.length === 0) return '';
  return [colors.bold(head), ...body].map((line) => INDENT + line).join('\n');
}
