import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { listenersOn } from '../app/listening-ports.ts';
import { socketInodes } from '../app/process-table.ts';
import { CannotMeasure } from '../cannot-measure.ts';
import type { CensusPoint, NamedHolder, ProcessSeries } from '../leak/measurement.ts';
import type { Agent, Runtime } from '../runtimes/runtime.ts';

/** One life of one process of the app, and what was counted in it. */
export class ProcessLife implements ProcessSeries {
  readonly agent: Agent;
  readonly role: 'worker' | 'master';
  readonly index: number;
  readonly restarts: number;
  readonly points: CensusPoint[] = [];
  holders: readonly NamedHolder[] = [];
  growsWhenIdle: ReadonlySet<string> = new Set();
  goesWhenIdle: ReadonlySet<string> = new Set();
  wasIdle = false;
  hasEnded = false;
  ownRequests = 0;
  #roundsToSkip: number;

  /** `roundsToSkip`: a process that replaces another in the middle of a run is cold, so its first rounds warm it up. */
  constructor(agent: Agent, role: 'worker' | 'master', index: number, restarts: number, roundsToSkip = 0) {
    this.#roundsToSkip = roundsToSkip;
    this.agent = agent;
    this.role = role;
    this.index = index;
    this.restarts = restarts;
  }

  get pid(): number {
    return this.agent.info.pid;
  }

  /** Counts the heap now, at the requests answered so far. */
  async count(): Promise<void> {
    if (this.#roundsToSkip > 1) {
      this.#roundsToSkip--;
      return;
    }
    if (this.points.length === 0) this.ownRequests = 0;
    const [census, residentBytes] = await Promise.all([this.agent.census(), residentBytesOf(this.pid)]);
    this.points.push({ ownRequests: this.ownRequests, census, residentBytes });
  }
}

/** How long a process that holds the socket may keep its agent waiting: it may have none, being of another language. */
const agentsTimeoutMs = 5_000;

export interface WatchOptions {
  readonly runtime: Runtime;
  readonly socketDirectory: string;
  readonly port: number;
  /** Every live process of the app. */
  readonly processIds: () => readonly number[];
  /** Serving processes to wait for; those that are there, when left out. */
  readonly expected: number | undefined;
  readonly timeoutMs: number;
  /** Rounds that warm up a process which replaces another. */
  readonly warmupRounds: number;
  readonly label: string;
}

/** Follows the app's processes: who answers requests, who only forks, and who was replaced. */
export class ProcessWatch {
  /** Every life so far, ended ones included. */
  readonly lives: ProcessLife[] = [];
  readonly #options: WatchOptions;
  #alive: ProcessLife[] = [];

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  /** Live processes that answer requests. */
  get serving(): readonly ProcessLife[] {
    return this.#alive.filter((life) => life.role === 'worker');
  }

  get alive(): readonly ProcessLife[] {
    return this.#alive;
  }

  /** Waits until the serving processes are there. Throws `CannotMeasure` when none, or fewer than expected, appear. */
  async start(): Promise<void> {
    const { expected = 1, timeoutMs, label } = this.#options;
    const startedMs = performance.now();
    for (;;) {
      await this.refresh();
      const waitedMs = performance.now() - startedMs;
      const isComplete = this.#allAnswer() || waitedMs > agentsTimeoutMs;
      if (this.serving.length >= expected && isComplete) return;
      if (waitedMs > timeoutMs) break;
      await delay(50);
    }
    throw new CannotMeasure(
      this.serving.length === 0
        ? `${label}: no agent answers in a process that listens on $PORT: is the app started by the ${this.#options.runtime.name} that heapgate sees, and does \`start\` keep RUBYOPT?`
        : `${label}: ${this.serving.length} processes serve requests, ${expected} were expected: check \`processes\``,
    );
  }

  /** Looks again. */
  async refresh(): Promise<void> {
    const agents = await this.#options.runtime.agents(this.#options.socketDirectory);
    const pids = agents.map(({ info }) => info.pid);
    const listening = new Set(listenersOn(this.#options.port, pids));
    const listeners = agents.filter(({ info }) => listening.has(info.pid));
    const parents = new Set(listeners.map(({ info }) => info.parentPid));
    const ended = new Set(this.lives.filter((life) => hasEnded(life, agents)));
    this.#alive = [];
    for (const agent of listeners) {
      // A pre-forking server's master holds the socket too, but leaves answering to its children.
      const role = parents.has(agent.info.pid) ? 'master' : 'worker';
      this.#alive.push(this.#lifeOf(agent, role, ended));
    }
  }

  /** A worker that was just forked holds the socket already, but its agent may not answer yet. */
  #allAnswer(): boolean {
    const answering = new Set(this.#alive.map((life) => life.pid));
    const silent = this.#options.processIds().filter((pid) => !answering.has(pid));
    return listenersOn(this.#options.port, silent).length === 0;
  }

  #lifeOf(agent: Agent, role: 'worker' | 'master', ended: ReadonlySet<ProcessLife>): ProcessLife {
    const known = this.lives.findLast((life) => life.agent.info.id === agent.info.id);
    // A role is kept once it has been seen to be right: a master whose workers have all died answers nothing, and a
    // worker that forks is still one.
    if (known && (known.role === role || known.role === 'master' || known.points.length > 0)) return known;
    if (known) this.lives.splice(this.lives.indexOf(known), 1);
    // Whatever number a process that has ended had is free again for the one that replaces it.
    const others = this.lives.filter((life) => life.role === role && !ended.has(life));
    const index = titledIndex(agent.info.title) ?? lowestFree(others.map((life) => life.index));
    const earlier = this.lives.findLast((life) => life.role === role && life.index === index);
    const life = earlier
      ? new ProcessLife(agent, role, index, earlier.restarts + 1, this.#options.warmupRounds)
      : new ProcessLife(agent, role, index, 0);
    this.lives.push(life);
    return life;
  }
}

/** Whether its process has, or runs another program now. Not to have been answered by its agent in time is no end. */
function hasEnded({ agent, pid }: ProcessLife, agents: readonly Agent[]): boolean {
  const now = agents.find(({ info }) => info.pid === pid);
  // What a process holds is closed before its parent can know of its end.
  return now ? now.info.id !== agent.info.id : socketInodes(pid).length === 0;
}

/** Puma numbers its workers in their titles: `puma: cluster worker 1: 4711 [shop]`. */
function titledIndex(title: string): number | undefined {
  const number = /\bworker[ :=[]*(\d{1,4})\b/.exec(title)?.[1];
  return number === undefined ? undefined : Number(number);
}

function lowestFree(taken: readonly number[]): number {
  let index = 0;
  while (taken.includes(index)) index++;
  return index;
}

/** Memory the OS holds for the process, or 0 where it cannot be read. */
async function residentBytesOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
}
