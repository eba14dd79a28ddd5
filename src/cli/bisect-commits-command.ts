import type { Command } from 'commander';
import { searching } from './bisect-options.ts';
import type { BisectOptions } from './bisect-run.ts';
import type { Interruption } from './interruption.ts';
import { verb } from './verbs.ts';

/** `heapgate bisect commits`, to be added to `bisect`; `finish` is told the exit status. */
export function bisectCommitsCommand(
  finish: (status: number) => void,
  interruption: Pick<Interruption, 'signal'>,
): Command {
  return searching(verb('commits', 'which commit between base and head brought a leak')).action(
    async (options: BisectOptions) => {
      const { replayLog, runBisect } = await import('./bisect-run.ts');
      const { assertCommitsBetween, commitSearch } = await import('../bisect/commits.ts');
      const method = { search: commitSearch, assertPossible: assertCommitsBetween };
      finish(
        options.replay === undefined
          ? await runBisect(options, method, interruption.signal)
          : await replayLog(options.replay, options),
      );
    },
  );
}
