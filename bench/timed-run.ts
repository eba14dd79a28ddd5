import { mkdtempDisposable, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { CannotMeasure } from '../src/cannot-measure.ts';

/** A program as it is started. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

export interface TimedRun {
  readonly wallMs: number;
  /** Of all of its threads, user and system. */
  readonly cpuMs: number;
  /** The most memory that it had resident at a time. */
  readonly peakBytes: number;
}

/**
 * Runs a program to its end as a process of its own; what it prints is thrown away. GNU time starts it, so that the
 * memory counted is its own and not that of the process it was forked from. Throws where it fails.
 */
export async function timedRun({ program, args, env = {}, input = '' }: Command): Promise<TimedRun> {
  await using temporary = await mkdtempDisposable(join(tmpdir(), 'heapgate-bench-'));
  const measured = join(temporary.path, 'time');
  const run = await execa(gnuTime, ['-q', '-f', '%U %S %M', '-o', measured, program, ...args], {
    env,
    input,
    stdout: 'ignore',
    reject: false,
  });
  if (run.failed) throw new Error(`${program} ${args.join(' ')} failed: ${run.stderr.slice(-500)}`);
  const [userSeconds = 0, systemSeconds = 0, peakKilobytes = 0] = (await readFile(measured, 'utf8'))
    .split(' ')
    .map(Number);
  return {
    wallMs: Math.round(run.durationMs),
    cpuMs: Math.round(1000 * (userSeconds + systemSeconds)),
    peakBytes: 1024 * peakKilobytes,
  };
}

const gnuTime = '/usr/bin/time';

/** Throws `CannotMeasure` where GNU time is missing. */
export async function assertGnuTime(): Promise<void> {
  const { failed } = await execa(gnuTime, ['-f', '%M', 'true'], { reject: false });
  if (failed)
    throw new CannotMeasure(
      `${gnuTime} is missing: install GNU time (Debian and Ubuntu: apt-get install time)`,
    );
}
