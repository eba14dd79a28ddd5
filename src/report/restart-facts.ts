import { type Fact, listed, type Quote, type Voice } from './finding-facts.ts';
import { formatCount } from './numbers.ts';
import type { Finding } from './schema.ts';

/** Whether objects pile up; the other findings are of processes that die on head alone. */
export const isLeak = ({ restarts }: Finding): boolean => restarts === undefined;

/** `worker 1 died 2 times on head, and no process on base` */
export function restartPhrase({ processes, restarts = 0, restartsOnBase }: Finding, plain: Quote): string {
  const onBase = restartsOnBase === undefined ? 'no process' : times(restartsOnBase);
  return `${listed(processes, plain)} died ${times(restarts)} on head, and ${onBase} on base`;
}

const times = (count: number): string => (count === 1 ? 'once' : `${formatCount(count)} times`);

/** Of a process that died nothing is known but where to look. */
export function restartFacts({ quote }: Voice): Fact[] {
  const command = quote('heapgate check --keep DIR');
  return [{ label: 'To see why', text: `run ${command} and read the end of ${quote('DIR/head.log')}` }];
}
