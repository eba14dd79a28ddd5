import { setImmediate as turn } from 'node:timers/promises';
import type { Answer } from './answer-reader.ts';
import type { Connection, Exchange } from './connection.ts';
import { type ConnectionPlacer, ProcessLost } from './placement.ts';
import type { ReachJudge } from './reach.ts';
import { requestBytes, requestMethod, requestTarget } from './request-bytes.ts';
import type { Kind } from './scenario.ts';
import { type TurnedAway, turnedAway } from './turned-away.ts';

/** What became of one step. */
export interface Outcome {
  readonly kind: Kind;
  /** The process the lane belongs to. */
  readonly pid: number;
  readonly written: boolean;
  readonly answered: boolean;
  readonly status: number | undefined;
  readonly timedOut: boolean;
  /** Answered by the app itself, not by its server's own parser. */
  readonly reached: boolean;
  readonly turnedAway: TurnedAway | undefined;
  readonly ms: number;
}

/** What the lanes of one app share. */
export interface LaneContext {
  readonly port: number;
  readonly timeoutMs: number;
  readonly placer: ConnectionPlacer;
  readonly judge: ReachJudge;
  /** Ids of hostile kinds after whose answers the server was seen to keep the connection. */
  readonly kept: Set<string>;
  /** Requests as they go over the wire. */
  readonly bytes: Map<Kind, Uint8Array>;
}

/**
 * One connection to one process that sends its steps strictly in order. A connection that has ended, or whose end
 * was announced, is replaced before the next step by another one to the same process. A request is never sent
 * twice: whether the app executed one that got no answer cannot be told.
 */
export class Lane {
  readonly pid: number;
  readonly #context: LaneContext;
  #connection: Connection | undefined;
  #isLost = false;

  constructor(pid: number, context: LaneContext) {
    this.pid = pid;
    this.#context = context;
  }

  /** Connects anew. Rejects with `ProcessLost` or `CannotMeasure`. */
  async open(): Promise<void> {
    this.close();
    if (this.#isLost) throw new ProcessLost();
    try {
      this.#connection = await this.#context.placer.take(this.pid);
    } catch (error) {
      this.#isLost = error instanceof ProcessLost;
      throw error;
    }
  }

  close(): void {
    this.#connection?.close();
    this.#connection = undefined;
  }

  /** One outcome per step. Once the process is lost, the rest was not written. */
  async replay(steps: readonly Kind[]): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const kind of steps) outcomes.push(await this.#step(kind));
    return outcomes;
  }

  async #step(kind: Kind): Promise<Outcome> {
    try {
      const connection = await this.#connectionFor(kind);
      return this.#outcome(
        kind,
        await connection.send(this.#bytesOf(kind), requestMethod(kind.request), this.#context.timeoutMs),
      );
    } catch (error) {
      if (!(error instanceof ProcessLost)) throw error;
      return this.#outcome(kind, { written: false, answer: undefined, timedOut: false, ms: 0 });
    }
  }

  async #connectionFor(kind: Kind): Promise<Connection> {
    // Two turns of the event loop, the least in which a connection's end that has already arrived is noticed.
    await turn();
    await turn();
    if (!this.#connection?.usable || this.#needsFresh(kind)) await this.open();
    if (!this.#connection) throw new ProcessLost();
    return this.#connection;
  }

  /** A parser that refuses a request may never answer it when it follows another closely (Puma 5.6). */
  #needsFresh({ id, connection }: Kind): boolean {
    return connection === 'fresh' || (connection === 'auto' && !this.#context.kept.has(id));
  }

  #outcome(kind: Kind, { answer, ...exchange }: Exchange): Outcome {
    const refusal = answer && turnedAway(answer, requestTarget(kind.request));
    const reached = answer !== undefined && !refusal && this.#reached(kind, answer);
    if (kind.connection === 'auto' && reached && answer.keepsConnection) this.#context.kept.add(kind.id);
    if (kind.connection === 'fresh') this.close();
    return {
      kind,
      pid: this.pid,
      ...exchange,
      answered: answer !== undefined,
      status: answer?.status,
      reached,
      turnedAway: refusal,
    };
  }

  #reached(kind: Kind, answer: Answer): boolean {
    if (kind.hostile) return this.#context.judge.reached(answer);
    this.#context.judge.learn(answer);
    return true;
  }

  #bytesOf(kind: Kind): Uint8Array {
    const known = this.#context.bytes.get(kind);
    if (known) return known;
    const bytes = requestBytes(kind.request, this.#context.port);
    this.#context.bytes.set(kind, bytes);
    return bytes;
  }
}
