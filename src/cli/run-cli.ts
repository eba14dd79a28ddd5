import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { formatNames } from '../traffic/import/formats.ts';
import { version } from '../version.ts';
import { bisectCommand } from './bisect-command.ts';
import { exitStatus } from './exit-status.ts';
import { Interruption } from './interruption.ts';
import { printFailure } from './output.ts';
import { StandardOutput } from './standard-output.ts';
import { jsonTarget, quietVerb, shardNumber, verb, wholeNumber } from './verbs.ts';

/**
 * Runs one command line. Answers the exit status; never throws for what a user did. Each verb's code is loaded when it
 * is called: all of it together takes longer than some verbs run.
 */
export async function runCli(args: readonly string[]): Promise<number> {
  const output = new StandardOutput();
  const interruption = new Interruption();
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
      .option('--shard <i/n>', 'replay that part of the scenarios alone, for `merge` to join', shardNumber)
      .option('--html <file>', 'write the report as a page')
      .option('--markdown <file>', 'write the report as a pull request comment')
      .action(async (options) => {
        const { checkCommand } = await import('./check-command.ts');
        finish(await checkCommand(options, interruption.signal));
      }),
  );
  program.addCommand(
    verb('measure', 'one revision, without a comparison')
      .option('--ref <ref>', 'commit to measure, or `worktree`', 'HEAD')
      .option('--scenario <file>', 'replay this file alone, in place of the repository’s scenarios')
      .action(async (options) => {
        const { measureCommand } = await import('./measure-command.ts');
        finish(await measureCommand(options, interruption.signal));
      }),
  );
  program.addCommand(
    new Command('merge')
      .description('one report and verdict of the shards of a check')
      .argument('<reports...>', 'what `check --shard` wrote as JSON, of each shard one')
      .option('--json <file>', 'write the joined report as JSON')
      .option('--html <file>', 'write it as a page')
      .option('--markdown <file>', 'write it as a pull request comment')
      .option('--quiet', 'no progress, only the result')
      .action(async (reports, options) => {
        const { mergeCommand } = await import('./merge-command.ts');
        finish(await mergeCommand(reports, options));
      }),
  );
  program.addCommand(
    new Command('analyze')
      .description('one heap dump: its classes, what retains most, and where it was allocated')
      .argument('<dump>', 'of ObjectSpace.dump_all: plain, gzip or zstd; `-` reads standard input')
      .option('--path <address|class>', 'how a root leads to that object, or to the largest of that class')
      .option('--instances <class>', 'the objects of that class that retain most')
      .option('--folded <file>', 'write what retains what as folded stacks; `-` prints them')
      .option('--flamegraph <file>', 'write what retains what as a page to look around in')
      .option('--limit <n>', 'rows of each table, and listed objects and strings', wholeNumber, 15)
      .option(
        '--json [file]',
        'write the result as JSON; `-`, or without a file, in place of the tables',
        jsonTarget,
      )
      .option('--quiet', 'no progress, only the result')
      .action(async (dump, options) => {
        const { analyzeCommand } = await import('./analyze-command.ts');
        finish(await analyzeCommand(dump, options));
      }),
  );
  program.addCommand(
    new Command('diff')
      .description('growth by class and by holder over two or more heap dumps, the earliest first')
      .argument('<dumps...>', 'of one process, or of several boots or commits of one app')
      .option('--threshold <objects>', 'tell what gained at least this many', wholeNumber, 100)
      .option('--limit <n>', 'holders, and rows of each table', wholeNumber, 10)
      .option(
        '--json [file]',
        'write the result as JSON; `-`, or without a file, in place of the tables',
        jsonTarget,
      )
      .option('--quiet', 'no progress, only the result')
      .action(async (dumps, options) => {
        const { diffCommand } = await import('./diff-command.ts');
        finish(await diffCommand(dumps, options));
      }),
  );
  program.addCommand(
    quietVerb('record', 'a scenario from what passes to an app, without secrets')
      .argument('[command...]', 'behind `--`: makes the requests; without one, Ctrl-C ends the recording')
      .requiredOption('--target <url>', 'where the app listens, such as http://127.0.0.1:3000')
      .requiredOption('--out <file>', 'scenario to write, such as scenarios/shop.yml')
      .option('--listen <port>', 'where to listen in its place; any free port when left out', portNumber)
      .option('--force', 'replace a file that exists')
      .option('--allow-remote', 'record what is sent to another machine')
      .addHelpText('after', recordedCommandHelp)
      .action(async (command, options) => {
        const { recordCommand } = await import('./record-command.ts');
        finish(await recordCommand(command, options, interruption.signal));
      }),
  );
  program.addCommand(
    quietVerb('import', 'a scenario from a log or a HAR file, without secrets')
      .argument('<file>', 'plain or gzip; `-` reads standard input')
      .addOption(new Option('--format <format>', 'told from the source when left out').choices(formatNames))
      .requiredOption('--out <file>', 'scenario to write, such as scenarios/shop.yml')
      .option('--force', 'replace a file that exists')
      .action(async (file, options) => {
        const { importCommand } = await import('./import-command.ts');
        finish(await importCommand(file, options, interruption.signal));
      }),
  );
  program.addCommand(
    quietVerb('init', 'write heapgate.yml and a workflow for this app, and prove them with one measure')
      .option('--force', 'replace files that exist')
      .action(async (options) => {
        const { initCommand } = await import('./init-command.ts');
        finish(await initCommand(options, interruption.signal));
      }),
  );
  program.addCommand(
    quietVerb('demo', 'the incident, end to end, on this machine')
      .option('--base <state>', 'dated, good, bad, fixed or rails71', 'good')
      .option('--head <state>', 'dated, good, bad, fixed or rails71', 'bad')
      .option('--repeat <times>', 'fresh runs, with a table of verdicts', wholeNumber, 1)
      .option('--all', 'every pair of states that has a known verdict')
      .option('--self-test', 'one state against itself: with --repeat, how often noise is taken for a leak')
      .option('--bisect', 'an upgrade of many gems: which of them brings the leak, and what fixes it')
      .option('--keep <dir>', 'keep dumps and logs there')
      .option('--html <file>', 'write the report as a page')
      .option('--markdown <file>', 'write the report as a pull request comment')
      .option('--timings', 'say where the time went')
      .option('--seed <n>', 'order of the traffic', wholeNumber)
      .action(async (options) => {
        const { demoCommand } = await import('./demo-command.ts');
        finish(await demoCommand(options, interruption.signal));
      }),
  );
  program.addCommand(bisectCommand(finish, interruption));
  for (const command of program.commands.flatMap((each) => [each, ...each.commands]))
    command.exitOverride().showSuggestionAfterError(true).copyInheritedSettings(program);
  try {
    await program.parseAsync(args, { from: 'user' });
    await output.finish();
    return status;
  } catch (error) {
    if (error instanceof CommanderError)
      return error.exitCode === 0 ? exitStatus.pass : exitStatus.cannotMeasure;
    printFailure(interruption.failure ?? error);
    return exitStatus.cannotMeasure;
  }
}

/** Commander puts its suggestion on a line of its own. */
const onOneLine = (text: string): string =>
  text
    .replace(/^error: /, '')
    .trim()
    .replaceAll('\n', ' ');

function portNumber(text: string): number {
  const value = wholeNumber(text);
  if (value > 65_535) throw new InvalidArgumentError('ports end at 65535.');
  return value;
}

const recordedCommandHelp = `
The command runs on this terminal and finds the address to use in HEAPGATE_TARGET_URL,
CAPYBARA_APP_HOST, CYPRESS_BASE_URL and PLAYWRIGHT_TEST_BASE_URL. When it fails, what it
asked for until then is written, and the exit status is 2.`;
