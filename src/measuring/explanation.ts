import { joinSeries } from '../leak/same-leak.ts';
import { AgentGone } from '../runtimes/runtime.ts';
import type { Stopwatch } from '../stopwatch.ts';
import { DumpSeries, type DumpSeriesOptions } from './dump-series.ts';
import { watchIdle } from './idle-watch.ts';
import type { ProcessLife } from './processes.ts';
import type { Rounds } from './rounds.ts';
import {
  addWhatHangsOn,
  growthPer1000,
  representatives,
  type Subject,
  sizeIn,
  unexplained,
} from './subject.ts';

export interface ExplanationOptions extends DumpSeriesOptions {
  readonly stopwatch: Stopwatch;
  readonly requestsPerProcess: number;
  /** Nothing but what holds them: neither where they are allocated nor whether they grow with time alone. */
  readonly holdersOnly?: boolean;
  readonly progress: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Fewest objects that a leak should add between two dumps, so that it rises every time. */
const objectsBetweenDumps = 4;
const mostRoundsBetweenDumps = 4;
/** Growth without hostile requests of this share of the growth with them: ordinary ones leak by themselves. */
const ordinaryShare = 0.5;

/**
 * Says what the growing classes of the suspicious processes hang on: three dumps with rounds between, the last round
 * with allocations traced, then the paths named by the living process. The censuses before are the evidence: nothing
 * that is played here counts. Answers what could not be found out, for people.
 */
export async function explain(
  lives: readonly ProcessLife[],
  rounds: Rounds,
  options: ExplanationOptions,
): Promise<string[]> {
  try {
    await lookInto(lives, rounds, options);
    return goingNotices(lives, options);
  } catch (error) {
    // The censuses stand; what a process that died meanwhile held is not known.
    if (!(error instanceof AgentGone)) throw error;
    return [`what holds the growing objects on ${options.label} is not known: ${error.message}`];
  }
}

function goingNotices(lives: readonly ProcessLife[], { label }: ExplanationOptions): string[] {
  const names = [...new Set(lives.flatMap(({ goesWhenIdle }) => [...goesWhenIdle]))];
  const [first, ...more] = names;
  if (first === undefined) return [];
  const others = more.length > 0 ? ` and ${more.length} more` : '';
  return [`${label}: what grew with the traffic and went without it is no leak: ${first}${others}`];
}

async function lookInto(
  lives: readonly ProcessLife[],
  rounds: Rounds,
  options: ExplanationOptions,
): Promise<void> {
  const subjects = representatives(lives, options.limits).map(
    (each): Subject => ({ ...each, dumps: new DumpSeries(each.life, options) }),
  );
  if (subjects.length === 0) return;
  const between = roundsBetweenDumps(subjects, options.requestsPerProcess);
  const playOrdinary = () => repeat(between, () => rounds.playOrdinary());
  const playAll = () => repeat(between, () => rounds.play());

  options.progress(`${options.label}: something grows: looking into what holds it`);
  await takeDumps(subjects, options);
  await playOrdinary();
  await options.stopwatch.time('gc', () => rounds.settle());
  const ordinaryLeaks = !rounds.hasHostile || (await anyGrew(subjects, between, options));
  if (ordinaryLeaks) await completeSeries(subjects, playOrdinary, rounds, options);
  // The dumps are read meanwhile: only now does nothing else need the processor.
  if (!options.holdersOnly) await watchIdle(subjects, rounds, options, () => readDumps(subjects));
  if (ordinaryLeaks) await findHolders(subjects, true);

  // What only hostile requests make grow shows only between dumps with such requests.
  const open = subjects.filter((subject) => unexplained(subject).length > 0);
  if (!rounds.hasHostile || open.length === 0) return;
  options.progress(`${options.label}: looking into what only hostile requests make grow`);
  await Promise.all(open.map(({ dumps }) => dumps.startOver()));
  await playAll();
  await options.stopwatch.time('gc', () => rounds.settle());
  await completeSeries(open, playAll, rounds, options);
  await findHolders(open, false);
}

function roundsBetweenDumps(subjects: readonly Subject[], requestsPerProcess: number): number {
  const wanted = subjects.map(({ suspects }) => {
    const fastest = Math.max(...suspects.map((suspect) => suspect.per1000));
    const perRound = (fastest * requestsPerProcess) / 1000;
    return perRound > 0 ? Math.ceil(objectsBetweenDumps / perRound) : 1;
  });
  return Math.min(mostRoundsBetweenDumps, Math.max(...wanted));
}

/** Whether any suspicious class grew over rounds without hostile requests as it did with them. */
async function anyGrew(
  subjects: readonly Subject[],
  rounds: number,
  { requestsPerProcess }: ExplanationOptions,
): Promise<boolean> {
  const grew = await Promise.all(
    subjects.map(async ({ life, suspects }) => {
      const [before, now] = [life.points.at(-1)?.census, await life.agent.census()];
      return suspects.some((suspect) => {
        const expected = (growthPer1000(suspect) * requestsPerProcess * rounds) / 1000;
        return sizeIn(now, suspect) - sizeIn(before, suspect) >= ordinaryShare * expected;
      });
    }),
  );
  return grew.includes(true);
}

/** Takes the second dump of a series, and after more rounds, in which allocations may be traced, the third. */
async function completeSeries(
  subjects: readonly Subject[],
  play: () => Promise<void>,
  rounds: Rounds,
  options: ExplanationOptions,
): Promise<void> {
  const trace = async (on: boolean) => {
    if (!options.holdersOnly) await Promise.all(subjects.map(({ life }) => life.agent.trace(on)));
  };
  await takeDumps(subjects, options);
  await trace(true);
  await play();
  await options.stopwatch.time('gc', () => rounds.settle());
  await takeDumps(subjects, options);
  await trace(false);
}

async function takeDumps(subjects: readonly Subject[], { stopwatch }: ExplanationOptions): Promise<void> {
  await stopwatch.time('dump', () => Promise.all(subjects.map(({ dumps }) => dumps.take())));
}

async function readDumps(subjects: readonly Subject[]): Promise<void> {
  for (const { dumps } of subjects) await dumps.read();
}

/** Adds the holders that the dumps show to those known already. */
async function findHolders(subjects: readonly Subject[], growsByOrdinary: boolean): Promise<void> {
  for (const subject of subjects) {
    const { life, dumps } = subject;
    const found = (await dumps.holders()).map((holder) => ({ ...holder, growsByOrdinary }));
    life.holders = joinSeries(life.holders, found);
    addWhatHangsOn(subject);
  }
}

async function repeat(times: number, play: () => Promise<void>): Promise<void> {
  for (let time = 0; time < times; time++) await play();
}
