import { isRight, type Result, type Score } from './score.ts';

/** What was checked and how it ended, as Markdown: what went wrong first. */
export function verdictTable(
  results: readonly Result[],
  { recall, falsePositives, smallestFound }: Score,
): string {
  const rows = results
    .toSorted((one, other) => Number(isRight(one)) - Number(isRight(other)))
    .map((result) => line(cells(result)));
  const smallest = smallestFound === undefined ? 'none' : `${smallestFound} objects per 1,000 requests`;
  return [
    `${results.filter(isRight).length} of ${results.length} cases right; recall ${(recall * 100).toFixed(0)} %, ` +
      `${falsePositives} false positives, smallest growth found: ${smallest}.`,
    '',
    line(['', 'Case', 'Program', 'Published in', 'Answer', 'Verdict', 'Found per 1,000', 'Time']),
    line(Array.from({ length: 8 }, () => '---')),
    ...rows,
  ].join('\n');
}

function cells(result: Result): string[] {
  const { tried, outcomes } = result;
  const verdicts = [...new Set(outcomes.map(({ verdict }) => verdict))];
  const found = Math.max(...outcomes.map(({ objectsPer1000 }) => objectsPer1000));
  const seconds = outcomes.reduce((sum, outcome) => sum + outcome.seconds, 0) / outcomes.length;
  return [
    isRight(result) ? '' : '**wrong**',
    tried.name,
    tried.program.name,
    tried.published ?? '',
    tried.answer,
    verdicts.join(', '),
    found > 0 ? Math.round(found).toLocaleString('en-US') : '',
    `${seconds.toFixed(0)} s`,
  ];
}

const line = (columns: readonly string[]): string => `| ${columns.join(' | ')} |`;
