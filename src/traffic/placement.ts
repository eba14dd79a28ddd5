import { setTimeout as pause } from 'node:timers/promises';
import { CannotMeasure } from '../cannot-measure.ts';
import { Connection } from './connection.ts';
import { isAlive, SocketOwners } from './socket-owner.ts';

export interface PlacementOptions {
  readonly port: number;
  /** The processes that answer requests. */
  readonly pids: readonly number[];
  /** How long one connection may take to reach its process. */
  readonly placementTimeoutMs?: number;
  /** What people call a process in messages. */
  readonly nameOf?: (pid: number) => string;
}

/** The process a connection was meant for has ended. */
export class ProcessLost extends Error {
  override readonly name = 'ProcessLost';
}

interface Waiter {
  readonly pid: number;
  readonly deadline: number;
  resolve(connection: Connection): void;
  reject(error: unknown): void;
}

interface Candidate {
  readonly connection: Connection;
  readonly openedAt: number;
}

/** A server may accept in one process and hand the connection to another, as Node's cluster does. */
const handOverMs = 250;
const longestPauseMs = 16;

/**
 * Opens connections and tells from the socket's owner which process accepted each one. All who wait for a
 * connection share what is opened: which process accepts is up to the kernel and the server, so one opened for one
 * process often serves another's lane. Nothing is sent before a connection has reached its process.
 */
export class ConnectionPlacer {
  readonly #options: Required<PlacementOptions>;
  readonly #owners: SocketOwners;
  readonly #waiters = new Set<Waiter>();
  readonly #candidates = new Set<Candidate>();
  #isRunning = false;

  constructor(options: PlacementOptions) {
    this.#options = { placementTimeoutMs: 10_000, nameOf: (pid) => `process ${pid}`, ...options };
    this.#owners = new SocketOwners(options.port, options.pids);
  }

  /** What people call a process. */
  nameOf(pid: number): string {
    return this.#options.nameOf(pid);
  }

  /**
   * A new connection that process `pid` has accepted. Rejects with `ProcessLost` when it has ended and with
   * `CannotMeasure` when none reached it in time.
   */
  take(pid: number): Promise<Connection> {
    const { promise, resolve, reject } = Promise.withResolvers<Connection>();
    const deadline = performance.now() + this.#options.placementTimeoutMs;
    this.#waiters.add({ pid, deadline, resolve, reject });
    if (!this.#isRunning) void this.#run();
    return promise;
  }

  /** Rests until a connection is asked for again. */
  close(): void {
    this.#owners[Symbol.dispose]();
  }

  /** Never rejects: what goes wrong is told to all who wait. */
  async #run(): Promise<void> {
    this.#isRunning = true;
    try {
      let pauseMs = 0;
      // With nothing to await between its end and that of the run: who asked there would wait for ever.
      while (this.#waiters.size > 0) {
        const served = await this.#look();
        pauseMs = served ? 0 : Math.min(longestPauseMs, pauseMs * 2 || 1);
        if (pauseMs > 0) await pause(pauseMs);
      }
    } catch (error) {
      for (const waiter of this.#waiters) waiter.reject(error);
      this.#waiters.clear();
    } finally {
      for (const candidate of this.#candidates) this.#drop(candidate);
      this.#isRunning = false;
    }
  }

  /** One look at who accepted what; true if it served anyone. */
  async #look(): Promise<boolean> {
    const missing = this.#waiters.size - this.#candidates.size;
    const opened = await Promise.allSettled(
      Array.from({ length: Math.max(0, missing) }, () => Connection.open(this.#options.port)),
    );
    for (const attempt of opened) {
      if (attempt.status === 'fulfilled') {
        this.#candidates.add({ connection: attempt.value, openedAt: performance.now() });
      }
    }
    const served = await this.#assign();
    this.#giveUp(opened.every((attempt) => attempt.status === 'fulfilled'));
    return served;
  }

  async #assign(): Promise<boolean> {
    const candidates = [...this.#candidates];
    const owners = await this.#owners.of(candidates.map(({ connection }) => connection.localPort));
    if (owners === undefined) return false;
    let served = false;
    for (const candidate of candidates) {
      const owner = owners.get(candidate.connection.localPort) ?? 'nobody';
      const waiter = [...this.#waiters].find(({ pid }) => pid === owner);
      if (waiter && candidate.connection.usable) {
        this.#candidates.delete(candidate);
        this.#waiters.delete(waiter);
        waiter.resolve(candidate.connection);
        served = true;
      } else if (!candidate.connection.usable || this.#isElsewhere(owner, candidate)) {
        this.#drop(candidate);
      }
    }
    return served;
  }

  #isElsewhere(owner: number | 'nobody' | 'another', { openedAt }: Candidate): boolean {
    if (owner === 'another') return performance.now() - openedAt > handOverMs;
    return owner !== 'nobody';
  }

  #giveUp(isListening: boolean): void {
    for (const waiter of this.#waiters) {
      if (!isAlive(waiter.pid)) {
        waiter.reject(new ProcessLost(`${this.#options.nameOf(waiter.pid)} has ended`));
        this.#waiters.delete(waiter);
      } else if (performance.now() > waiter.deadline) {
        waiter.reject(this.#unreachable(waiter.pid, isListening));
        this.#waiters.delete(waiter);
      }
    }
  }

  #unreachable(pid: number, isListening: boolean): CannotMeasure {
    const { port, placementTimeoutMs, nameOf } = this.#options;
    const seconds = placementTimeoutMs / 1000;
    return new CannotMeasure(
      isListening
        ? `${nameOf(pid)} accepted no connection on port ${port} within ${seconds} s: check that it serves requests there itself, not through another process, and that nothing else keeps it busy`
        : `nothing accepts connections on 127.0.0.1:${port}: let the app listen on $PORT at 127.0.0.1 or 0.0.0.0`,
    );
  }

  #drop(candidate: Candidate): void {
    this.#candidates.delete(candidate);
    candidate.connection.close();
  }
}
