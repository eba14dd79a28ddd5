import { type Import, importTraffic } from '../import.ts';
import { formatCount, formatQuantity } from '../report/numbers.ts';
import { leftOutLines } from '../traffic/import/left-out.ts';
import { progressing } from './check-command.ts';
import { exitStatus } from './exit-status.ts';
import { assertWritable, type OutputOptions, printResult, writeOutput } from './output.ts';

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
  await assertWritable(out, json);
  const imported = await progressing(quiet, (progress) =>
    importTraffic({ file, format, out, force, progress, signal }),
  );
  printResult(summary(imported, out));
  await writeOutput(json, () => `${JSON.stringify(facts(imported, out), undefined, 2)}\n`);
  return exitStatus.pass;
}

function summary({ read, selection, redactions, headersLeftOut }: Import, out: string): string {
  const { ordinary, malformed, failed, changing } = selection;
  const replaced = redactions.map(
    ({ place, reason, count }) => `  ${formatCount(count).padStart(7)} × ${reason}, in ${place}`,
  );
  return [
    `Read ${formatQuantity(read.groups.requests, 'request')} of ${read.title}.`,
    ...leftOutLines(read, selection),
    `Kept in ${out}:`,
    `  ${formatCount(ordinary.length).padStart(7)} ordinary, as often as in the source`,
    `  ${formatCount(malformed.length).padStart(7)} malformed`,
    `  ${formatCount(failed.length).padStart(7)} that ended with a status of 400 or above`,
    `  ${formatCount(changing.length).padStart(7)} off, since they may change data: listed as comments`,
    replaced.length === 0 ? 'Nothing looked secret.' : 'Replaced since they looked secret:',
    ...replaced,
    ...(headersLeftOut === 0 ? [] : [`Left out: ${formatQuantity(headersLeftOut, 'header')}.`]),
  ].join('\n');
}

function facts({ read, selection, redactions, headersLeftOut }: Import, out: string): object {
  const { format, lines, otherLines, unreadableLines, firstUnreadableLines, lacks, groups } = read;
  const { cut, ordinary, malformed, failed, changing } = selection;
  return {
    out,
    format,
    requests: groups.requests,
    lines,
    otherLines,
    unreadableLines,
    firstUnreadableLines,
    lacks,
    kinds: {
      ordinary: ordinary.length,
      malformed: malformed.length,
      failed: failed.length,
      off: changing.length,
    },
    cut: { ordinary: cut.ordinary, malformed: cut.malformed, failed: cut.failed, off: cut.changing },
    redactions,
    headersLeftOut,
  };
}
