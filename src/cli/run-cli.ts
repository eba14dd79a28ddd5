import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { CannotMeasure } from '../cannot-measure.ts';
import { version } from '../version.ts';
import { checkCommand } from './check-command.ts';
import { demoCommand } from './demo-command.ts';
import { exitStatus } from './exit-status.ts';
import { initCommand } from './init-command.ts';
import { measureCommand } from './measure-command.ts';
import { printFailure } from './output.ts';

/** Runs one command line. Answers the exit status; never throws for what a user did. */
export async function runCli(args: readonly string[], signal: AbortSignal): Promise<number> {
  let status: number = exitStatus.pass;
  const finish = (verbStatus: number) => {
    status = verbStatus;
  };
  const program = new Command('heapgate')
    .description('Stops memory leaks at the pull request: base against head, same traffic, both heaps.')
    .version(version)
    .showSuggestionAfterError(true)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(`heapgate: ${onOneLine(text)}\n`) });
  program.addCommand(
    verb('check', 'base against head: does head leak?')
      .option('--base <ref>', 'commit to compare with; its merge base with head is taken')
      .option('--head <ref>', 'commit to judge, or `worktree` for the checkout with its uncommitted changes')
      .option('--self-test', 'measure base against itself: the noise of this app on this machine')
      .option('--html <file>', 'write the report as a page')
      .option('--markdown <file>', 'write the report as a pull request comment')
      .action(async (options) => finish(await checkCommand(options, signal))),
  );
  program.addCommand(
    verb('measure', 'one revision, without a comparison')
      .option('--ref <ref>', 'commit to measure, or `worktree`', 'HEAD')
      .action(async (options) => finish(await measureCommand(options, signal))),
  );
  program.addCommand(
    quietVerb('init', 'write heapgate.yml and a workflow for this app, and prove them with one measure')
      .option('--force', 'replace files that exist')
      .action(async (options) => finish(await initCommand(options, signal))),
  );
  program.addCommand(
    quietVerb('demo', 'the incident, end to end, on this machine')
      .option('--base <state>', 'good, bad, fixed or rails71', 'good')
      .option('--head <state>', 'good, bad, fixed or rails71', 'bad')
      .option('--repeat <times>', 'fresh runs, with a table of verdicts', wholeNumber, 1)
      .option('--all', 'every pair of states that has a known verdict')
      .option('--keep <dir>', 'keep dumps and logs there')
      .option('--html <file>', 'write the report as a page')
      .option('--markdown <file>', 'write the report as a pull request comment')
      .option('--timings', 'say where the time went')
      .option('--seed <n>', 'order of the traffic', wholeNumber)
      .action(async (options) => finish(await demoCommand(options, signal))),
  );
  for (const command of program.commands)
    command.exitOverride().showSuggestionAfterError(true).copyInheritedSettings(program);
  try {
    await program.parseAsync(args, { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError)
      return error.exitCode === 0 ? exitStatus.pass : exitStatus.cannotMeasure;
    const failure =
      signal.aborted && signal.reason instanceof Error ? new CannotMeasure(signal.reason.message) : error;
    printFailure(failure);
    return exitStatus.cannotMeasure;
  }
}

/** Commander puts its suggestion on a line of its own. */
const onOneLine = (text: string): string =>
  text
    .replace(/^error: /, '')
    .trim()
    .replaceAll('\n', ' ');

function quietVerb(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--json <file>', 'write the result as JSON')
    .option('--quiet', 'no progress, only the result');
}

/** A verb that measures the repository in the current folder. */
function verb(name: string, description: string): Command {
  return quietVerb(name, description)
    .option('--config <file>', 'path of heapgate.yml from the repository’s root')
    .option('--keep <dir>', 'keep dumps and logs there; they hold the app’s memory, secrets included')
    .option(
      '--seed <n>',
      'order of the traffic; a run with the same seed sends the same bytes in the same order',
      wholeNumber,
    )
    .option('--timings', 'say where the time went')
    .addOption(
      new Option('--threshold <objects>', 'objects of one class per 1,000 requests that fail').argParser(
        positiveNumber,
      ),
    );
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('a whole number from 1 is needed.');
  return value;
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) throw new InvalidArgumentError('a number above 0 is needed.');
  return value;
}
