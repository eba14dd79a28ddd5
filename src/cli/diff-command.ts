import { basename } from 'node:path';
import { CannotMeasure } from '../cannot-measure.ts';
import { diff } from '../diff.ts';
import type { DumpDiff } from '../leak/dump-diff.ts';
import { cutShortNotice } from '../report/cut-short.ts';
import { renderDiff } from '../report/diff-terminal.ts';
import { exitStatus } from './exit-status.ts';
import {
  assertWritable,
  printNotice,
  printResult,
  progressing,
  terminalOptions,
  writeOutput,
} from './output.ts';
import { assertNoDump } from './output-guard.ts';

export interface DiffOptions {
  /** `true` without a file: to stdout, in place of the tables. */
  readonly json?: string | true;
  readonly threshold: number;
  /** Rows of each table, and holders. */
  readonly limit: number;
  readonly quiet?: boolean;
}

/** `heapgate diff BEFORE AFTER [MORE…]`. There is no verdict, so what grew does not change the exit status. */
export async function diffCommand(files: readonly string[], options: DiffOptions): Promise<number> {
  const { json, threshold, limit, quiet } = options;
  const file = json === true ? undefined : json;
  if (files.length < 2)
    throw new CannotMeasure('one dump shows no growth: name at least two, the earliest first');
  await assertWritable(file);
  await assertNoDump(file);
  const found = await progressing(quiet, (progress) => diff({ files, threshold, progress }));
  for (const dump of found.dumps) printNotice(cutShortNotice(basename(dump.file), dump));
  await writeOutput(file, () => jsonOf(found));
  printResult(json === true ? await jsonOf(found) : renderDiff(found, { ...terminalOptions(), limit }));
  return exitStatus.pass;
}

/** What describes the JSON takes as long to load as a small dump to read. */
async function jsonOf(found: DumpDiff): Promise<string> {
  const { renderDiffJson } = await import('../report/diff-json.ts');
  return renderDiffJson(found);
}
