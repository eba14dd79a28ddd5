import type { Command } from 'commander';
import { CannotMeasure } from '../cannot-measure.ts';
import { exitStatus } from './exit-status.ts';
import type { Interruption } from './interruption.ts';
import type { OutputOptions } from './output.ts';
import { quietVerb } from './verbs.ts';

export interface BisectMergeOptions extends OutputOptions {
  readonly next?: string;
  readonly last?: boolean;
  readonly html?: string;
  readonly markdown?: string;
}

/** `heapgate bisect merge`, to be added to `bisect`; `finish` is told the exit status. */
export function bisectMergeCommand(
  finish: (status: number) => void,
  interruption: Pick<Interruption, 'signal'>,
): Command {
  return quietVerb('merge', 'on several machines: joins a round, and prints the next one or the answer')
    .argument('<files...>', 'a plan, and what `bisect probe` wrote as JSON of each of its candidates')
    .option('--next <file>', 'write the plan of the next round, where there is one')
    .option('--last', 'there is no further round: tell what is known by now')
    .option('--html <file>', 'write the answer’s report as a page')
    .option('--markdown <file>', 'write it as a pull request comment')
    .action(async (files: string[], options: BisectMergeOptions) =>
      finish(await run(files, options, interruption.signal)),
    );
}

/** Answers the exit status: without a culprit, it is inconclusive. */
async function run(
  files: readonly string[],
  options: BisectMergeOptions,
  signal: AbortSignal,
): Promise<number> {
  const { mergeAnswers } = await import('../bisect/fan-out/merge.ts');
  const { readAnsweredPlan } = await import('../bisect/fan-out/answered-plan.ts');
  const { matrixOf } = await import('../bisect/fan-out/plan.ts');
  const { forTerminal } = await import('../report/escape.ts');
  const { concludeBisect } = await import('./bisect-run.ts');
  const { assertWritable, printNotice, printResult, progressing, writeOutput } = await import('./output.ts');
  const { assertApart } = await import('./output-guard.ts');
  const { json, html, markdown, next, quiet, last: isLast = false } = options;
  assertApart({ input: files }, json, html, markdown, next);
  await assertWritable(json, html, markdown, next);
  const answered = await readAnsweredPlan(files);
  const merged = await progressing(quiet, (progress) =>
    mergeAnswers(answered, { repository: process.cwd(), isLast, progress, signal }),
  );
  if ('report' in merged) return await concludeBisect(merged.report, options);
  if (next === undefined)
    throw new CannotMeasure(
      'another round follows: name a file for its plan with --next, or end here with --last',
    );
  for (const unwritten of [json, html, markdown].filter((file) => file !== undefined))
    printNotice(`another round follows: ${forTerminal(unwritten)} is not written yet`);
  await writeOutput(next, () => `${JSON.stringify(merged.plan, null, 2)}\n`);
  printResult(matrixOf(merged.plan));
  return exitStatus.pass;
}
