import { Command } from 'commander';
import { exitStatus } from './exit-status.ts';
import type { Interruption } from './interruption.ts';
import type { RunOptions } from './run-options.ts';
import { positiveNumber } from './verbs.ts';

export interface BisectTrafficOptions extends RunOptions {
  readonly ref: string;
  readonly scenario?: string;
  readonly finding?: string;
  readonly out?: string;
  readonly seconds: number;
}

/** `heapgate bisect traffic`, to be added to `bisect`; `finish` is told the exit status. */
export function bisectTrafficCommand(
  finish: (status: number) => void,
  interruption: Pick<Interruption, 'signal'>,
): Command {
  return new Command('traffic')
    .description('the fewest requests that show a leak of one commit')
    .option('--ref <ref>', 'commit that leaks, or `worktree`', 'HEAD')
    .option('--scenario <file>', 'take requests from this file alone')
    .option('--finding <id>', 'the leak to follow; the largest when left out')
    .option('--out <file>', 'write the smallest scenario there')
    .option('--seconds <n>', 'how long to probe at most', positiveNumber, 600)
    .option('--config <file>', 'path of heapgate.yml from the repository’s root')
    .option('--seed <n>', 'order of the traffic', positiveNumber)
    .option('--json <file>', 'write the result as JSON')
    .option('--quiet', 'no progress, only the result')
    .action(async (options: BisectTrafficOptions) => finish(await run(options, interruption.signal)));
}

/** Answers the exit status: a leak that no longer shows is inconclusive. */
async function run(options: BisectTrafficOptions, signal: AbortSignal): Promise<number> {
  const { bisectTraffic, NothingLeaks } = await import('../bisect/traffic.ts');
  const { renderTrafficBisect, trafficBisectJson } = await import('../report/traffic-bisect.ts');
  const { assertWritable, printFailure, printResult, progressing, writeOutput } = await import('./output.ts');
  const { runRequest } = await import('./run-options.ts');
  const { json, out, quiet, ref, finding, scenario, seconds } = options;
  await assertWritable(json, out);
  try {
    const bisect = await progressing(quiet, (progress) =>
      bisectTraffic({
        ...runRequest(options),
        ref,
        finding,
        scenarioFile: scenario,
        budgetMs: seconds * 1000,
        reproFile: out ?? 'heapgate-repro.yml',
        progress,
        signal,
      }),
    );
    printResult(renderTrafficBisect(bisect));
    await writeOutput(json, () => trafficBisectJson(bisect));
    const { repro } = bisect;
    if (repro) await writeOutput(out, () => repro.scenario);
    return bisect.ranOut ? exitStatus.inconclusive : exitStatus.pass;
  } catch (error) {
    if (!(error instanceof NothingLeaks)) throw error;
    printFailure(error);
    return exitStatus.inconclusive;
  }
}
