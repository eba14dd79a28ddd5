import type { Finding } from './finding.ts';
import { fingerprint } from './fingerprint.ts';
import { type Measurement, processName } from './measurement.ts';

/** More often than so many times as often as on base is no chance. */
const timesAsOften = 3;

/** Processes that died on head, and on base not at all or far less often: what head does wrong, whatever it holds. */
export function restartsOnHead(base: Measurement, head: Measurement): Finding | undefined {
  const [onBase, onHead] = [deathsIn(base), deathsIn(head)];
  const [restartsOnBase, restarts] = [totalOf(onBase), totalOf(onHead)];
  if (base.processes.length === 0 || restarts <= timesAsOften * restartsOnBase) return undefined;
  return {
    // Which of several alike dies is chance.
    id: fingerprint(['restarts'], []),
    status: 'new',
    restarts,
    ...(restartsOnBase > 0 ? { restartsOnBase } : {}),
    processes: [...onHead.keys()],
    classes: [],
    objectsPer1000: 0,
    basePer1000: 0,
    bytesPer1000: 0,
    retainedBytesPer1000: 0,
    holder: 'a process that dies',
    path: [],
    alsoHeldBy: [],
    sites: [],
    withTimeAlone: false,
    growsByOrdinary: false,
  };
}

/** A finding that is no leak has no trigger to look for, and no class to compare. */
export const isLeak = ({ restarts }: Pick<Finding, 'restarts'>): boolean => restarts === undefined;

/** By name of the process, of those that died. One that was never replaced died as well. */
function deathsIn({ processes }: Measurement): Map<string, number> {
  const deaths = new Map<string, number>();
  for (const life of processes) {
    const died = life.restarts + (life.hasEnded ? 1 : 0);
    if (died > 0) deaths.set(processName(life), Math.max(died, deaths.get(processName(life)) ?? 0));
  }
  return deaths;
}

const totalOf = (deaths: ReadonlyMap<string, number>): number =>
  [...deaths.values()].reduce((sum, each) => sum + each, 0);
