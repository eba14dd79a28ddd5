import { Lane, type Outcome, type Steps } from './lane.ts';
import { type SessionPlan, sessionPlan } from './lane-session.ts';
import { ConnectionPlacer, type PlacementOptions, ProcessLost } from './placement.ts';
import { ReachJudge } from './reach.ts';
import type { Kind } from './scenario.ts';
import { isAlive } from './socket-owner.ts';

export interface LanesOptions extends PlacementOptions {
  readonly perProcess: number;
  /** How long an answer may take; 30 s when left out. */
  readonly timeoutMs?: number;
  /** Knows what answers of this app look like; a new one when left out. */
  readonly judge?: ReachJudge;
  /** What lanes begin with, and what varies in their requests; nothing when left out. */
  readonly session?: SessionPlan;
  /** A round ends after the step that is under way once it is aborted, with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Opens lanes so that each of `pids` has `perProcess` of them. Sends nothing. Throws `CannotMeasure` that names the
 * process which no connection reached.
 */
export async function openLanes(options: LanesOptions): Promise<Lanes> {
  const lanes = new Lanes(options);
  try {
    await lanes.open();
    return lanes;
  } catch (error) {
    lanes.close();
    throw error;
  }
}

export class Lanes implements Disposable {
  readonly #lanes: readonly Lane[];
  readonly #pids: readonly number[];
  readonly #placer: ConnectionPlacer;

  constructor({
    perProcess,
    timeoutMs = 30_000,
    judge = new ReachJudge(),
    session = sessionPlan({}, { seed: 0, boot: 0 }),
    signal,
    ...placement
  }: LanesOptions) {
    this.#placer = new ConnectionPlacer(placement);
    const context = {
      port: placement.port,
      timeoutMs,
      judge,
      placer: this.#placer,
      kept: new Set<string>(),
      bytes: new Map<Kind, Uint8Array>(),
      session,
      signal,
    };
    this.#pids = placement.pids;
    this.#lanes = placement.pids.flatMap((pid, process) =>
      Array.from({ length: perProcess }, (_, lane) => new Lane(pid, process * perProcess + lane, context)),
    );
  }

  /** How many lanes there are: `perProcess` for the first of `pids`, then as many for the next, and so on. */
  get count(): number {
    return this.#lanes.length;
  }

  /** Processes that have ended since. Lanes to the process that replaces one must be opened anew. */
  get lost(): number[] {
    return this.#pids.filter((pid) => !isAlive(pid));
  }

  /** Connects every lane anew. */
  async open(): Promise<void> {
    await all(
      this.#lanes.map(async (lane) => {
        try {
          await lane.open();
        } catch (error) {
          if (!(error instanceof ProcessLost)) throw error;
        }
      }),
    );
  }

  /**
   * Plays one round: all lanes at once, each its own steps. Resolves when every answer is in. Every round starts on
   * new connections, so that no server's keep-alive limit can end one between two rounds.
   */
  async replay(stepsPerLane: readonly Steps[]): Promise<Outcome[]> {
    if (stepsPerLane.length !== this.count)
      throw new RangeError(`${this.count} lanes need as many lists of steps`);
    try {
      await this.open();
      const outcomes = this.#lanes.map((lane, index) => lane.replay(stepsPerLane[index] ?? []));
      return (await all(outcomes)).flat();
    } finally {
      this.close();
    }
  }

  close(): void {
    for (const lane of this.#lanes) lane.close();
    this.#placer.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/** Like `Promise.all`, but rejects only once all are done, so that no lane still sends when the round has failed. */
async function all<Value>(promises: readonly Promise<Value>[]): Promise<Value[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
