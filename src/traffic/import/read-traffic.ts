import { Readable } from 'node:stream';
import { CannotMeasure } from '../../cannot-measure.ts';
import { harRequests } from '../har.ts';
import { detectFormat, formatNames, isHar, logFormats } from './formats.ts';
import { forEachLine } from './line-reader.ts';
import type { LogFormat } from './log-format.ts';
import type { LogSource } from './log-source.ts';
import { isMethod } from './request-line.ts';
import { TrafficGroups } from './traffic-groups.ts';

/** What a source told. */
export interface ReadTraffic {
  readonly format: string;
  readonly title: string;
  readonly lacks: string;
  readonly groups: TrafficGroups;
  /** 0 where the source has no lines. */
  readonly lines: number;
  /** Lines of the format that tell of no request that could be sent. */
  readonly otherLines: number;
  /** Lines, or entries of a HAR file. */
  readonly unreadableLines: number;
  readonly firstUnreadableLines: readonly number[];
}

const shownLineNumbers = 5;
const linesToDetectBy = 200;

/** Reads all requests of a source. `format` is detected when left out. Throws `CannotMeasure` in one line. */
export async function readTraffic(
  source: LogSource,
  file: string,
  format: string | undefined,
): Promise<ReadTraffic> {
  const start = source.start.toString('latin1');
  if (format === 'har' || (format === undefined && isHar(start))) return readHarTraffic(source, file);
  const named = logFormats.find(({ name }) => name === format);
  const lines = start.split('\n', linesToDetectBy).map((line) => line.replace(/\r$/, ''));
  const chosen = named ?? detectFormat(lines);
  if (chosen) return readLog(source, chosen);
  if (source.start.length === 0) throw new CannotMeasure(`${file}: is empty: name a log that holds requests`);
  throw new CannotMeasure(
    `${file}: has none of the known formats in its first lines: name one with --format (${formatNames.join(', ')})`,
  );
}

async function readLog({ chunks }: LogSource, format: LogFormat): Promise<ReadTraffic> {
  const groups = new TrafficGroups();
  const reader = format.newReader();
  const onRequest = groups.add.bind(groups);
  const firstUnreadableLines: number[] = [];
  let lines = 0;
  let otherLines = 0;
  let unreadableLines = 0;
  await forEachLine(chunks, (line) => {
    lines += 1;
    const kind = line === '' ? 'other' : reader.read(line, onRequest);
    if (kind === 'other') otherLines += 1;
    if (kind !== 'unreadable') return;
    unreadableLines += 1;
    if (firstUnreadableLines.length < shownLineNumbers) firstUnreadableLines.push(lines);
  });
  reader.end?.(onRequest);
  const { name, title, lacks } = format;
  return { format: name, title, lacks, groups, lines, otherLines, unreadableLines, firstUnreadableLines };
}

async function readHarTraffic({ chunks }: LogSource, file: string): Promise<ReadTraffic> {
  const groups = new TrafficGroups();
  const broken: number[] = [];
  const onBroken = (entry: number) => broken.push(entry);
  for await (const logged of harRequests(Readable.from(chunks), file, onBroken)) {
    if (isMethod(logged.request.method)) groups.add(logged);
  }
  return {
    format: 'har',
    title: 'HAR file',
    lacks: 'requests to other hosts than the first one’s, and the bytes of multipart bodies',
    groups,
    lines: 0,
    otherLines: 0,
    unreadableLines: broken.length,
    firstUnreadableLines: broken.slice(0, shownLineNumbers),
  };
}
