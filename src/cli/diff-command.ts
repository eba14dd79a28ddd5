import { open } from 'node:fs/promises';
import { CannotMeasure } from '../cannot-measure.ts';
import { diff } from '../diff.ts';
import { renderDiffJson } from '../report/diff-json.ts';
import { renderDiff } from '../report/diff-terminal.ts';
import { progressing } from './check-command.ts';
import { exitStatus } from './exit-status.ts';
import { assertWritable, printResult, terminalOptions, writeOutput } from './output.ts';

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
  if (json === true) printResult(renderDiffJson(found));
  else printResult(renderDiff(found, { ...terminalOptions(), limit }));
  await writeOutput(file, () => renderDiffJson(found));
  return exitStatus.pass;
}

/** In `--json a.json b.json c.json` the first dump stands where the file to write does. */
async function assertNoDump(file: string | undefined): Promise<void> {
  if (file === undefined) return;
  const start = await firstBytes(file);
  if (!/^\{"(address|type)":/.test(start)) return;
  throw new CannotMeasure(`--json would write over the heap dump ${file}: put --json after the dumps`);
}

/** Nothing where there is no such file yet. */
async function firstBytes(file: string): Promise<string> {
  try {
    await using handle = await open(file);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } catch {
    return '';
  }
}
