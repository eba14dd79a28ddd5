import type { Command } from 'commander';
import { searching } from './bisect-options.ts';
import type { BisectOptions } from './bisect-run.ts';
import type { Interruption } from './interruption.ts';
import { verb } from './verbs.ts';

/** `heapgate bisect dependencies`, to be added to `bisect`; `finish` is told the exit status. */
export function bisectDependenciesCommand(
  finish: (status: number) => void,
  interruption: Pick<Interruption, 'signal'>,
): Command {
  return searching(
    verb('dependencies', 'which upgraded package brought a leak, and the nearest version without it'),
  ).action(async (options: BisectOptions) => {
    const { replayLog, runBisect } = await import('./bisect-run.ts');
    const { assertDependenciesDiffer, dependencySearch } = await import('../bisect/dependencies.ts');
    const method = { search: dependencySearch, assertPossible: assertDependenciesDiffer };
    finish(
      options.replay === undefined
        ? await runBisect(options, method, interruption.signal)
        : await replayLog(options.replay, options),
    );
  });
}
