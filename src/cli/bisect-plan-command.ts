import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import { mostMachines } from '../bisect/fan-out/most-machines.ts';
import type { FanOutPlan } from '../bisect/fan-out/plan.ts';
import { exitStatus } from './exit-status.ts';
import type { Interruption } from './interruption.ts';
import type { RunOptions } from './run-options.ts';
import { verb, wholeNumber } from './verbs.ts';

export interface BisectPlanOptions extends RunOptions {
  readonly base?: string;
  readonly head?: string;
  readonly machines: number;
}

/** `heapgate bisect plan`, to be added to `bisect`; `finish` is told the exit status. */
export function bisectPlanCommand(
  finish: (status: number) => void,
  interruption: Pick<Interruption, 'signal'>,
): Command {
  return verb('plan', 'on several machines: the first round, as the matrix of a job')
    .addArgument(new Argument('<of>', 'what to bisect').choices(['dependencies', 'commits']))
    .option('--base <ref>', 'commit to compare with; its merge base with head is taken')
    .option('--head <ref>', 'commit that leaks')
    .addOption(
      new Option('--machines <n>', 'candidates to measure at once; 3, 7 or 15 leave none idle')
        .default(3)
        .argParser(machineCount),
    )
    .action(async (of: FanOutPlan['of'], options: BisectPlanOptions) =>
      finish(await run(of, options, interruption.signal)),
    );
}

function machineCount(text: string): number {
  const count = wholeNumber(text);
  if (count > mostMachines) throw new InvalidArgumentError(`${mostMachines} are the most.`);
  return count;
}

/** Answers the exit status: a regression that does not show is inconclusive. */
async function run(of: FanOutPlan['of'], options: BisectPlanOptions, signal: AbortSignal): Promise<number> {
  const { planFanOut } = await import('../bisect/fan-out/first-round.ts');
  const { matrixOf } = await import('../bisect/fan-out/plan.ts');
  const { doubtAbout } = await import('./bisect-run.ts');
  const { forTerminal } = await import('../report/escape.ts');
  const { assertWritable, printNotice, printResult, progressing, timingLines, writeOutput } = await import(
    './output.ts'
  );
  const { fileFor } = await import('./output-guard.ts');
  const { runRequest } = await import('./run-options.ts');
  const { base, head, json, machines, quiet } = options;
  const file = fileFor('the plan', json);
  await assertWritable(file);
  const { report, plan } = await progressing(quiet, (progress) =>
    planFanOut({ ...runRequest(options), revisions: { base, head }, of, machines, progress, signal }),
  );
  // Only the matrix is the result.
  if (options.timings) process.stderr.write(`${timingLines(report.timings)}\n`);
  if (!plan) {
    printNotice(`${doubtAbout(report)}; ${forTerminal(file)} is not written`);
    return exitStatus.inconclusive;
  }
  await writeOutput(file, () => `${JSON.stringify(plan, null, 2)}\n`);
  printResult(matrixOf(plan));
  return exitStatus.pass;
}
