import type { Census } from '../heap/census.ts';
import type { Kind } from '../traffic/scenario.ts';

/** What was counted in one process after some steps were played to it. */
export interface Counted {
  readonly census: Census;
  /** How many of them the app itself answered, by kind. */
  readonly reached: ReadonlyMap<Kind, number>;
}

/** One boot of the app under test that requests are tried on. */
export interface ProbeApp extends AsyncDisposable {
  /** Numbers of the processes that answer requests. */
  readonly processes: readonly number[];
  /** Lanes to each of them. */
  readonly lanes: number;
  /**
   * Plays to each process its own steps, on every lane, at the same time; then settles and counts.
   * Throws `AgentGone` when a process has ended.
   */
  play(steps: ReadonlyMap<number, readonly Kind[]>): Promise<ReadonlyMap<number, Counted>>;
  /** Whether the server replaces a process that has ended. */
  readonly canRenew: boolean;
  /** Has processes replaced by new ones. Answers false where that took too long: then this boot is of no more use. */
  renew(processes: readonly number[]): Promise<boolean>;
}
