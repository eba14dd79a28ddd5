import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Limits } from './leak/class-growth.ts';
import { fewestCensuses } from './leak/growth.ts';
import type { Measurement } from './leak/measurement.ts';
import { isSteady } from './leak/steadiness.ts';
import { isUnsettled, suspectsIn } from './leak/suspects.ts';
import { explain } from './measuring/explanation.ts';
import { keepDumps } from './measuring/kept-dumps.ts';
import type { MeasuringPlan } from './measuring/plan.ts';
import type { ProcessLife, ProcessWatch } from './measuring/processes.ts';
import { Rounds } from './measuring/rounds.ts';
import { outOfTime, playInTime } from './measuring/rounds-in-time.ts';
import { bootWatched } from './measuring/watched-app.ts';
import type { PreparedRevision } from './prepare.ts';
import type { Stopwatch } from './stopwatch.ts';
import type { Accounts } from './traffic/accounts.ts';
import type { Scenario } from './traffic/scenario.ts';

export interface MeasureOptions extends PreparedRevision {
  readonly scenario: Scenario;
  readonly port: number;
  readonly plan: MeasuringPlan;
  /** Private folder for logs, sockets and dumps. */
  readonly scratch: string;
  readonly keep: string | undefined;
  /** Folder for a dump of every process before the rounds and after them; `keep` when left out. */
  readonly dumps?: string | undefined;
  /** Whether to say what growing classes hang on; a probe for growth alone is quicker. */
  readonly explains: boolean;
  /** On the clock of `performance.now`: no round begins that would not be over by then. */
  readonly endsAtMs?: number | undefined;
  /** Of that, nothing but what holds them. */
  readonly holdersOnly?: boolean;
  /** Rounds that are played whatever they show: base's, for head. */
  readonly fewestRounds?: number;
  /** Looks at the answers after each round, and throws when they make measuring pointless. */
  readonly inspect?: ((accounts: Accounts) => void) | undefined;
  readonly stopwatch: Stopwatch;
  readonly progress: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface MeasuredRevision extends Measurement {
  readonly accounts: Accounts;
  readonly warmupRounds: number;
  /** Measured ones that were to be played. */
  readonly rounds: number;
  /** Of a serving process; undefined where the server does not say. */
  readonly serverThreads?: number | undefined;
  /** False when classes still moved unevenly after the longest warm-up. */
  readonly steady: boolean;
  /** What could not be found out, for people. */
  readonly notices: readonly string[];
}

/** Boots one revision, warms it up, replays the rounds and counts the heaps between; looks into what grows. */
export async function measure(options: MeasureOptions): Promise<MeasuredRevision> {
  const { label, plan, recipe, scenario, stopwatch, progress, dumps = options.keep } = options;
  const scratch = join(options.scratch, `${label}-${randomUUID().slice(0, 4)}`);
  await mkdir(scratch, { mode: 0o700 });
  progress(`${label}: booting ${recipe.description}`);
  await using running = new AsyncDisposableStack();
  const { app, watch } = running.use(
    await bootWatched(options, {
      ...options,
      scratch,
      processes: plan.processes,
      warmupRounds: plan.warmup.fewest,
    }),
  );
  using rounds = new Rounds({ ...plan, app, watch, scenario, stopwatch, signal: options.signal });

  const warmth = await warmUp(rounds, watch, options);
  rounds.startCounting();
  if (dumps !== undefined)
    await stopwatch.time('dump', () => keepDumps(watch.serving, { keep: dumps, label }, 'before'));
  const most = plan.rounds * 2;
  let planned = Math.max(plan.rounds, options.fewestRounds ?? 0);
  let inTime = await playRounds(1, planned, rounds, options);
  if (inTime && planned < most && watch.serving.some((each) => isClose(each, plan.limits) || isYoung(each))) {
    progress(`${label}: something may grow, or a process is new: more rounds`);
    inTime = await playRounds(planned + 1, most, rounds, options);
    planned = most;
  }
  const lives = rounds.stopCounting();
  if (dumps !== undefined)
    await stopwatch.time('dump', () => keepDumps(watch.serving, { keep: dumps, label }, 'after'));
  const explains = options.explains && hasTimeToExplain(rounds, options);
  const notices = explains
    ? await explain(watch.serving, rounds, {
        ...options,
        runtime: recipe.runtime,
        limits: plan.limits,
        directory: scratch,
        requestsPerProcess: plan.requestsPerProcess,
      })
    : [];
  return {
    sha: options.sha,
    processes: lives,
    rounds: planned,
    kinds: rounds.accounts.kinds,
    accounts: rounds.accounts,
    notices: inTime && explains === options.explains ? notices : [...notices, timeRanOut(label)],
    serverThreads: watch.serving[0]?.agent.info.serverThreads,
    ...warmth,
  };
}

async function warmUp(rounds: Rounds, watch: ProcessWatch, options: MeasureOptions) {
  const { label, plan, progress, endsAtMs = Number.POSITIVE_INFINITY } = options;
  progress(
    `${label}: warming up ${watch.serving.length} ${watch.serving.length === 1 ? 'process' : 'processes'}`,
  );
  await rounds.load();
  let warmupRounds = 0;
  let steady = false;
  while (warmupRounds < plan.warmup.most && !(steady && warmupRounds >= plan.warmup.fewest)) {
    if (performance.now() > endsAtMs) throw outOfTime(label);
    await rounds.play();
    await rounds.count();
    warmupRounds++;
    options.inspect?.(rounds.accounts);
    steady = watch.serving.every(isSteady);
  }
  progress(`${label}: ${steady ? 'warm' : 'not steady'} after ${warmupRounds} rounds`);
  return { warmupRounds, steady };
}

/** Answers whether time sufficed for all of them. */
function playRounds(
  first: number,
  last: number,
  rounds: Rounds,
  { label, progress, inspect, endsAtMs = Number.POSITIVE_INFINITY }: MeasureOptions,
): Promise<boolean> {
  const play = async (round: number): Promise<void> => {
    progress(`${label}: round ${round} of ${last}`);
    await rounds.play();
    await rounds.count();
    inspect?.(rounds.accounts);
  };
  return playInTime({ label, first, last, play, lastRoundMs: () => rounds.lastRoundMs, endsAtMs });
}

/** Rounds' time that looking into what grows may take. */
const roundsToExplain = 8;

const hasTimeToExplain = ({ lastRoundMs }: Rounds, { endsAtMs = Number.POSITIVE_INFINITY }: MeasureOptions) =>
  performance.now() + roundsToExplain * lastRoundMs < endsAtMs;

const timeRanOut = (label: string): string =>
  `${label}: time ran out (\`max-minutes\`): rounds, or the search for what holds growing objects, were left out`;

const isYoung = (life: ProcessLife): boolean => life.points.length < fewestCensuses;

/** Growth near the limit, or too uneven to call, gets more rounds; what is far past it is clear already. */
function isClose(life: ProcessLife, limits: Limits): boolean {
  const strongest = suspectsIn(life, limits)[0]?.timesLimit ?? 0;
  return strongest < 3 && (strongest > 0 || isUnsettled(life, limits));
}
