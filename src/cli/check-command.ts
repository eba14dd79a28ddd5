import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { check } from '../check.ts';
import { renderComment } from '../report/comment.ts';
import { renderJson } from '../report/json.ts';
import { renderPage } from '../report/page.ts';
import type { Report } from '../report/schema.ts';
import { renderTerminal } from '../report/terminal.ts';
import { writeRepros } from '../repro-files.ts';
import { againstItself } from '../self-test.ts';
import type { Shard } from '../shard.ts';
import { exitStatus } from './exit-status.ts';
import {
  assertWritable,
  type OutputOptions,
  printResult,
  progressing,
  terminalOptions,
  timingLines,
  writeOutput,
} from './output.ts';
import { type RunOptions, runRequest } from './run-options.ts';

export interface ReportOptions extends OutputOptions {
  readonly html?: string;
  readonly markdown?: string;
  readonly timings?: boolean;
  readonly keep?: string;
}

export interface CheckOptions extends ReportOptions, RunOptions {
  readonly base?: string;
  readonly head?: string;
  readonly selfTest?: boolean;
  readonly shard?: Shard;
}

/** `heapgate check` in the current folder. Answers the exit status. */
export async function checkCommand(options: CheckOptions, signal: AbortSignal): Promise<number> {
  await assertWritable(options.json, options.html, options.markdown);
  const report = await progressing(options.quiet, (progress) =>
    check({
      ...runRequest(options),
      revisions: revisionsOf(options),
      shard: options.shard,
      progress,
      signal,
    }),
  );
  await publish(report, options);
  return exitStatus[report.verdict];
}

function revisionsOf({ base, head, selfTest }: CheckOptions) {
  return selfTest ? againstItself({ base, head }) : { base, head };
}

/** Prints the report and writes it wherever it was asked for. */
export async function publish(report: Report, options: ReportOptions): Promise<void> {
  printResult(renderTerminal(report, terminalOptions()));
  if (options.timings) printResult(timingLines(report.timings));
  await writeOutput(options.json, () => renderJson(report));
  await writeOutput(options.html, () => renderPage(report));
  await writeOutput(options.markdown, () =>
    renderComment(report, { marker: '<!-- heapgate -->', reproduce: reproduceCommand(report) }),
  );
  const folder = options.keep ?? (await folderOfFirst(options.json, options.html, options.markdown));
  if (folder !== undefined) await writeRepros(report, folder);
}

/** Where the first of the files that were written lies; a pipe lies nowhere. */
async function folderOfFirst(...files: readonly (string | undefined)[]): Promise<string | undefined> {
  for (const file of files) {
    if (file !== undefined && (await stat(file)).isFile()) return dirname(file);
  }
  return undefined;
}

/** The command that repeats a run on another machine. */
export function reproduceCommand(report: Report): string {
  return `heapgate check --base ${report.base.sha} --head ${report.head.sha} --seed ${report.seed}`;
}
