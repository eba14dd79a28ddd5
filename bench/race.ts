import { formatBytes, formatDuration } from '../src/report/numbers.ts';
import type { Contestant } from './contestant.ts';
import type { DumpPair } from './rails-dumps.ts';
import type { Entry } from './results.ts';
import { type TimedRun, timedRun } from './timed-run.ts';

/**
 * Runs all contestants over the same dumps, `turns` times in turns, so that a disturbance of the machine hits all
 * alike. A peer that fails is out, with no runs to its name; heapgate must not fail.
 */
export async function race(
  dumps: DumpPair,
  contestants: readonly Contestant[],
  turns: number,
  progress: (line: string) => void,
): Promise<Entry[]> {
  const runs = new Map<Contestant, TimedRun[]>(contestants.map((contestant) => [contestant, []]));
  const failed = new Set<Contestant>();
  for (let turn = 1; turn <= turns; turn++) {
    for (const [contestant, done] of runs) {
      if (failed.has(contestant)) continue;
      const title = `${contestant.operation}, ${contestant.name}`;
      try {
        const run = await timedRun(contestant.command(dumps));
        done.push(run);
        progress(`${turn}/${turns} ${title}: ${shown(run)}`);
      } catch (error) {
        if (contestant.own) throw error;
        failed.add(contestant);
        progress(`${title} failed: ${error instanceof Error ? error.message : error}`);
      }
    }
  }
  return [...runs].map(([contestant, done]) => {
    const { operation, name, does, own } = contestant;
    return { operation, name, does, own, runs: failed.has(contestant) ? [] : done };
  });
}

const shown = ({ wallMs, cpuMs, peakBytes }: TimedRun): string =>
  `${formatDuration(wallMs)}, ${formatDuration(cpuMs)} of CPU, ${formatBytes(peakBytes)}`;
