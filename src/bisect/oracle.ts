import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CannotMeasure } from '../cannot-measure.ts';
import { type MeasureOptions, measure } from '../measure.ts';
import { explain } from '../measuring/explanation.ts';
import type { MeasuringPlan } from '../measuring/plan.ts';
import { Rounds } from '../measuring/rounds.ts';
import { bootWatched } from '../measuring/watched-app.ts';
import type { PreparedRevision } from '../prepare.ts';
import { AgentGone } from '../runtimes/runtime.ts';
import type { Accounts } from '../traffic/accounts.ts';
import { judgeHead } from '../traffic/judge.ts';
import type { Scenario } from '../traffic/scenario.ts';
import { toldMessage } from '../without-secrets.ts';
import type { Answer } from './answer.ts';
import { evidenceOf } from './evidence.ts';
import { probePlan } from './probe-plan.ts';
import { isAmong, isSoughtClass, type SoughtLeak } from './sought-leak.ts';

/** What a probe says, and why where that is not plain. */
export interface ProbeAnswer {
  readonly answer: Answer;
  readonly reason?: string;
}

/** What is booted, and what it is sent, where that is not the traffic of the check. */
export type PreparedCandidate = PreparedRevision & { readonly scenario?: Scenario };

/** Makes a candidate ready to boot. Throws `CannotMeasure` where it does not resolve, install or build. */
export type Prepare = (signal?: AbortSignal) => Promise<PreparedCandidate>;

/** Says of a candidate whether it has the sought leak; other leaks do not count. */
export interface LeakOracle {
  /** Stops as soon as the answer is certain. */
  ask(prepare: Prepare): Promise<ProbeAnswer>;
  /** As long and as careful as a check. */
  confirm(prepare: Prepare): Promise<ProbeAnswer>;
}

export interface OracleOptions
  extends Pick<MeasureOptions, 'port' | 'scratch' | 'stopwatch' | 'progress' | 'signal'> {
  readonly sought: SoughtLeak;
  readonly scenario: Scenario;
  /** That of the check that found the leak. */
  readonly plan: MeasuringPlan;
  /** What base answered: a kind that reaches the app there has to do so in a candidate. */
  readonly baseAccounts: Accounts;
}

/** Above those of the check's own boots, so that no number in a request comes twice. */
const bootsBefore = 50;

export class MeasuringOracle implements LeakOracle {
  readonly #options: OracleOptions;
  #boots = bootsBefore;

  constructor(options: OracleOptions) {
    this.#options = options;
  }

  ask(prepare: Prepare): Promise<ProbeAnswer> {
    return this.#answering(async (signal) => this.#probe(await prepare(signal)));
  }

  confirm(prepare: Prepare): Promise<ProbeAnswer> {
    return this.#answering(async (signal) => this.#measure(await prepare(signal)));
  }

  /** What cannot be measured is no evidence of anything. */
  async #answering(work: (signal: AbortSignal | undefined) => Promise<ProbeAnswer>): Promise<ProbeAnswer> {
    const { signal } = this.#options;
    signal?.throwIfAborted();
    try {
      return await work(signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof CannotMeasure || error instanceof AgentGone)) throw error;
      return { answer: 'unknown', reason: toldMessage(error) };
    }
  }

  async #probe(revision: PreparedCandidate): Promise<ProbeAnswer> {
    const { sought, stopwatch, signal } = this.#options;
    const { scenario = this.#options.scenario } = revision;
    const scratch = join(this.#options.scratch, `probe-${randomUUID().slice(0, 4)}`);
    await mkdir(scratch, { mode: 0o700 });
    await using running = new AsyncDisposableStack();
    const boot = { ...this.#options, scratch, keep: undefined, warmupRounds: 1 };
    const { app, watch } = running.use(
      await bootWatched(revision, { ...boot, processes: this.#options.plan.processes }),
    );
    const threads = watch.serving.map(({ agent }) => agent.info.serverThreads ?? 0);
    const plan = probePlan(sought, scenario, this.#planOfNextBoot(), Math.max(1, ...threads));
    using rounds = new Rounds({ ...plan, app, watch, scenario, stopwatch, signal });

    for (let round = 0; round < plan.warmup.fewest; round++) await playAndCount(rounds);
    rounds.startCounting();
    for (let round = 0; round < plan.rounds; round++) {
      await playAndCount(rounds);
      if (evidenceOf(sought, watch.serving) !== 'uncertain') break;
    }
    if (evidenceOf(sought, watch.serving) === 'grows' && sought.parts.length > 0)
      await explain(watch.serving, rounds, {
        ...this.#options,
        ...plan,
        ...revision,
        keep: undefined,
        holdersOnly: true,
        directory: scratch,
        runtime: revision.recipe.runtime,
      });
    return this.#answer(watch.serving, rounds.accounts);
  }

  async #measure(revision: PreparedCandidate): Promise<ProbeAnswer> {
    const measured = await measure({
      ...this.#options,
      ...revision,
      plan: this.#planOfNextBoot(),
      keep: undefined,
      explains: this.#options.sought.parts.length > 0,
      holdersOnly: true,
    });
    const serving = measured.processes.filter(({ role }) => role === 'worker');
    return this.#answer(serving, measured.accounts);
  }

  #planOfNextBoot(): MeasuringPlan {
    return { ...this.#options.plan, boot: ++this.#boots };
  }

  #answer(processes: Parameters<typeof evidenceOf>[1], accounts: Accounts): ProbeAnswer {
    const { sought, baseAccounts } = this.#options;
    const { className } = sought;
    const evidence = evidenceOf(sought, processes);
    if (evidence === 'uncertain')
      return { answer: 'unknown', reason: `${className} moves too unevenly to tell` };
    if (evidence === 'still') {
      judgeHead(baseAccounts, accounts);
      return { answer: 'clean' };
    }
    const holders = processes.flatMap((process) => process.holders);
    if (sought.parts.length === 0 || isAmong(sought, holders)) return { answer: 'leaks' };
    return holders.some(({ classes }) => classes.some(({ name }) => isSoughtClass(sought, name)))
      ? { answer: 'clean', reason: `${className} grows, but in another leak` }
      : { answer: 'unknown', reason: `${className} grows, and what holds it was not found` };
  }
}

async function playAndCount(rounds: Rounds): Promise<void> {
  await rounds.play();
  await rounds.count();
}
