import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/bisect/answer.ts';
import { type Assumed, questionsAhead } from '../../../src/bisect/fan-out/questions-ahead.ts';
import { firstLeaking, probesToHalve } from '../../../src/bisect/first-leaking.ts';
import { smallestSet } from '../../../src/bisect/smallest-set.ts';
import { arbitraryOracle, monotone } from '../random-oracle.ts';

type Search<Question, Result> = (probe: (question: Question) => Promise<Answer>) => Promise<Result>;

/** Thrown for the first question without an answer. */
class Stop<Question> {
  readonly question: Question;
  constructor(question: Question) {
    this.question = question;
  }
}

interface Rounds<Result> {
  readonly result: Result;
  readonly rounds: readonly (readonly string[])[];
}

/** A search that is answered round by round, as several machines do it. */
async function inRounds<Question, Result>(
  search: Search<Question, Result>,
  answer: (question: Question) => Answer,
  machines: number,
): Promise<Rounds<Result>> {
  const known = new Map<string, Answer>();
  const keyOf = (question: Question) => JSON.stringify(question);
  const rounds: string[][] = [];
  const attempt = (assumed: readonly Assumed<Question>[]) => {
    const answers = new Map(known);
    for (const each of assumed) answers.set(keyOf(each.question), each.answer);
    return search(async (question) => {
      const told = answers.get(keyOf(question));
      if (told === undefined) throw new Stop(question);
      return told;
    });
  };
  const next = (assumed: readonly Assumed<Question>[]) =>
    attempt(assumed).then(
      () => undefined,
      (error: unknown) => {
        if (error instanceof Stop) return error.question as Question;
        throw error;
      },
    );
  for (;;) {
    const questions = await questionsAhead({ next, keyOf, wider: (one) => one, most: machines });
    if (questions.length === 0) return { result: await attempt([]), rounds };
    for (const question of questions) known.set(keyOf(question), answer(question));
    rounds.push(questions.map(keyOf));
  }
}

const machines = fc.integer({ min: 1, max: 16 });

describe('a search on several machines', () => {
  it('finds what it finds on one, whatever the answers are', () =>
    fc.assert(
      fc.asyncProperty(arbitraryOracle, machines, async (oracle, count) => {
        const search: Search<readonly number[], unknown> = (probe) =>
          smallestSet(oracle.changes, (some) => probe(some.toSorted((a, b) => a - b)));
        const { result, rounds } = await inRounds(search, (some) => oracle.answer(some), count);
        expect(result).toEqual(await search(oracle.probe));
        for (const round of rounds) expect(round.length).toBeLessThanOrEqual(count);
        const asked = rounds.flat();
        expect(new Set(asked).size).toBe(asked.length);
      }),
      { numRuns: 1_000 },
    ));

  it('finds the same step as on one where some cannot be measured', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom<Answer>('leaks', 'clean', 'unknown'), { maxLength: 40 }),
        machines,
        async (answers, count) => {
          const answer = (step: number): Answer => answers[step - 1] ?? 'unknown';
          const search: Search<number, unknown> = (probe) =>
            firstLeaking({ from: 0, to: answers.length + 1 }, probe);
          const { result } = await inRounds(search, answer, count);
          expect(result).toEqual(await search(async (step) => answer(step)));
        },
      ),
    ));

  it('takes several steps of a binary search a round', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 300 }),
        fc.nat(),
        fc.integer({ min: 1, max: 5 }),
        async (size, number, steps) => {
          const oracle = monotone(size, [[number % size]]);
          const search: Search<number, unknown> = (probe) => firstLeaking({ from: 0, to: size }, probe);
          const answer = (count: number) => oracle.answer(oracle.changes.slice(0, count));
          const { result, rounds } = await inRounds(search, answer, 2 ** steps - 1);
          expect(result).toEqual({ from: number % size, to: (number % size) + 1 });
          expect(rounds.length).toBeLessThanOrEqual(Math.ceil(probesToHalve(size) / steps));
        },
      ),
    ));

  it('has the middle, the quarters and the eighths measured at once', async () => {
    const search: Search<number, unknown> = (probe) => firstLeaking({ from: 0, to: 64 }, probe);
    const { rounds } = await inRounds(search, (step) => (step < 5 ? 'clean' : 'leaks'), 7);
    expect(rounds[0]).toEqual(['32', '16', '48', '8', '24', '40', '56']);
    expect(rounds).toHaveLength(2);
  });

  it('asks one at a time, as the search does, where there is one machine', () =>
    fc.assert(
      fc.asyncProperty(arbitraryOracle, async (oracle) => {
        const search: Search<readonly number[], unknown> = (probe) =>
          smallestSet(oracle.changes, (some) => probe(some.toSorted((a, b) => a - b)));
        await search(oracle.probe);
        const { rounds } = await inRounds(search, (some) => oracle.answer(some), 1);
        expect(rounds).toHaveLength(oracle.probes);
      }),
    ));
});
