import { asMarkdownCode, forMarkdown } from './escape.ts';
import { holderPhrase } from './finding-facts.ts';
import { type KindPair, outcomePhrase } from './kind-pairs.ts';
import { noiseHead, noiseRows } from './noise-facts.ts';
import { formatByteGrowth, formatCount, formatGrowth } from './numbers.ts';
import { processRows } from './run-facts.ts';
import type { ClassGrowth, Finding, Report } from './schema.ts';
import { sparkline } from './sparkline.ts';

interface Column {
  readonly head: string;
  /** Numbers stand to the right. */
  readonly numeric?: boolean;
}

/** A GFM table. Cells are Markdown already: whatever is not ours in them was escaped. */
export function markdownTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const heads = columns.map(({ head }) => head);
  const alignments = columns.map(({ numeric }) => (numeric ? '--:' : ':--'));
  return [heads, alignments, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Growth by class: what it was on base, what it is on head, how it went, what holds it. */
export function growthTable(classes: readonly ClassGrowth[], findings: readonly Finding[]): string {
  const holders = classes.map(({ name }) => findings.find((finding) => finding.classes.includes(name)));
  const anyHolder = holders.some((holder) => holder !== undefined);
  const columns = [
    { head: 'Class' },
    { head: 'Base', numeric: true },
    { head: 'Head', numeric: true },
    { head: 'Bytes', numeric: true },
    { head: 'Objects' },
    ...(anyHolder ? [{ head: 'Held by' }] : []),
  ];
  const rows = classes.map((growth, index) => {
    const holder = holders[index];
    return [
      `${code(growth.name)}${growth.internal ? ' (VM)' : ''}${growth.withTimeAlone ? ' (without traffic too)' : ''}`,
      formatGrowth(growth.basePer1000),
      formatGrowth(growth.headPer1000),
      unbroken(formatByteGrowth(growth.bytesPer1000)),
      series(growth.counts),
      ...(anyHolder ? [holder ? holderPhrase(holder, { quote: lastName, plain: forMarkdown }) : ''] : []),
    ];
  });
  return markdownTable(columns, rows);
}

export function kindsTable(kinds: readonly KindPair[]): string {
  const columns = [{ head: 'Request' }, { head: 'Base' }, { head: 'Head' }];
  const rows = kinds.map(({ label, base, head }) => [
    code(label),
    outcomePhrase(base, code),
    outcomePhrase(head, code),
  ]);
  return markdownTable(columns, rows);
}

/** How still each class was that moved, in at most `most` rows. */
export function noiseTable(report: Report, most: number): string {
  const columns = [{ head: 'Class' }, ...noiseHead.map((head) => ({ head, numeric: true }))];
  const rows = noiseRows(report).slice(0, most);
  return markdownTable(
    columns,
    rows.map(({ name, cells }) => [code(name), ...cells]),
  );
}

export function processesTable({ base, head }: Pick<Report, 'base' | 'head'>): string {
  const columns = ['Requests on base', 'Requests on head', 'Memory on base', 'Memory on head'];
  const rows = processRows([base, head]).map(({ name, sides }) => [
    name,
    ...sides.map(({ requests }) => requests),
    ...sides.map(({ memory }) => unbroken(memory)),
  ]);
  return markdownTable([{ head: 'Process' }, ...columns.map((head) => ({ head, numeric: true }))], rows);
}

function series(counts: readonly number[]): string {
  const [first, last] = [counts[0], counts.at(-1)];
  if (first === undefined || last === undefined) return '–';
  return unbroken(`${sparkline(counts)} ${formatCount(first)} → ${formatCount(last)}`);
}

function unbroken(text: string): string {
  return text.replaceAll(' ', '&nbsp;');
}

const code = (text: string): string => asMarkdownCode(text, 80);

/** A class without its namespace, since the table is wide. */
const lastName = (name: string): string => code(name.split('::').at(-1) ?? name);
