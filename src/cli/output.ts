import { CannotMeasure } from '../cannot-measure.ts';
import { isLackOfMemory, moreMemory } from '../lack-of-memory.ts';
import { isLackOfRoom, moreRoom } from '../lack-of-room.ts';
import { JobSecrets } from '../redaction/job-secrets.ts';
import { Told } from '../redaction/told.ts';
import { forTerminal } from '../report/escape.ts';
import { keepBeginning } from '../report/shown-width.ts';
import type { Timings } from '../stopwatch.ts';
import { assertCanWrite, type Text, writeWhole } from '../whole-file.ts';
import { progressColumns } from './progress-columns.ts';

/** What every verb knows of where to write. */
export interface OutputOptions {
  readonly json?: string | undefined;
  readonly quiet?: boolean | undefined;
}

/** Progress goes to stderr: one line that is rewritten on a terminal, plain lines elsewhere. */
class Progress implements Disposable {
  readonly #isSilent: boolean;
  readonly #told = new Told(new JobSecrets(process.env));
  /** Of the terminal that shows it. */
  readonly #columns: number | undefined;

  constructor(quiet: boolean | undefined) {
    this.#isSilent = quiet === true;
    this.#columns = progressColumns();
  }

  readonly show = (line: string): void => {
    if (this.#isSilent) return;
    const text = forTerminal(this.#told.sentence(line));
    if (this.#columns === undefined) process.stderr.write(`${text}\n`);
    else process.stderr.write(`\r\u001b[2K${keepBeginning(text, this.#columns - 1)}`);
  };

  [Symbol.dispose](): void {
    if (!this.#isSilent && this.#columns !== undefined) process.stderr.write('\r\u001b[2K');
  }
}

/** Does `work`, whose progress is shown while it lasts. */
export async function progressing<Result>(
  quiet: boolean | undefined,
  work: (progress: (line: string) => void) => Promise<Result>,
): Promise<Result> {
  using progress = new Progress(quiet);
  return await work(progress.show);
}

export function terminalOptions(): { color: boolean; columns: number } {
  return {
    color: process.stdout.isTTY === true && !process.env.NO_COLOR,
    columns: process.stdout.columns ?? 80,
  };
}

export function printResult(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** What to know of the result, beside it. */
export function printNotice(text: string | undefined): void {
  if (text !== undefined) process.stderr.write(`heapgate: ${text}\n`);
}

/** In characters. What to do stands at the end of a message, as the cause does of a line that Ruby prints. */
const longestLine = 1000;

/** One line that says what is wrong and what to do, below it the app's last lines where they help. */
export function printFailure(error: unknown): void {
  const lack = isLackOfMemory(error) ? moreMemory : isLackOfRoom(error) ? moreRoom : undefined;
  if (lack !== undefined) {
    process.stderr.write(`heapgate: ${lack}\n`);
    return;
  }
  const told = new Told(new JobSecrets(process.env));
  if (!(error instanceof CannotMeasure)) {
    process.stderr.write(
      `heapgate: this is a fault of heapgate, please report it: ${forTerminal(told.sentence(String(error)), longestLine)}\n`,
    );
    if (error instanceof Error && error.stack) process.stderr.write(`${told.sentence(error.stack)}\n`);
    return;
  }
  process.stderr.write(`heapgate: ${forTerminal(told.sentence(error.message), longestLine)}\n`);
  for (const line of error.logTail)
    process.stderr.write(`  | ${forTerminal(told.line(line), longestLine)}\n`);
}

/** Finds out before anything is measured that a file could not be written after it. */
export async function assertWritable(...files: readonly (string | undefined)[]): Promise<void> {
  for (const file of files) if (file !== undefined) await assertCanWrite(file);
}

/** Writes what the user asked for by name, as a whole or not at all. */
export async function writeOutput(file: string | undefined, text: () => Text | Promise<Text>): Promise<void> {
  if (file !== undefined) await writeWhole(file, await text());
}

export function timingLines(timings: Timings): string {
  const parts = [
    ['setup', timings.setupMs],
    ['boot and stop', timings.bootMs],
    ['replay', timings.replayMs],
    ['garbage collection', timings.gcMs],
    ['dumps', timings.dumpMs],
    ['heapgate itself', timings.ownMs],
  ] as const;
  const rows = parts.map(([name, ms]) => {
    const share = (100 * ms) / Math.max(1, timings.totalMs);
    return `  ${name.padEnd(20)}${(ms / 1000).toFixed(1).padStart(7)} s${share.toFixed(0).padStart(5)} %`;
  });
  return [`Time: ${(timings.totalMs / 1000).toFixed(1)} s`, ...rows].join('\n');
}
