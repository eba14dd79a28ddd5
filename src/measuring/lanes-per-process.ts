import type { ProcessLife } from './processes.ts';

/** For a server that does not say how many threads it has. */
const assumedThreads = 4;

/** As many lanes as were asked for, else as the server has threads: a thread without one would not be tried. */
export const lanesPerProcess = (asked: number | undefined, serving: readonly ProcessLife[]): number =>
  asked ?? Math.max(...serving.map(({ agent }) => agent.info.serverThreads ?? assumedThreads));
