import type { DumpPair } from './rails-dumps.ts';
import type { Command } from './timed-run.ts';

/** What all who take part in one table are asked: `lines` is the least that reading the file can cost. */
export type Operation = 'lines' | 'analyze' | 'diff';

/** A program that takes part, and what it gets done. */
export interface Contestant {
  readonly operation: Operation;
  /** With its version, and the command where there are several. */
  readonly name: string;
  readonly does: string;
  /** Whether it is heapgate, which the others are compared with. */
  readonly own: boolean;
  command(dumps: DumpPair): Command;
}
