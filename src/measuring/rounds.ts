import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunningApp } from '../app/running-app.ts';
import { CannotMeasure } from '../cannot-measure.ts';
import { AgentGone } from '../runtimes/runtime.ts';
import type { Stopwatch } from '../stopwatch.ts';
import { Accounts } from '../traffic/accounts.ts';
import { ordinaryKinds } from '../traffic/kind.ts';
import type { Steps } from '../traffic/lane.ts';
import { type SessionPlan, sessionPlan } from '../traffic/lane-session.ts';
import { type Lanes, openLanes } from '../traffic/lanes.ts';
import { load } from '../traffic/load.ts';
import { Pressure } from '../traffic/pressure.ts';
import { ReachJudge } from '../traffic/reach.ts';
import type { Scenario } from '../traffic/scenario.ts';
import { isAlive } from '../traffic/socket-owner.ts';
import { endSteps, ordinarySteps, roundSteps } from '../traffic/steps.ts';
import { lanesPerProcess } from './lanes-per-process.ts';
import type { ProcessLife, ProcessWatch } from './processes.ts';

export interface RoundsOptions {
  readonly app: RunningApp;
  readonly watch: ProcessWatch;
  readonly scenario: Scenario;
  readonly seed: number;
  /** Which boot of the revision this is, from 1. */
  readonly boot: number;
  readonly requestsPerProcess: number;
  /** Lanes per process; as many as the server has threads, when left out. */
  readonly lanes: number | undefined;
  readonly stopwatch: Stopwatch;
  /** No further round is played once it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** How long a worker that died may take to be replaced. */
const replacementTimeoutMs = 15_000;

/** Replays the scenario round by round over lanes that reach every serving process, and counts the heaps between. */
export class Rounds implements Disposable {
  readonly #options: RoundsOptions;
  readonly #reach = new ReachJudge();
  readonly #perProcess: number;
  /** Lanes per process beside these, which put it under pressure. */
  readonly #besides: number;
  readonly #session: SessionPlan;
  readonly #accounts: Accounts;
  #lanes: Lanes | undefined;
  #played = 0;
  #phase: 'warming up' | 'counting' | 'explaining' = 'warming up';
  #countedAtMs = performance.now();
  /** How long the last round took, from census to census. */
  lastRoundMs = 0;

  constructor(options: RoundsOptions) {
    this.#options = options;
    const { kinds, start } = options.scenario;
    this.#accounts = new Accounts(kinds, start);
    this.#besides = options.scenario.plan.load ?? 0;
    this.#session = sessionPlan(options.scenario, options);
    this.#perProcess = lanesPerProcess(options.lanes, options.watch.serving);
  }

  get accounts(): Accounts {
    return this.#accounts;
  }

  /** Whether rounds hold anything but ordinary requests. */
  get hasHostile(): boolean {
    return this.#options.scenario.kinds.some(({ hostile }) => hostile);
  }

  /** Sends ordinary requests as fast as the app answers them, to fill pools and caches. */
  async load(): Promise<void> {
    const { app, scenario, watch, requestsPerProcess, stopwatch } = this.#options;
    const connections = watch.serving.length * this.#perProcess;
    const requests = watch.serving.length * requestsPerProcess;
    await stopwatch.time('replay', () =>
      load({ ...scenario, port: app.port, connections, requests, limitMs: 20_000 }),
    );
  }

  /** Plays one round. Afterwards every serving process that still lives has its own requests counted. */
  async play(scenario: Scenario = this.#options.scenario): Promise<void> {
    const { app, watch, stopwatch, signal } = this.#options;
    signal?.throwIfAborted();
    const lanes = await this.#openLanes();
    const outcomes = await stopwatch.time('replay', () => lanes.replay(this.#steps(scenario, lanes.count)));
    this.#accounts.add(outcomes);
    for (const life of watch.serving) {
      life.ownRequests += outcomes.filter(
        ({ reached, pid, kind }) => reached && pid === life.pid && !kind.added,
      ).length;
    }
    this.#played++;
    await app.assertAlive(this.#when('in'));
    if (lanes.lost.length > 0) await this.#awaitReplacements();
  }

  /** Plays one round without the hostile kinds: what grows in it, ordinary requests alone make grow. */
  async playOrdinary(): Promise<void> {
    const { scenario } = this.#options;
    await this.play({ ...scenario, kinds: ordinaryKinds(scenario.kinds) });
  }

  /** Collects garbage in every serving process, then counts. */
  async count(): Promise<void> {
    await this.#options.stopwatch.time('gc', () => this.settle());
    await this.#everywhere((life) => life.count());
    this.lastRoundMs = performance.now() - this.#countedAtMs;
    this.#countedAtMs += this.lastRoundMs;
  }

  async settle(): Promise<void> {
    await this.#everywhere((life) => life.agent.settle());
  }

  /** What was sent and counted so far was to warm up: the last census is the first that counts. */
  startCounting(): void {
    this.#accounts.forgetRounds();
    this.#played = 0;
    this.#phase = 'counting';
    const { lives, alive } = this.#options.watch;
    for (const life of lives) {
      // What ended meanwhile was never warm.
      const last = alive.includes(life) ? life.points.at(-1) : undefined;
      life.points.splice(0, life.points.length, ...(last ? [{ ...last, ownRequests: 0 }] : []));
      life.ownRequests = 0;
    }
  }

  /** What is played from now on is no evidence. Answers the lives of which what was counted is. */
  stopCounting(): readonly ProcessLife[] {
    const { lives, alive } = this.#options.watch;
    this.#phase = 'explaining';
    this.#played = 0;
    for (const life of lives) life.hasEnded = !alive.includes(life);
    return [...lives];
  }

  /** Of each process, the first lanes play the round, and those that are to put it under pressure go on beside. */
  #steps(scenario: Scenario, lanes: number): Steps[] {
    const { seed, requestsPerProcess } = this.#options;
    const pressure = new Pressure();
    return Array.from({ length: lanes }, (_, lane) => {
      const laneOfProcess = lane % (this.#perProcess + this.#besides);
      const round = { seed, lane, laneOfProcess, lanesPerProcess: this.#perProcess, requestsPerProcess };
      if (laneOfProcess < this.#perProcess) return pressure.played(roundSteps(scenario, round));
      return pressure.beside(ordinarySteps(scenario, round), endSteps(scenario));
    });
  }

  async #openLanes(): Promise<Lanes> {
    const { app, watch } = this.#options;
    const serving = watch.serving;
    this.#lanes ??= await openLanes({
      port: app.port,
      pids: serving.map((life) => life.pid),
      perProcess: this.#perProcess + this.#besides,
      judge: this.#reach,
      session: this.#session,
      signal: this.#options.signal,
      nameOf: (pid) =>
        `${app.label}: worker ${serving.find((life) => life.pid === pid)?.index ?? '?'} (pid ${pid})`,
    });
    return this.#lanes;
  }

  /** `failures`: of agents, whose processes may live on. */
  async #awaitReplacements(failures: readonly AgentGone[] = []): Promise<void> {
    const { app, watch } = this.#options;
    const wanted = watch.serving.length;
    const deadline = performance.now() + replacementTimeoutMs;
    do {
      await app.assertAlive(this.#when('after'));
      await watch.refresh();
      if (watch.serving.length >= wanted) break;
      await delay(50);
    } while (performance.now() < deadline);
    this.#lanes?.close();
    this.#lanes = undefined;
    const areReplaced = watch.serving.length >= wanted;
    const failure = failures.find(({ pid }) =>
      areReplaced ? watch.serving.some((life) => life.pid === pid) : isAlive(pid),
    );
    if (failure) throw new CannotMeasure(`${app.label}: ${failure.message}`, { cause: failure });
    if (watch.serving.length > 0) return;
    throw new CannotMeasure(
      `${app.label}: no process that answers requests is left ${this.#when('after')}: see its log, with --keep`,
    );
  }

  /** Rounds are counted from 1 in each phase. */
  #when(preposition: 'in' | 'after'): string {
    const when = { 'warming up': ' of the warm-up', counting: '', explaining: ' of the explanation' };
    return `${preposition} round ${this.#played}${when[this.#phase]}`;
  }

  /**
   * Does `work` in every process that answers requests; a master only forks and would cost as much to count. One that
   * dies meanwhile is replaced by its server; one that goes on without its agent cannot be measured.
   */
  async #everywhere(work: (life: ProcessLife) => Promise<unknown>): Promise<void> {
    const { watch } = this.#options;
    const results = await Promise.allSettled(watch.serving.map(work));
    const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    const unexpected = failures.find((reason) => !(reason instanceof AgentGone));
    if (unexpected) throw unexpected;
    if (failures.length > 0) await this.#awaitReplacements(failures);
  }

  [Symbol.dispose](): void {
    this.#lanes?.close();
  }
}
