import type { Finding } from './finding.ts';
import { fingerprint } from './fingerprint.ts';
import { type Measurement, type ProcessSeries, processName } from './measurement.ts';

/** Processes that died and were replaced on head while none did on base: what head does wrong, whatever it holds. */
export function restartsOnHeadOnly(base: Measurement, head: Measurement): Finding | undefined {
  if (base.processes.length === 0 || base.processes.some(hasRestarted)) return undefined;
  const last = new Map(head.processes.filter(hasRestarted).map((life) => [processName(life), life.restarts]));
  if (last.size === 0) return undefined;
  return {
    // Which of several alike dies is chance.
    id: fingerprint(['restarts'], []),
    status: 'new',
    restarts: [...last.values()].reduce((sum, restarts) => sum + restarts),
    processes: [...last.keys()],
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

const hasRestarted = (life: ProcessSeries): boolean => life.restarts > 0;
