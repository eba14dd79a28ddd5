import { rankClasses } from './class-ranking.ts';
import { forTerminal } from './escape.ts';
import { findingFacts, findingLine, titleOf } from './finding-facts.ts';
import { fittedTable } from './fitted-table.ts';
import { outcomePhrase, pairKinds } from './kind-pairs.ts';
import { detectablePhrase, noiseHead, noiseRows } from './noise-facts.ts';
import { formatQuantity } from './numbers.ts';
import { measuredPhrase, processRows, runFacts } from './run-facts.ts';
import type { MeasureReport, Report, Side } from './schema.ts';
import { tell, verdictSentence } from './story.ts';
import {
  bulletLines,
  factLines,
  growthLines,
  paragraph,
  type Terminal,
  type TerminalOptions,
  tableLines,
  terminal,
} from './terminal-sections.ts';

const MAX_KINDS = 12;
const MAX_NOISY = 15;

/** What `heapgate check` prints: the verdict, each leak, then the evidence. */
export function renderTerminal(report: Report, options: TerminalOptions): string {
  const screen = terminal(options);
  const { existing, gone } = tell(report.findings);
  const harmless = [...existing, ...gone].map((finding) => findingLine(finding, screen.voice));
  return sections([
    verdict(report, screen),
    leaks(report, screen),
    factLines(harmless, screen),
    growthLines(report, screen),
    noiseFloor(report, screen),
    differentKinds(report, screen),
    processes([report.base, report.head], ['on base', 'on head'], screen),
    factLines(runFacts(report, screen.voice.quote), screen),
    bulletLines(report.notices, screen),
  ]);
}

/** What `heapgate measure` prints: how one revision grows. There is no verdict without a base. */
export function renderMeasurement(report: MeasureReport, options: TerminalOptions): string {
  const screen = terminal(options);
  const { growing } = rankClasses(report.classes, report.findings);
  const grows =
    growing.length > 0 ? `${formatQuantity(growing.length, 'class', 'classes')} growing` : 'nothing grows';
  return sections([
    screen.colors.bold(paragraph(`Measured over ${measuredPhrase(report.revision)}: ${grows}.`, screen)),
    leaks(report, screen),
    growthLines(report, screen),
    processes([report.revision], [''], screen),
    factLines(runFacts(report, screen.voice.quote), screen),
    bulletLines(report.notices, screen),
  ]);
}

function verdict(report: Report, screen: Terminal): string {
  const { bold, green, red, yellow } = screen.colors;
  const { word, rest, reasons } = verdictSentence(report, screen.voice.quote);
  const paint = { Pass: green, Regression: red, Inconclusive: yellow }[word];
  const measured = `Measured over ${measuredPhrase(report.head)}; ${detectablePhrase(report)}.`;
  return sections([
    paragraph(`${bold(paint(`${word}:`))} ${rest}`, screen),
    bulletLines(reasons, screen),
    word === 'Pass' ? paragraph(measured, screen) : '',
  ]);
}

function leaks(report: Report | MeasureReport, screen: Terminal): string {
  const { failing } = tell(report.findings);
  // The sentence of a regression has told of a single leak already.
  const headed = failing.length > 1 || !('verdict' in report) || report.verdict !== 'regression';
  return sections(
    failing.flatMap((finding, index) => [
      headed ? paragraph(`${index + 1}. ${titleOf(finding, screen.voice)}`, screen) : '',
      factLines(findingFacts(finding, report.classes, screen.voice), screen),
    ]),
  );
}

function noiseFloor(report: Report, screen: Terminal): string {
  const rows = noiseRows(report).map(({ name, cells }) => [forTerminal(name), ...cells]);
  const head = ['Noise by class', ...noiseHead];
  const more = Math.max(0, rows.length - MAX_NOISY);
  return fittedTable({ head, rows: rows.slice(0, MAX_NOISY), more }, screen);
}

function differentKinds({ base, head }: Report, screen: Terminal): string {
  const { notable } = pairKinds(base, head);
  const plain = (text: string) => forTerminal(text, 40);
  const rows = notable
    .slice(0, MAX_KINDS)
    .map((pair) => [plain(pair.label), outcomePhrase(pair.base, plain), outcomePhrase(pair.head, plain)]);
  const rest = notable.length - rows.length;
  const more = rest > 0 ? [[`and ${formatQuantity(rest, 'more kind')}`]] : [];
  return tableLines(
    [['Answered differently', 'base', 'head'], ...rows, ...more],
    [false, false, false],
    screen,
  );
}

function processes(sides: readonly Side[], names: readonly string[], screen: Terminal): string {
  const heads = ['requests', 'memory'].flatMap((what) => names.map((name) => `${what} ${name}`.trim()));
  const rows = processRows(sides).map((row) => [
    row.name,
    ...row.sides.map(({ requests }) => requests),
    ...row.sides.map(({ memory }) => memory),
  ]);
  return tableLines([['Process', ...heads], ...rows], [false, ...heads.map(() => true)], screen);
}

function sections(blocks: readonly string[]): string {
  return blocks.filter((block) => block !== '').join('\n\n');
}
