import { createHash } from 'node:crypto';
import { formatDuration } from '../report/numbers.ts';
import type { Bisection } from '../report/schema.ts';
import type { Answer } from './answer.ts';
import type { LeakOracle, Prepare } from './oracle.ts';
import type { Probed, ProbeLog } from './probe-log.ts';

/** One thing to measure. */
export interface Candidate {
  /** What of head it has, for people. */
  readonly changes: readonly string[];
  /** All that the answer depends on: code, dependencies, config, scenario. */
  readonly measured: string;
  readonly prepare: Prepare;
}

/** No probe is started after its time. What was found until then is in the records. */
export class OutOfTime extends Error {
  override readonly name = 'OutOfTime';
}

export interface ProbesOptions {
  readonly oracle: LeakOracle;
  readonly log: ProbeLog;
  /** Most probes, where every one can be answered; several culprits may take more. */
  readonly bound: number;
  /** On the clock of `performance.now`. */
  readonly deadlineMs: number;
  readonly progress: (line: string) => void;
}

/** Answers what a search asks. */
export interface Asked {
  ask(candidate: Candidate): Promise<Answer>;
  /** As `ask`, by a measurement as long and as careful as a check's. */
  confirm(candidate: Candidate): Promise<Answer>;
  /** What was asked so far, and the answers. */
  readonly records: readonly Told[];
}

/** What a probe said, and of what. */
export type Told = Omit<Probed, 'kind' | 'measured'>;

/** Probes as the report has them. */
export const reportedProbes = (records: readonly Told[]): Bisection['probes'] =>
  records.map(({ changes, answer, ms, reason }) => ({
    changes,
    answer,
    ms,
    ...(reason === undefined ? {} : { reason }),
  }));

/** Asks an oracle, and keeps what it said: of what the log or this run knows already, nothing is measured again. */
export class Probes implements Asked {
  readonly records: Probed[] = [];
  readonly #options: ProbesOptions;

  constructor(options: ProbesOptions) {
    this.#options = options;
  }

  /** As the report has them. */
  get reported(): Bisection['probes'] {
    return reportedProbes(this.records);
  }

  async ask(candidate: Candidate): Promise<Answer> {
    return this.#answer(candidate, false);
  }

  async confirm(candidate: Candidate): Promise<Answer> {
    return this.#answer(candidate, true);
  }

  async #answer(candidate: Candidate, thorough: boolean): Promise<Answer> {
    const { log } = this.#options;
    const measured = createHash('sha256').update(candidate.measured).digest('hex');
    const again = this.records.find(
      (record) => record.measured === measured && (record.thorough || !thorough),
    );
    if (again) return again.answer;
    const logged = log.known(measured, thorough);
    const record = logged ?? (await this.#measure(candidate, measured, thorough));
    this.records.push(record);
    this.#tell(record, logged !== undefined);
    return record.answer;
  }

  async #measure({ changes, prepare }: Candidate, measured: string, thorough: boolean): Promise<Probed> {
    const { oracle, log, deadlineMs } = this.#options;
    const startedMs = performance.now();
    if (startedMs > deadlineMs) throw new OutOfTime();
    const told = await (thorough ? oracle.confirm(prepare) : oracle.ask(prepare));
    const ms = Math.round(performance.now() - startedMs);
    const record: Probed = { kind: 'probe', measured, thorough, changes: [...changes], ...told, ms };
    await log.write(record);
    return record;
  }

  #tell({ changes, answer, reason, thorough, ms }: Probed, isKnown: boolean): void {
    const { bound, progress } = this.#options;
    const known = this.records.filter((record) => record.answer !== 'unknown').length;
    const what = `${showChanges(changes)}${thorough ? ', measured in full' : ''}`;
    const why = reason === undefined ? '' : ` (${reason})`;
    const time = isKnown ? 'from the log' : formatDuration(ms);
    const left = bound > known ? `; at most ${bound - known} to go` : '';
    progress(`bisect: ${what}: ${answer}, ${time}${left}${why}`);
  }
}

const mostShown = 3;

/** `bugsnag 6.26.0 → 6.26.1, rack 2.2.8 → 2.2.9 and 11 more` */
export function showChanges(changes: readonly string[]): string {
  if (changes.length === 0) return 'no change';
  const shown = changes.slice(0, mostShown).join(', ');
  return changes.length > mostShown ? `${shown} and ${changes.length - mostShown} more` : shown;
}
