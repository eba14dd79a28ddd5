import { Command } from 'commander';
import { exitStatus } from './exit-status.ts';
import type { Interruption } from './interruption.ts';
import type { RunOptions } from './run-options.ts';
import { positiveNumber, wholeNumber } from './verbs.ts';

export interface BisectTrafficOptions extends RunOptions {
  readonly ref: string;
  readonly scenario?: string;
  readonly finding?: string;
  readonly out: string;
  readonly budget: number;
  readonly log?: string;
  readonly replay?: string;
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
    .option('--out <file>', 'write the smallest scenario there', 'heapgate-repro.yml')
    .option('--budget <minutes>', 'how long to search at most, once the leak was seen', positiveNumber, 30)
    .option('--log <file>', 'log of the probes, by which an interrupted bisect goes on')
    .option('--replay <log>', 'explain a log, and measure nothing')
    .option('--config <file>', 'path of heapgate.yml from the repository’s root')
    .option('--seed <n>', 'order of the traffic', wholeNumber)
    .option('--json <file>', 'write the result as JSON')
    .option('--quiet', 'no progress, only the result')
    .action(async (options: BisectTrafficOptions) => {
      const { replayLog } = await import('./bisect-run.ts');
      finish(
        options.replay === undefined
          ? await run(options, interruption.signal)
          : await replayLog(options.replay, options),
      );
    });
}

/** Answers the exit status: a leak that no longer shows is inconclusive. */
async function run(options: BisectTrafficOptions, signal: AbortSignal): Promise<number> {
  const { defaultLogFile } = await import('../bisect/default-log-file.ts');
  const { NothingLeaks } = await import('../bisect/nothing-leaks.ts');
  const { assertUsableLog } = await import('../bisect/probe-log.ts');
  const { bisectTraffic } = await import('../bisect/traffic.ts');
  const { renderTrafficBisect, trafficBisectJson } = await import('../report/traffic-bisect.ts');
  const { assertWritable, printFailure, printResult, progressing, writeOutput } = await import('./output.ts');
  const { assertApart } = await import('./output-guard.ts');
  const { runRequest } = await import('./run-options.ts');
  const { json, out, quiet, ref, finding, scenario, budget } = options;
  const request = runRequest(options);
  const logFile = options.log ?? defaultLogFile(request.repository);
  assertApart({ scenario, log: logFile }, json, out);
  await assertWritable(json, out);
  await assertUsableLog(logFile);
  try {
    const bisect = await progressing(quiet, (progress) => {
      progress(`bisect: probes are logged in ${logFile}`);
      return bisectTraffic({
        ...request,
        ref,
        finding,
        scenarioFile: scenario,
        budgetMs: budget * 60_000,
        logFile,
        reproFile: out,
        progress,
        signal,
      });
    });
    const { repro } = bisect;
    if (repro) await writeOutput(out, () => repro.scenario);
    printResult(renderTrafficBisect(bisect));
    await writeOutput(json, () => trafficBisectJson(bisect));
    return bisect.ranOut ? exitStatus.inconclusive : exitStatus.pass;
  } catch (error) {
    if (!(error instanceof NothingLeaks)) throw error;
    printFailure(error);
    return exitStatus.inconclusive;
  }
}
