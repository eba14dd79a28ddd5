import { createHash } from 'node:crypto';
import { rankClasses } from './class-ranking.ts';
import { forHtml } from './escape.ts';
import { type Fact, findingFacts, findingLine, titleOf, type Voice } from './finding-facts.ts';
import { Html, html } from './html.ts';
import { type KindPair, outcomePhrase, pairKinds } from './kind-pairs.ts';
import { lineChart } from './line-chart.ts';
import { detectablePhrase, noiseHead, noiseRows } from './noise-facts.ts';
import { formatByteGrowth, formatGrowth } from './numbers.ts';
import { PAGE_STYLE } from './page-style.ts';
import { measuredPhrase, processRows, runFacts } from './run-facts.ts';
import type { ClassGrowth, Finding, Report } from './schema.ts';
import { tell, verdictSentence } from './story.ts';

const quote = (name: string): string => `<code>${forHtml(name)}</code>`;
const VOICE: Voice = {
  quote,
  plain: (text) => forHtml(text),
  site: ({ file, line }) => quote(`${file}:${line}`),
};

/** The report as one HTML page that loads nothing and needs no JavaScript. */
export function renderPage(report: Report): string {
  const { word, rest, reasons } = verdictSentence(report, quote);
  const { failing, existing, gone } = tell(report.findings);
  const { growing, levelling, flat } = rankClasses(report.classes, report.findings);
  const { notable, ordinary } = pairKinds(report.base, report.head);
  const styleHash = createHash('sha256').update(PAGE_STYLE).digest('base64');
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${new Html(styleHash)}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>heapgate: ${word}</title>
<style>${new Html(PAGE_STYLE)}</style>
</head>
<body>
<h1>heapgate${report.name === undefined ? '' : ` · ${report.name}`}</h1>
<p class="verdict"><span class="${word}">${word}:</span> ${new Html(rest)}</p>
${textList(reasons)}
<p class="quiet">Measured over ${measuredPhrase(report.head)}; ${detectablePhrase(report)}.</p>
${failing.map((finding) => leak(finding, report, failing.length > 1 || word !== 'Regression'))}
${factList([...existing, ...gone].map((finding) => findingLine(finding, VOICE)))}
${growth('Growing', growing)}
${growth('Levelling off, as a cache does', levelling)}
${growth('Flat', flat)}
${noise(report)}
${kinds('Requests answered differently, or not at all', notable)}
${kinds('Other requests', ordinary)}
${processes(report)}
<h2>How it was measured</h2>
${factList(runFacts(report, quote))}
${textList(report.notices)}
</body>
</html>
`.markup;
}

/** `headed` where the verdict has not told of this very leak already. */
function leak(finding: Finding, report: Report, headed: boolean): Html {
  const heading = headed ? html`<h2>${new Html(titleOf(finding, VOICE))}</h2>` : html``;
  return html`<section class="leak">${heading}${factList(findingFacts(finding, report.classes, VOICE))}</section>`;
}

function factList(facts: readonly Fact[]): Html {
  if (facts.length === 0) return html``;
  const items = facts.map(({ label, text, tree = [] }) => {
    const path = tree.length > 0 ? html`<pre>${tree.map((line) => html`${line}`)}</pre>` : html``;
    return html`<dt>${label}</dt><dd>${new Html(text)}${path}</dd>`;
  });
  return html`<dl>${items}</dl>`;
}

function growth(title: string, classes: readonly ClassGrowth[]): Html {
  const rows = classes.map(
    (row) => html`<tr><td>${new Html(quote(row.name))}${row.internal ? ' (VM)' : ''}</td>
<td class="number">${formatGrowth(row.basePer1000)}</td><td class="number">${formatGrowth(row.headPer1000)}</td>
<td class="number">${formatByteGrowth(row.bytesPer1000)}</td><td>${lineChart(row)}</td><td>${row.process}</td></tr>`,
  );
  return table(
    title,
    html`<th>Per 1,000 requests</th><th class="number">Base</th><th class="number">Head</th><th class="number">Bytes</th>
<th>Objects (dashed: at base’s rate)</th><th>In</th>`,
    rows,
  );
}

function noise(report: Report): Html {
  const rows = noiseRows(report).map(
    ({ name, cells }) =>
      html`<tr><td>${new Html(quote(name))}</td>${cells.map((cell) => html`<td class="number">${cell}</td>`)}</tr>`,
  );
  const heads = noiseHead.map((head) => html`<th class="number">${head}</th>`);
  return table('Noise by class', html`<th>Class</th>${heads}`, rows);
}

function kinds(title: string, pairs: readonly KindPair[]): Html {
  const outcome = (kind: KindPair['base']) => new Html(outcomePhrase(kind, VOICE.plain));
  const rows = pairs.map(
    ({ label, base, head }) =>
      html`<tr><td>${new Html(quote(label))}</td><td>${outcome(base)}</td><td>${outcome(head)}</td></tr>`,
  );
  return table(title, html`<th>Request</th><th>Base</th><th>Head</th>`, rows);
}

function processes({ base, head }: Report): Html {
  const rows = processRows([base, head]).map(({ name, sides }) => {
    const cells = [...sides.map(({ requests }) => requests), ...sides.map(({ memory }) => memory)];
    return html`<tr><td>${name}</td>${cells.map((cell) => html`<td class="number">${cell}</td>`)}</tr>`;
  });
  const heads = ['Requests on base', 'Requests on head', 'Memory on base', 'Memory on head'];
  return table(
    'Processes',
    html`<th>Process</th>${heads.map((head) => html`<th class="number">${head}</th>`)}`,
    rows,
  );
}

function table(title: string, heads: Html, rows: readonly Html[]): Html {
  if (rows.length === 0) return html``;
  return html`<h2>${title}</h2>
<div class="table"><table><thead><tr>${heads}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

function textList(texts: readonly string[]): Html {
  return texts.length === 0 ? html`` : html`<ul>${texts.map((text) => html`<li>${text}</li>`)}</ul>`;
}
