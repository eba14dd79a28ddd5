import type { Contestant } from './contestant.ts';
import type { Machine } from './machine.ts';
import type { TimedRun } from './timed-run.ts';

/** What one run of the bench measured, kept in results.json. */
export interface BenchResults {
  readonly machine: Machine;
  /** The dumps from the smallest to the largest. */
  readonly dumps: readonly DumpResults[];
}

export interface DumpResults {
  readonly objects: number;
  readonly bytes: number;
  readonly classes: { readonly classes: number; readonly equal: number };
  readonly entries: readonly Entry[];
}

/** One contestant's runs over one dump; none where it failed. */
export interface Entry extends Omit<Contestant, 'command'> {
  readonly runs: readonly TimedRun[];
}

/** Of a number of runs, field by field; undefined where there were none. */
export function medianRun(runs: readonly TimedRun[]): TimedRun | undefined {
  if (runs.length === 0) return undefined;
  return {
    wallMs: median(runs.map(({ wallMs }) => wallMs)),
    cpuMs: median(runs.map(({ cpuMs }) => cpuMs)),
    peakBytes: median(runs.map(({ peakBytes }) => peakBytes)),
  };
}

/** The middle one; of an even number the lower of the two. */
function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor((values.length - 1) / 2)] ?? Number.NaN;
}
