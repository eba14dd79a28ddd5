import { expect, test } from 'vitest';
import { CannotMeasure } from '../../src/cannot-measure.ts';
import { playInTime } from '../../src/measuring/rounds-in-time.ts';

/** Rounds of one second each on a clock of their own; which of them were played, and what came of it. */
async function play(endsAtMs: number, { first = 1, last = 8 } = {}) {
  let nowMs = 0;
  const played: number[] = [];
  const answer = await playInTime({
    ...{ label: 'base', first, last, endsAtMs, now: () => nowMs, lastRoundMs: () => 1_000 },
    play: async (round) => {
      played.push(round);
      nowMs += 1_000;
    },
  }).catch((error: unknown) => error);
  return { played, answer };
}

test('all rounds are played where there is time', async () => {
  expect(await play(8_000)).toEqual({ played: [1, 2, 3, 4, 5, 6, 7, 8], answer: true });
});

test('no round is begun that would not be over in time', async () => {
  expect(await play(6_999)).toEqual({ played: [1, 2, 3, 4, 5, 6], answer: false });
});

test('too few rounds to judge are an error that says what to do', async () => {
  const { played, answer } = await play(3_500);
  expect(played).toEqual([1, 2, 3]);
  expect(answer).toBeInstanceOf(CannotMeasure);
  expect(answer).toHaveProperty(
    'message',
    'base: time ran out before it could be judged: raise `max-minutes`, or lower rounds or requests',
  );
});

test('rounds beyond those that were planned are left out without a word', async () => {
  expect(await play(500, { first: 9, last: 16 })).toEqual({ played: [], answer: false });
});
