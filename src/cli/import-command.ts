import { type Import, importTraffic } from '../import.ts';
import { formatQuantity } from '../report/numbers.ts';
import { leftOutLines } from '../traffic/import/left-out.ts';
import { exitStatus } from './exit-status.ts';
import { keptFacts, keptLines } from './kept-lines.ts';
import { assertWritable, type OutputOptions, printResult, progressing, writeOutput } from './output.ts';
import { assertApart } from './output-guard.ts';

export interface ImportOptions extends OutputOptions {
  readonly format?: string;
  readonly out: string;
  readonly force?: boolean;
}

/** `heapgate import FILE`: a scenario from a log. Answers the exit status. */
export async function importCommand(
  file: string,
  options: ImportOptions,
  signal: AbortSignal,
): Promise<number> {
  const { format, out, force = false, json, quiet } = options;
  assertApart({ source: file }, out, json);
  await assertWritable(out, json);
  const imported = await progressing(quiet, (progress) =>
    importTraffic({ file, format, out, force, progress, signal }),
  );
  printResult(summary(imported, out));
  await writeOutput(json, () => `${JSON.stringify(facts(imported, out), undefined, 2)}\n`);
  return exitStatus.pass;
}

function summary(imported: Import, out: string): string {
  const { read, selection } = imported;
  return [
    `Read ${formatQuantity(read.groups.requests, 'request')} of ${read.title}.`,
    ...leftOutLines(read, selection),
    ...keptLines(imported, out),
  ].join('\n');
}

function facts(imported: Import, out: string): object {
  const { format, lines, otherLines, unreadableLines, firstUnreadableLines, lacks, groups } = imported.read;
  return {
    out,
    format,
    requests: groups.requests,
    lines,
    otherLines,
    unreadableLines,
    firstUnreadableLines,
    lacks,
    ...keptFacts(imported),
  };
}
