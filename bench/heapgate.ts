import { join } from 'node:path';
import type { Contestant } from './contestant.ts';

/** heapgate itself, as it is bundled for its users in `dist`. */
export function heapgate(dist: string, analysisFile: string): Contestant[] {
  const run = (...args: string[]) => ({ program: process.execPath, args: [join(dist, 'cli.js'), ...args] });
  return [
    {
      operation: 'analyze',
      name: 'heapgate',
      own: true,
      does: 'graph, dominators and tables',
      command: ({ before }) => run('analyze', before, '--json', analysisFile),
    },
    {
      operation: 'diff',
      name: 'heapgate',
      own: true,
      does: 'growth by class and holder, with paths',
      command: ({ before, after }) => run('diff', before, after),
    },
  ];
}
