import type { Command } from 'commander';
import { positiveNumber } from './verbs.ts';

/** What all searches between base and head can be told. */
export const searching = (command: Command): Command =>
  command
    .option('--base <ref>', 'commit to compare with; its merge base with head is taken')
    .option('--head <ref>', 'commit that leaks, or `worktree` for the checkout with its uncommitted changes')
    .option('--budget <minutes>', 'how long to search at most, once the leak was seen', positiveNumber, 30)
    .option('--log <file>', 'log of the probes, by which an interrupted bisect goes on')
    .option('--replay <log>', 'explain a log, and measure nothing')
    .option('--html <file>', 'write the report as a page')
    .option('--markdown <file>', 'write the report as a pull request comment');
