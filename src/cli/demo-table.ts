import type { DemoState } from '../demo.ts';
import type { Report } from '../report/schema.ts';

export interface DemoRun {
  readonly base: DemoState;
  readonly head: DemoState;
  readonly report: Report;
  readonly isRight: boolean;
}

/** Verdicts of many runs, one line for each pair of states, with how evenly the workers were asked. */
export function demoTable(runs: readonly DemoRun[]): string {
  const byPair = Map.groupBy(runs, (run) => `${run.base} → ${run.head}`);
  const rows = [...byPair].map(([pair, group]) => [
    pair,
    `${group.filter((run) => run.isRight).length} of ${group.length}`,
    [...new Set(group.map((run) => run.report.verdict))].join(', '),
    range(group.flatMap(requestsOfWorkers)),
    range(group.map(steepestUnlessOver)),
    range(group.map((run) => Math.round(run.report.timings.totalMs / 1000))),
  ]);
  const header = [
    'base → head',
    'right',
    'verdict',
    'requests a worker',
    'other classes, most per 1,000',
    'seconds',
  ];
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  return [header, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const requestsOfWorkers = ({ report }: DemoRun): number[] =>
  [report.base, report.head].flatMap((side) =>
    side.processes.filter(({ role }) => role === 'worker').map(({ requests }) => requests),
  );

/** The steepest class of the program that was let pass. */
const steepestUnlessOver = ({ report }: DemoRun): number =>
  Math.max(
    0,
    report.noise.objectsPer1000Requests,
    ...report.classes
      .filter((row) => !row.over && !row.internal && row.basePer1000 === 0)
      .map((row) => row.headPer1000),
  );

function range(values: readonly number[]): string {
  const show = (value: number) => (Number.isInteger(value) ? String(value) : value.toFixed(1));
  const least = Math.min(...values);
  const most = Math.max(...values);
  return least === most ? show(least) : `${show(least)}–${show(most)}`;
}
