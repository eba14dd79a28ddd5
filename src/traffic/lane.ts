import { setImmediate as turn } from 'node:timers/promises';
import { CannotMeasure } from '../cannot-measure.ts';
import type { Answer } from './answer-reader.ts';
import type { Connection, Exchange } from './connection.ts';
import { bodyBytesToKeep, isConstant, LaneSession, type SessionPlan } from './lane-session.ts';
import { type ConnectionPlacer, ProcessLost } from './placement.ts';
import type { ReachJudge } from './reach.ts';
import { requestBytes, requestMethod, requestTarget } from './request-bytes.ts';
import type { Kind, RecordedRequest } from './scenario.ts';
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
  /** What the kind captures and the answer did not have, for people. */
  readonly missed?: string | undefined;
  readonly ms: number;
}

/**
 * What one lane sends, in order. A step may be decided only when the one before is done. Its iterator is told when no
 * more are wanted, be it before the first.
 */
export type Steps = Iterable<Kind>;

/** What the lanes of one app share. */
export interface LaneContext {
  readonly port: number;
  readonly timeoutMs: number;
  readonly placer: ConnectionPlacer;
  readonly judge: ReachJudge;
  /** Ids of hostile kinds after whose answers the server was seen to keep the connection. */
  readonly kept: Set<string>;
  /** Requests that never vary, as they go over the wire. */
  readonly bytes: Map<Kind, Uint8Array>;
  readonly session: SessionPlan;
  /** No further step is sent once it is aborted. */
  readonly signal: AbortSignal | undefined;
}

/** A process that leaves so many ordinary requests unanswered hangs: to wait for all of them would take hours. */
const mostUnanswered = 3;

/**
 * One connection to one process that sends its steps strictly in order. A connection that has ended, or whose end
 * was announced, is replaced before the next step by another one to the same process. A request is never sent
 * twice: whether the app executed one that got no answer cannot be told.
 */
export class Lane {
  readonly pid: number;
  readonly #context: LaneContext;
  readonly #session: LaneSession;
  #toStart: readonly Kind[];
  #connection: Connection | undefined;
  /** Asked for ahead of the step that will need it. */
  #next: Promise<Connection> | undefined;
  #isLost = false;

  /** `number`: which of all lanes it is. */
  constructor(pid: number, number: number, context: LaneContext) {
    this.pid = pid;
    this.#context = context;
    this.#session = new LaneSession(number, context.session);
    this.#toStart = context.session.start;
  }

  /** Connects anew. Rejects with `ProcessLost` or `CannotMeasure`. */
  async open(): Promise<void> {
    this.#leave();
    if (this.#isLost) throw new ProcessLost();
    try {
      this.#connection = (await this.#asked()) ?? (await this.#context.placer.take(this.pid));
    } catch (error) {
      this.#isLost = error instanceof ProcessLost;
      throw error;
    }
  }

  close(): void {
    this.#leave();
    void this.#asked().then((connection) => connection?.close());
  }

  #leave(): void {
    this.#connection?.close();
    this.#connection = undefined;
  }

  /** What was asked for ahead; what went wrong with that shows again when it is asked for anew. */
  async #asked(): Promise<Connection | undefined> {
    const next = this.#next;
    this.#next = undefined;
    const connection = await next?.catch(() => undefined);
    return connection?.usable ? connection : undefined;
  }

  #askAhead(): void {
    this.#next ??= this.#context.placer.take(this.pid);
    this.#next.catch(() => {});
  }

  /**
   * One outcome per step, after those of the session's start the first time. Once the process is lost, the rest was not
   * written. Throws `CannotMeasure` where the process no longer answers.
   */
  async replay(steps: Steps): Promise<Outcome[]> {
    const outcomes = await this.#start(steps);
    let unanswered = 0;
    for (const kind of steps) {
      const outcome = await this.#step(kind);
      outcomes.push(outcome);
      if (!kind.hostile) unanswered = outcome.timedOut ? unanswered + 1 : 0;
      if (unanswered === mostUnanswered) throw this.#hangs(kind);
    }
    return outcomes;
  }

  async #start(steps: Steps): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    try {
      for (const kind of this.#toStart) outcomes.push(await this.#step(kind));
    } catch (error) {
      steps[Symbol.iterator]().return?.();
      throw error;
    }
    this.#toStart = [];
    return outcomes;
  }

  #hangs({ label }: Kind): CannotMeasure {
    const { placer, timeoutMs } = this.#context;
    const waited = `${mostUnanswered} requests in a row, ${timeoutMs / 1000} s each`;
    return new CannotMeasure(
      `${placer.nameOf(this.pid)} left ${waited}, without an answer (the last: ${label}): see its log for what it waits for, with --keep`,
    );
  }

  async #step(kind: Kind): Promise<Outcome> {
    this.#context.signal?.throwIfAborted();
    const isKnown = this.#context.bytes.has(kind);
    const request = isKnown ? kind.request : this.#session.complete(kind);
    try {
      const connection = await this.#connectionFor(kind);
      if (kind.connection === 'fresh') this.#askAhead();
      const bytes = this.#bytesOf(kind, request);
      const exchange = await connection.send(bytes, {
        method: requestMethod(request),
        timeoutMs: this.#context.timeoutMs,
        bodyBytes: bodyBytesToKeep(kind),
        leaves: kind.leaves,
      });
      return this.#outcome(kind, request, exchange);
    } catch (error) {
      if (!(error instanceof ProcessLost)) throw error;
      return this.#outcome(kind, request, { written: false, answer: undefined, timedOut: false, ms: 0 });
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

  #outcome(kind: Kind, request: RecordedRequest, { answer, ...exchange }: Exchange): Outcome {
    const refusal = answer && turnedAway(answer, requestTarget(request));
    const mayReach = refusal === undefined || refusal === 'without a word';
    const reached = answer !== undefined && mayReach && this.#reached(kind, answer);
    if (kind.connection === 'auto' && reached && answer.keepsConnection) this.#context.kept.add(kind.id);
    // A server's own parser may end the connection on which it refuses a request without announcing it (Fastify).
    if (kind.connection === 'fresh' || (kind.hostile && !reached)) this.#leave();
    return {
      kind,
      pid: this.pid,
      ...exchange,
      answered: answer !== undefined,
      status: answer?.status,
      reached,
      turnedAway: refusal,
      missed: answer && this.#session.learn(kind, answer),
    };
  }

  #reached(kind: Kind, answer: Answer): boolean {
    if (kind.hostile) return this.#context.judge.reached(answer);
    this.#context.judge.learn(answer);
    return true;
  }

  #bytesOf(kind: Kind, request: RecordedRequest): Uint8Array {
    const known = this.#context.bytes.get(kind);
    if (known) return known;
    const bytes = requestBytes(request, this.#context.port);
    if (isConstant(kind)) this.#context.bytes.set(kind, bytes);
    return bytes;
  }
}
