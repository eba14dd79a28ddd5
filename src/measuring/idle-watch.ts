import { setTimeout as delay } from 'node:timers/promises';
import type { Census } from '../heap/census.ts';
import type { Suspect } from '../leak/suspects.ts';
import type { Stopwatch } from '../stopwatch.ts';
import type { Rounds } from './rounds.ts';
import { growthPer1000, type Subject, sizeIn } from './subject.ts';

export interface IdleOptions {
  readonly label: string;
  readonly stopwatch: Stopwatch;
  readonly requestsPerProcess: number;
  readonly progress: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** What is written out, sent or swept by the clock mostly is within so long; a leak stays. */
const idleMs = 5_000;
/** What has begun to go is given so many times that to be gone. */
const mostWaits = 3;
/** Growth in an idle round of this share of a busy round's is growth with time. */
const growsShare = 0.5;
/** Of what was gained, so much may be left of what goes; and it may not be half a leak by itself. */
const goesShare = 0.5;
const leftTimesLimit = 0.5;

/**
 * Leaves the app without traffic for a while, as long as `meanwhile` takes and at least a round's time. What grows all
 * the same grows with time; what goes was only waiting, as a log that is written out every few seconds does.
 */
export async function watchIdle(
  subjects: readonly Subject[],
  rounds: Rounds,
  options: IdleOptions,
  meanwhile: () => Promise<void>,
): Promise<void> {
  const before = await countAll(subjects, options);
  const startedMs = performance.now();
  const idle = options.stopwatch.time('replay', () =>
    delay(Math.max(idleMs, rounds.lastRoundMs), undefined, { signal: options.signal }),
  );
  await Promise.all([idle, meanwhile()]);
  let after = await countAll(subjects, options);
  const roundsOfIdling = (performance.now() - startedMs) / Math.max(1, rounds.lastRoundMs);
  for (const [i, { life, suspects }] of subjects.entries()) {
    life.growsWhenIdle = namesOf(suspects, (suspect) => {
      const busyRound = (growthPer1000(suspect) * options.requestsPerProcess) / 1000;
      const idleRound = (sizeIn(after[i], suspect) - sizeIn(before[i], suspect)) / roundsOfIdling;
      return idleRound >= Math.max(1 / roundsOfIdling, growsShare * busyRound);
    });
  }
  for (let waits = 1; waits < mostWaits && isAnyGoing(subjects, after); waits++) {
    options.progress(
      `${options.label}: something that grew is let go of without traffic: waiting for the rest`,
    );
    await options.stopwatch.time('replay', () => delay(idleMs, undefined, { signal: options.signal }));
    after = await countAll(subjects, options);
  }
  for (const [i, subject] of subjects.entries()) {
    subject.life.goesWhenIdle = namesOf(
      subject.suspects,
      (suspect) => leftOf(suspect, subject, after[i]).isGone,
    );
    subject.life.wasIdle = true;
  }
}

async function countAll(subjects: readonly Subject[], { stopwatch }: IdleOptions): Promise<Census[]> {
  await stopwatch.time('gc', () => Promise.all(subjects.map(({ life }) => life.agent.settle())));
  return Promise.all(subjects.map(({ life }) => life.agent.census()));
}

const namesOf = (suspects: readonly Suspect[], is: (suspect: Suspect) => boolean): Set<string> =>
  new Set(suspects.filter(is).map(({ name }) => name));

/** Whether a class has begun to go but has not gone. */
function isAnyGoing(subjects: readonly Subject[], now: readonly Census[]): boolean {
  return subjects.some((subject, i) =>
    subject.suspects.some((suspect) => {
      const { isLess, isGone } = leftOf(suspect, subject, now[i]);
      return isLess && !isGone;
    }),
  );
}

/** What is left of a class's gain over the rounds that count. */
function leftOf(suspect: Suspect, { life }: Subject, now: Census | undefined) {
  const first = sizeIn(life.points[0]?.census, suspect);
  const gained = sizeIn(life.points.at(-1)?.census, suspect) - first;
  const share = (sizeIn(now, suspect) - first) / Math.max(1, gained);
  const isLess = share < goesShare;
  return { isLess, isGone: isLess && share * suspect.timesLimit < leftTimesLimit };
}
