import type { Command } from 'commander';
import { exitStatus } from './exit-status.ts';
import type { Interruption } from './interruption.ts';
import type { OutputOptions } from './output.ts';
import { quietVerb, wholeNumber } from './verbs.ts';

export interface BisectProbeOptions extends OutputOptions {
  readonly candidate: number;
}

/** `heapgate bisect probe`, to be added to `bisect`; `finish` is told the exit status. */
export function bisectProbeCommand(
  finish: (status: number) => void,
  interruption: Pick<Interruption, 'signal'>,
): Command {
  return quietVerb('probe', 'on several machines: measures one candidate of a round')
    .argument('<plan>', 'what `bisect plan` or `bisect merge` wrote as JSON')
    .requiredOption('--candidate <n>', 'which one, of those in the matrix', wholeNumber)
    .action(async (plan: string, options: BisectProbeOptions) =>
      finish(await run(plan, options, interruption.signal)),
    );
}

/** Answers the exit status: whatever the answer is, it is one. */
async function run(
  file: string,
  { candidate, json, quiet }: BisectProbeOptions,
  signal: AbortSignal,
): Promise<number> {
  const { probeCandidate } = await import('../bisect/fan-out/probe.ts');
  const { readPlan } = await import('../bisect/fan-out/answered-plan.ts');
  const { forTerminal } = await import('../report/escape.ts');
  const { assertWritable, printResult, progressing, writeOutput } = await import('./output.ts');
  const { assertApart, fileFor } = await import('./output-guard.ts');
  const answerFile = fileFor('the answer', json);
  assertApart({ plan: file }, answerFile);
  await assertWritable(answerFile);
  const plan = await readPlan(file);
  const told = await progressing(quiet, (progress) =>
    probeCandidate(plan, candidate, { repository: process.cwd(), progress, signal }),
  );
  await writeOutput(answerFile, () => `${JSON.stringify(told, null, 2)}\n`);
  const why = told.reason === undefined ? '' : ` (${told.reason})`;
  printResult(forTerminal(`candidate ${candidate}: ${told.answer}${why}`));
  return exitStatus.pass;
}
