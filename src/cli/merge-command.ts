import { mergeShards } from '../merge.ts';
import { publish } from './check-command.ts';
import { exitStatus } from './exit-status.ts';
import { assertWritable, type OutputOptions } from './output.ts';
import { assertApart } from './output-guard.ts';

export interface MergeOptions extends OutputOptions {
  readonly html?: string;
  readonly markdown?: string;
}

/** `heapgate merge`. Answers the exit status of the verdict that the shards come to together. */
export async function mergeCommand(files: readonly string[], options: MergeOptions): Promise<number> {
  assertApart({ shard: files }, options.json, options.html, options.markdown);
  await assertWritable(options.json, options.html, options.markdown);
  const report = await mergeShards(files);
  await publish(report, options);
  return exitStatus[report.verdict];
}
