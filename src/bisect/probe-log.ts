import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { CannotMeasure } from '../cannot-measure.ts';
import { Culprit } from '../report/schema.ts';
import { assertCanWrite } from '../whole-file.ts';

/** Begins a bisect, or goes on with it. */
const Started = z.object({
  kind: z.literal('start'),
  finding: z.string(),
  base: z.string(),
  head: z.string(),
  things: z.enum(['changes', 'commits', 'requests']).default('changes'),
  candidates: z.array(z.string()),
  bound: z.int(),
});
export type Started = z.infer<typeof Started>;

/** One probe, and what was measured in it: the same once measured need not be measured again. */
const Probed = z.object({
  kind: z.literal('probe'),
  /** Digest of code, dependencies, config and scenario. */
  measured: z.string(),
  /** As long and as careful as a check. */
  thorough: z.boolean(),
  changes: z.array(z.string()),
  answer: z.enum(['leaks', 'clean', 'unknown']),
  reason: z.string().optional(),
  ms: z.int(),
});
export type Probed = z.infer<typeof Probed>;

const Ended = z.object({
  kind: z.literal('end'),
  culprit: Culprit.optional(),
  /** Where there is no culprit, why. */
  notices: z.array(z.string()),
});

const Entry = z.discriminatedUnion('kind', [Started, Probed, Ended]);
export type LogEntry = z.infer<typeof Entry>;

/** One entry a line, written as soon as it is known, so that an interrupted bisect can go on. */
export class ProbeLog {
  readonly file: string;
  readonly entries: readonly LogEntry[];

  /** Reads what an earlier run left. Throws `CannotMeasure` where that is no log of a bisect. */
  static async open(file: string): Promise<ProbeLog> {
    await mkdir(dirname(file), { recursive: true }).catch(refuse(file));
    const text = await readFile(file, 'utf8').catch((error) =>
      error.code === 'ENOENT' ? '' : refuse(file)(error),
    );
    const entries = parseProbeLog(text, file);
    // A line that was cut off must not run into the next one.
    if (!text.endsWith('\n')) await writeFile(file, wholeLines(text)).catch(refuse(file));
    return new ProbeLog(file, entries);
  }

  private constructor(file: string, entries: readonly LogEntry[]) {
    this.file = file;
    this.entries = entries;
  }

  async write(entry: LogEntry): Promise<void> {
    await appendFile(this.file, `${JSON.stringify(entry)}\n`).catch(refuse(this.file));
  }

  /**
   * The answer known of what is to be measured; a thorough one serves for a quick one. What could not be measured is no
   * answer: a registry that was down may be up again.
   */
  known(measured: string, thorough: boolean): Probed | undefined {
    return this.entries.findLast(
      (entry): entry is Probed =>
        entry.kind === 'probe' &&
        entry.measured === measured &&
        entry.answer !== 'unknown' &&
        (entry.thorough || !thorough),
    );
  }
}

/** Finds out before anything is measured that a log could not be gone on with after it. Throws `CannotMeasure`. */
export async function assertUsableLog(file: string): Promise<void> {
  await ProbeLog.open(file);
  await assertCanWrite(file);
}

/** The entries of a log that is there already. Throws `CannotMeasure`. */
export async function readProbeLog(file: string): Promise<LogEntry[]> {
  return parseProbeLog(await readFile(file, 'utf8').catch(refuse(file)), file);
}

/** What was cut off in the middle of a line is left out. Throws `CannotMeasure` where a line is no entry. */
export function parseProbeLog(text: string, file: string): LogEntry[] {
  const whole = wholeLines(text);
  if (whole === '' && text !== '' && !cutStart.test(text)) throw notALog(file, 1);
  return whole
    .split('\n')
    .slice(0, -1)
    .map((line, index) => {
      const entry = Entry.safeParse(jsonOf(line));
      if (entry.success) return entry.data;
      throw notALog(file, index + 1);
    });
}

/** How every log begins. Anything else without a whole line is a file of somebody’s, which must not be cut. */
const cutStart = /^\{"kind":"start","(finding|things)":/;

const notALog = (file: string, line: number): CannotMeasure =>
  new CannotMeasure(`${file}, line ${line}: is not from a bisect's log: name another file`);

const wholeLines = (text: string): string => text.slice(0, text.lastIndexOf('\n') + 1);

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const refuse =
  (file: string) =>
  (cause: NodeJS.ErrnoException): never => {
    throw new CannotMeasure(`cannot use ${file} as the log (${cause.code}): name another with --log`, {
      cause,
    });
  };
