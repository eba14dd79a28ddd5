import type { Limits } from './budget.ts';
import { rankClasses } from './class-ranking.ts';
import { asMarkdownBlock, asMarkdownCode, forMarkdown } from './escape.ts';
import { findingFacts, findingLine, titleOf, type Voice } from './finding-facts.ts';
import { pairKinds } from './kind-pairs.ts';
import { growthTable, kindsTable, noiseTable, processesTable } from './markdown-tables.ts';
import { markdownFacts, markdownVoice, type Repository } from './markdown-voice.ts';
import { detectablePhrase } from './noise-facts.ts';
import { formatQuantity } from './numbers.ts';
import { isLeak } from './restart-facts.ts';
import { measuredPhrase, runFacts } from './run-facts.ts';
import type { ClassGrowth, Finding, Report } from './schema.ts';
import { tell, verdictSentence } from './story.ts';

export interface MarkdownOptions {
  readonly repository?: Repository | undefined;
  /** Command that repeats the run on the reader's machine. */
  readonly reproduce: string;
  /** Rows of the growth table that are seen without opening anything. */
  readonly openRows: number;
  readonly allKinds: boolean;
}

const GROWTH_CAPTION = 'Growth per 1,000 requests, in the process where it was highest';

/** The report as GitHub's Markdown, the most important first. What `limits` cut is said where it was cut. */
export function markdownReport(report: Report, options: MarkdownOptions, limits: Limits): string {
  return sections([
    `### heapgate${report.name === undefined ? '' : ` · ${asMarkdownCode(report.name)}`}`,
    opening(report, limits),
    leaks(report, markdownVoice(options.repository), limits),
    growth(report, options, limits),
    noise(report, limits),
    kinds(report, options, limits),
    limits.run ? run(report, options, limits) : 'All else was too long: it is in the JSON report.',
  ]);
}

function opening(report: Report, limits: Limits): string {
  const { word, rest, reasons } = verdictSentence(report, markdownVoice(undefined).quote);
  return sections([
    `**${word}: ${rest}**`,
    bullets(reasons, limits),
    report.verdict === 'pass'
      ? `Measured over ${measuredPhrase(report.head)}; ${detectablePhrase(report)}.`
      : '',
  ]);
}

function leaks(report: Report, voice: Voice, limits: Limits): string {
  const { failing, existing, gone } = tell(report.findings);
  const shown = failing.slice(0, limits.findings);
  const harmless = [...existing, ...gone];
  const lines = harmless.slice(0, limits.findings).map((finding) => findingLine(finding, voice));
  // The headline of a regression has told of a single leak already.
  const headed = failing.length > 1 || report.verdict !== 'regression';
  return sections([
    ...shown.flatMap((finding) => [
      headed ? leakHeading(report, finding, voice) : '',
      markdownFacts(findingFacts(finding, report.classes, voice)),
    ]),
    cutLine(failing.length - shown.length, 'leak', 'leaks'),
    lines.length > 0 && failing.length > 0 ? '#### Leaks that fail nothing' : '',
    markdownFacts(lines),
    cutLine(harmless.length - lines.length, 'leak that fails nothing', 'leaks that fail nothing'),
  ]);
}

function leakHeading(report: Report, finding: Finding, voice: Voice): string {
  const leaks = tell(report.findings).failing.filter(isLeak);
  const title = titleOf(finding, voice);
  if (!isLeak(finding)) return `#### Restarts: ${title}`;
  const sure = finding.status === 'worsened' ? 'Worsened leak' : 'New leak';
  const what = report.verdict === 'regression' ? sure : 'Suspected leak';
  const number = leaks.length > 1 ? ` ${leaks.indexOf(finding) + 1} of ${leaks.length}` : '';
  return `#### ${what}${number}: ${title}`;
}

function growth(report: Report, { openRows }: MarkdownOptions, { rows }: Limits): string {
  const { growing, levelling } = rankClasses(report.classes, report.findings);
  const open = report.verdict === 'pass' ? [] : growing.slice(0, Math.min(openRows, rows));
  const folded = growing.slice(open.length, rows);
  const caches = levelling.slice(0, rows);
  const cut = growing.length + levelling.length - open.length - folded.length - caches.length;
  const more = open.length > 0 ? 'more ' : '';
  const caption = open.length > 0 ? '' : `${GROWTH_CAPTION}:`;
  return sections([
    open.length > 0 ? `${GROWTH_CAPTION}:\n\n${growthTable(open, report.findings)}` : '',
    foldedGrowth(
      `${formatQuantity(folded.length, `${more}class`, `${more}classes`)} growing`,
      caption,
      folded,
      report.findings,
    ),
    foldedGrowth(
      `${formatQuantity(caches.length, 'class', 'classes')} levelling off, as a cache does`,
      caption,
      caches,
      report.findings,
    ),
    cutLine(cut, 'class that moved', 'classes that moved'),
  ]);
}

function foldedGrowth(
  summary: string,
  caption: string,
  classes: readonly ClassGrowth[],
  findings: readonly Finding[],
): string {
  return classes.length === 0 ? '' : details(summary, [caption, growthTable(classes, findings)]);
}

function noise(report: Report, { rows }: Limits): string {
  const noisy = report.selfTest ? report.noise.classes : [];
  if (noisy.length === 0) return '';
  return details(`Noise of ${formatQuantity(noisy.length, 'class', 'classes')}`, [
    noiseTable(report, rows),
    cutLine(Math.max(0, noisy.length - rows), 'class', 'classes'),
  ]);
}

function kinds({ base, head }: Report, { allKinds }: MarkdownOptions, limits: Limits): string {
  const { notable, ordinary } = pairKinds(base, head);
  const listed = allKinds ? [...notable, ...ordinary] : notable;
  if (listed.length === 0) return '';
  const shown = listed.slice(0, limits.rows);
  const total = formatQuantity(listed.length, 'kind');
  const different = 'answered differently, or not at all';
  return details(
    allKinds ? `${total} of request, ${notable.length} ${different}` : `${total} of request ${different}`,
    [
      shown.length > 0 ? kindsTable(shown) : '',
      cutLine(listed.length - shown.length, 'kind of request', 'kinds of request'),
    ],
  );
}

function run(report: Report, { reproduce }: MarkdownOptions, limits: Limits): string {
  const unlisted = formatQuantity(report.moreClasses, 'more class', 'more classes');
  const repeat = repeatBlock(reproduce);
  // Nobody repeats a pass.
  const calm = report.verdict === 'pass';
  const measured = details('How it was measured', [
    bullets(report.notices, limits),
    limits.rows > 0 ? processesTable(report) : '',
    markdownFacts(runFacts(report, markdownVoice(undefined).quote)),
    report.moreClasses > 0 ? `${unlisted} moved, too little to be listed.` : '',
    calm ? repeat : '',
  ]);
  return sections([measured, calm ? '' : repeat]);
}

function repeatBlock(command: string): string {
  const lines = command.trim().split('\n').slice(0, 20);
  return ['Repeat it on your machine:', '', ...asMarkdownBlock(lines, 'sh', 1000)].join('\n');
}

function details(summary: string, blocks: readonly string[]): string {
  return `<details>\n<summary>${summary}</summary>\n\n${sections(blocks)}\n\n</details>`;
}

function bullets(texts: readonly string[], { rows }: Limits): string {
  const shown = texts.slice(0, Math.max(rows, 1)).map((text) => `- ${forMarkdown(text, 500)}`);
  return sections([shown.join('\n'), cutLine(texts.length - shown.length, 'note', 'notes')]);
}

function cutLine(count: number, singular: string, plural: string): string {
  return count > 0
    ? `${formatQuantity(count, `more ${singular}`, `more ${plural}`)}, listed in the JSON report.`
    : '';
}

function sections(blocks: readonly string[]): string {
  return blocks.filter((block) => block !== '').join('\n\n');
}
