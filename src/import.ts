import { basename } from 'node:path';
import { CannotMeasure } from './cannot-measure.ts';
import { refuseToReplace } from './new-file.ts';
import { type Replaced, writeRedacted } from './redacted-file.ts';
import { formatQuantity } from './report/numbers.ts';
import { showBytes, utf8Bytes } from './traffic/byte-string.ts';
import { leftOutLines } from './traffic/import/left-out.ts';
import { openLogSource } from './traffic/import/log-source.ts';
import { type ReadTraffic, readTraffic } from './traffic/import/read-traffic.ts';
import { type Selection, select } from './traffic/import/selection.ts';

export interface ImportRequest {
  /** A log, or `-` for standard input. */
  readonly file: string;
  /** Detected when left out. */
  readonly format: string | undefined;
  readonly out: string;
  readonly force: boolean;
  readonly progress: (line: string) => void;
  readonly signal: AbortSignal;
}

/** What an import read, chose and replaced. */
export interface Import extends Replaced {
  readonly read: ReadTraffic;
  readonly selection: Selection;
}

/** Makes a scenario of a log or HAR file. Throws `CannotMeasure` in one line, and leaves no file then. */
export async function importTraffic(request: ImportRequest): Promise<Import> {
  const { file, out, force, progress } = request;
  await refuseToReplace(out, { force });
  progress(`reading ${file === '-' ? 'standard input' : file}`);
  const read = await readSource(request);
  const selection = select(read.groups);
  if (selection.ordinary.length === 0) throw new CannotMeasure(`${file}: ${nothingOrdinary(read)}`);
  const about = aboutSource(file, read, selection);
  return { read, selection, ...(await writeRedacted(selection, { about, advice }, request)) };
}

const advice =
  'Ids and names are those of the app that wrote the log: change them to ones that the app under test has.';

function aboutSource(file: string, read: ReadTraffic, selection: Selection): string[] {
  const source = file === '-' ? 'standard input' : showBytes(utf8Bytes(basename(file)));
  return [
    `Imported from ${source} (${read.title}): ${formatQuantity(read.groups.requests, 'request')}.`,
    ...leftOutLines(read, selection),
  ];
}

async function readSource({ file, format, signal }: ImportRequest): Promise<ReadTraffic> {
  await using source = await openLogSource(file, signal);
  return await readTraffic(source, file, format);
}

function nothingOrdinary({ groups, title, unreadableLines, lines }: ReadTraffic): string {
  if (groups.requests === 0 && lines > 0 && unreadableLines > 0)
    return `none of its ${lines} lines is of the ${title} format: name another one with --format`;
  if (groups.requests === 0) return 'holds no requests: name a log of requests to the app';
  return 'holds no GET or HEAD request that was answered normally: name a log of ordinary traffic';
}
