import { Command, InvalidArgumentError, Option } from 'commander';
import { readShard, type Shard } from '../shard.ts';

export function quietVerb(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--json <file>', 'write the result as JSON')
    .option('--quiet', 'no progress, only the result');
}

/** A verb that measures the repository in the current folder. */
export function verb(name: string, description: string): Command {
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

/** `true`: to standard output, in place of what is printed otherwise. */
export const jsonTarget = (file: string): string | true => (file === '-' ? true : file);

export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('a whole number from 1 is needed.');
  return value;
}

export function positiveNumber(text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) throw new InvalidArgumentError('a number above 0 is needed.');
  return value;
}

export function shardNumber(text: string): Shard {
  try {
    return readShard(text);
  } catch (error) {
    throw new InvalidArgumentError(`a shard ${error instanceof Error ? error.message : error}.`);
  }
}
