import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { dependencySearch } from '../bisect/dependencies.ts';
import { CannotMeasure } from '../cannot-measure.ts';
import { type CheckRequest, check } from '../check.ts';
import {
  buildDemoRepository,
  type DemoState,
  demoBisect,
  demoStates,
  expectedOutcome,
  gemSource,
} from '../demo.ts';
import type { Report } from '../report/schema.ts';
import { privateTemporaryDirectory } from '../revision/private-directory.ts';
import { againstItself } from '../self-test.ts';
import { publish, type ReportOptions } from './check-command.ts';
import { type DemoRun, demoTable } from './demo-table.ts';
import { exitStatus } from './exit-status.ts';
import { assertWritable, printResult, progressing } from './output.ts';

export interface DemoOptions extends ReportOptions {
  readonly base: string;
  readonly head: string;
  readonly repeat: number;
  readonly all?: boolean;
  readonly bisect?: boolean;
  readonly selfTest?: boolean;
  readonly seed?: number;
}

const bisectBudgetMs = 30 * 60_000;

/** The pairs whose verdict the incident's history tells. */
const pairs: readonly (readonly [DemoState, DemoState])[] = [
  ['good', 'bad'],
  ['good', 'good'],
  ['good', 'fixed'],
  ['bad', 'fixed'],
  ['bad', 'bad'],
  ['good', 'rails71'],
];

/** `heapgate demo`: the same check that users run, on a throw-away repository. Passes when the verdict is the right one. */
export async function demoCommand(options: DemoOptions, signal: AbortSignal): Promise<number> {
  await assertWritable(options.json, options.html, options.markdown);
  const chosen = chosenPairs(options);
  const source = await gemSource();
  const runs: DemoRun[] = [];
  for (const [base, head] of chosen) {
    for (let time = 0; time < options.repeat; time++) {
      const report = await runDemo(base, head, source, options, signal);
      runs.push({ base, head, report, isRight: isRight(report, base, head, options) });
    }
  }
  if (runs.length > 1) printResult(demoTable(runs));
  const wrong = runs.filter((run) => !run.isRight);
  for (const { base, head, report } of wrong) {
    process.stderr.write(
      `heapgate: ${base} → ${head} gave ${report.verdict}, which is not what the demo's history calls for\n`,
    );
  }
  return wrong.length === 0 ? exitStatus.pass : exitStatus.regression;
}

async function runDemo(
  base: DemoState,
  head: DemoState,
  source: string,
  options: DemoOptions,
  signal: AbortSignal,
): Promise<Report> {
  await using root = await privateTemporaryDirectory('hg-demo-');
  const { repository } = await buildDemoRepository({ base, head, root: root.path, gemSource: source });
  const report = await progressing(options.quiet, (progress) => {
    progress(`demo: ${base} → ${head}`);
    return check({
      repository,
      revisions: options.selfTest ? againstItself({ base: 'main' }) : { base: 'main', head: 'upgrade' },
      seed: options.seed,
      keep: options.keep,
      ...(options.bisect ? bisecting(root.path) : {}),
      progress,
      signal,
    });
  });
  await publish(report, options);
  return report;
}

function chosenPairs({ all, bisect, selfTest, base, head }: DemoOptions) {
  if (bisect) return [[demoBisect.base, demoBisect.head]] as const;
  if (selfTest) return [[stateFrom(base), stateFrom(base)]] as const;
  return all ? pairs : [[stateFrom(base), stateFrom(head)] as const];
}

/** Which requests cause the leak is another question. */
function bisecting(root: string): Pick<CheckRequest, 'findCulprit' | 'overrides'> {
  const findCulprit = dependencySearch({ logFile: join(root, 'bisect.jsonl'), budgetMs: bisectBudgetMs });
  return { findCulprit, overrides: { 'trigger-seconds': 0 } };
}

function stateFrom(name: string): DemoState {
  const state = demoStates.find((known) => known === name);
  if (state) return state;
  throw new CannotMeasure(`the demo has no state "${name}": choose one of ${demoStates.join(', ')}`);
}

function isRight(report: Report, base: DemoState, head: DemoState, { bisect }: DemoOptions): boolean {
  if (bisect && !isDeepStrictEqual(culpritIn(report), demoBisect.culprit)) return false;
  const expected = expectedOutcome(base, head);
  const statuses = new Set(report.findings.map((finding) => finding.status));
  const findings = statuses.size === 0 ? 'none' : statuses.size === 1 ? [...statuses][0] : 'several';
  return report.verdict === expected.verdict && findings === expected.findings;
}

function culpritIn({ findings }: Report) {
  const { name, from, to, fixedIn } = findings[0]?.culprit ?? {};
  return { name, from, to, fixedIn };
}
