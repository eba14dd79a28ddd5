import { Command } from 'commander';
import { bisectCommitsCommand } from './bisect-commits-command.ts';
import { bisectDependenciesCommand } from './bisect-dependencies-command.ts';
import { bisectMergeCommand } from './bisect-merge-command.ts';
import { bisectPlanCommand } from './bisect-plan-command.ts';
import { bisectProbeCommand } from './bisect-probe-command.ts';
import { bisectTrafficCommand } from './bisect-traffic-command.ts';
import type { Interruption } from './interruption.ts';

/** `heapgate bisect`: one subcommand for each sort of culprit, and those for several machines; `finish` is told the exit status. */
export function bisectCommand(
  finish: (status: number) => void,
  interruption: Pick<Interruption, 'signal'>,
): Command {
  return new Command('bisect')
    .description('the culprit of a regression: which upgrade, commit or request brought it')
    .addCommand(bisectDependenciesCommand(finish, interruption))
    .addCommand(bisectCommitsCommand(finish, interruption))
    .addCommand(bisectTrafficCommand(finish, interruption))
    .addCommand(bisectPlanCommand(finish, interruption))
    .addCommand(bisectProbeCommand(finish, interruption))
    .addCommand(bisectMergeCommand(finish, interruption));
}
