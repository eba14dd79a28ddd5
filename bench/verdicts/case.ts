import type { Program, Version } from './programs.ts';

/** A base and a head whose answer is known beforehand. */
export interface VerdictCase {
  readonly name: string;
  readonly program: Program;
  /** What head does: leaks more than base, or does not. */
  readonly answer: 'leak' | 'clean';
  /** As the program is without anything added, when left out. */
  readonly base?: Version;
  readonly head: Version;
  /** What head leaks for each 1,000 requests that a process answers; absent where it grows by bytes alone. */
  readonly objectsPer1000?: number;
  /** A class that a finding must name: a regression with another reason is no right answer. */
  readonly grows?: string;
  /** Over heapgate.yml’s own defaults. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly scenario?: unknown;
  /** The released gem that leaks. */
  readonly published?: string;
}
