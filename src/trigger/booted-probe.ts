import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CannotMeasure } from '../cannot-measure.ts';
import { lanesPerProcess } from '../measuring/lanes-per-process.ts';
import type { ProcessLife } from '../measuring/processes.ts';
import { bootWatched, type WatchedApp } from '../measuring/watched-app.ts';
import type { PreparedRevision } from '../prepare.ts';
import { AgentGone } from '../runtimes/runtime.ts';
import type { Stopwatch } from '../stopwatch.ts';
import type { Outcome } from '../traffic/lane.ts';
import type { SessionPlan } from '../traffic/lane-session.ts';
import { type Lanes, openLanes } from '../traffic/lanes.ts';
import { ReachJudge } from '../traffic/reach.ts';
import type { Kind } from '../traffic/scenario.ts';
import type { Counted, ProbeApp } from './probe-app.ts';

export interface ProbeBoot {
  readonly revision: PreparedRevision;
  readonly port: number;
  /** Private folder, in which each boot makes one of its own. */
  readonly scratch: string;
  readonly processes: number | undefined;
  /** Lanes per process; as many as the server has threads, when left out. */
  readonly lanes: number | undefined;
  /** What lanes begin with, and what varies in their requests. */
  readonly session: SessionPlan;
  readonly stopwatch: Stopwatch;
  readonly signal?: AbortSignal | undefined;
}

/** How long a server may take to replace a process; one that loads the app anew is as quick as a new boot then. */
const replacementTimeoutMs = 8_000;

/** Boots a revision to try requests on it. Throws `CannotMeasure`. */
export async function bootForProbes(options: ProbeBoot): Promise<ProbeApp> {
  const { revision, stopwatch } = options;
  const scratch = join(options.scratch, `${revision.label}-${randomUUID().slice(0, 4)}`);
  await mkdir(scratch, { mode: 0o700 });
  const started = await bootWatched(revision, {
    ...options,
    scratch,
    keep: undefined,
    warmupRounds: 0,
    stopwatch,
  });
  return new BootedProbe(started, options);
}

class BootedProbe implements ProbeApp {
  readonly lanes: number;
  readonly #started: WatchedApp;
  readonly #options: ProbeBoot;
  readonly #reach = new ReachJudge();
  #opened: Lanes | undefined;

  constructor(started: WatchedApp, options: ProbeBoot) {
    this.#started = started;
    this.#options = options;
    this.lanes = lanesPerProcess(options.lanes, started.watch.serving);
  }

  /** Numbered as the watch lists those that serve. */
  get processes(): number[] {
    return this.#serving.map((_, number) => number);
  }

  get #serving(): readonly ProcessLife[] {
    return this.#started.watch.serving;
  }

  async play(steps: ReadonlyMap<number, readonly Kind[]>): Promise<Map<number, Counted>> {
    const { stopwatch, signal } = this.#options;
    signal?.throwIfAborted();
    const lanes = await this.#openLanes();
    const perLane = this.#serving.flatMap((_, number) =>
      Array.from({ length: this.lanes }, () => steps.get(number) ?? []),
    );
    const outcomes = await stopwatch.time('replay', () => lanes.replay(perLane));
    await this.#started.app.assertAlive('while requests were tried on it');
    for (const pid of lanes.lost) throw new AgentGone(pid, 'it ended while requests were tried on it');
    const counted = await stopwatch.time('gc', () =>
      Promise.all(
        [...steps.keys()].map(async (number) => [number, await this.#count(number, outcomes)] as const),
      ),
    );
    return new Map(counted);
  }

  async #count(number: number, outcomes: readonly Outcome[]): Promise<Counted> {
    const life = this.#serving[number];
    if (!life) throw new RangeError(`there is no process ${number}`);
    await life.agent.settle();
    const census = await life.agent.census();
    const reached = new Map<Kind, number>();
    for (const { kind, pid, reached: isReached } of outcomes) {
      if (isReached && pid === life.pid) reached.set(kind, (reached.get(kind) ?? 0) + 1);
    }
    return { census, reached };
  }

  async #openLanes(): Promise<Lanes> {
    this.#opened ??= await openLanes({
      port: this.#started.app.port,
      pids: this.#serving.map(({ pid }) => pid),
      perProcess: this.lanes,
      judge: this.#reach,
      session: this.#options.session,
      signal: this.#options.signal,
    });
    return this.#opened;
  }

  /** Only a server that forks its processes replaces them. */
  get canRenew(): boolean {
    return this.#started.watch.alive.some(({ role }) => role === 'master');
  }

  async renew(processes: readonly number[]): Promise<boolean> {
    const { watch, app } = this.#started;
    const wanted = watch.serving.length;
    const ended = processes.flatMap((number) => this.#serving[number]?.pid ?? []);
    this.#close();
    for (const pid of ended) end(pid);
    const deadline = performance.now() + replacementTimeoutMs;
    while (performance.now() < deadline && !app.hasExited) {
      await watch.refresh();
      const pids = watch.serving.map(({ pid }) => pid);
      if (pids.length >= wanted && !pids.some((pid) => ended.includes(pid)))
        return await this.#canOpenLanes();
      await delay(50);
    }
    return false;
  }

  /** A process that was just forked may still have to load the app before it takes connections. */
  async #canOpenLanes(): Promise<boolean> {
    try {
      await this.#openLanes();
      return true;
    } catch (error) {
      if (!(error instanceof CannotMeasure)) throw error;
      return false;
    }
  }

  #close(): void {
    this.#opened?.close();
    this.#opened = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#close();
    await this.#started[Symbol.asyncDispose]();
  }
}

/** One that has ended by itself meanwhile is what was wanted. */
function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
