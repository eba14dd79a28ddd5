import { type Measurement, type ProcessSeries, processName } from './measurement.ts';

/** Processes that died and were replaced on head while none did on base: what head does wrong, whatever it holds. */
export function restartsOnHeadOnly(base: Measurement, head: Measurement): string[] {
  if (base.processes.length === 0 || base.processes.some(hasRestarted)) return [];
  const last = new Map(head.processes.filter(hasRestarted).map((life) => [processName(life), life.restarts]));
  return [...last].map(
    ([name, restarts]) =>
      `${name} died and was replaced ${restarts === 1 ? 'once' : `${restarts} times`} on head, and no process on base: see its log, with --keep`,
  );
}

const hasRestarted = (life: ProcessSeries): boolean => life.restarts > 0;
