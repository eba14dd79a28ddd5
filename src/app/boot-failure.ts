import type { Readiness } from './readiness.ts';
import { describeExit, type Exit } from './shell-process.ts';

/** Whom a failed boot points at. */
export const BLAME = {
  base: 'Check that the base branch boots with this configuration',
  head: 'This change breaks booting',
  app: 'Check that it boots with this configuration',
} as const;

export function portTaken(label: string, port: number): string {
  return `${label}: port ${port} is taken by another process: end that process and run again`;
}

export function endedEarly(exit: Exit): string {
  const background = exit.code === 0 ? ', and must stay in the foreground' : '';
  return `its start command ended with ${describeExit(exit)} before the app answered${background}`;
}

/** What the app did instead of answering. `ports`: those that its processes listened on. */
export function neverReady(seen: {
  readonly port: number;
  readonly readyPath: string;
  readonly seconds: number;
  readonly ports: readonly number[];
  readonly last: Readiness | undefined;
}): string {
  const { port, readyPath, seconds, ports, last } = seen;
  if (last?.state === 'answered') return `GET ${readyPath} still answered ${last.status} after ${seconds} s`;
  if (ports.includes(port)) {
    const reason = last === undefined ? '' : ` (${last.reason})`;
    return `it listens on port ${port}, but did not answer GET ${readyPath} within ${seconds} s${reason}`;
  }
  if (ports.length === 0) return `nothing listened on $PORT (${port}) within ${seconds} s`;
  const elsewhere = ports.length === 1 ? `port ${ports[0]}` : `ports ${ports.join(', ')}`;
  return `it listens on ${elsewhere}, not on $PORT (${port})`;
}
