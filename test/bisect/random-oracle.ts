import fc from 'fast-check';
import type { Answer } from '../../src/bisect/answer.ts';

/** An oracle over subsets of `0 .. size - 1`, which counts how often it was asked about a set for the first time. */
export class Oracle {
  readonly changes: readonly number[];
  readonly #answer: (set: ReadonlySet<number>) => Answer;
  readonly #asked = new Map<string, Answer>();

  constructor(size: number, answer: (set: ReadonlySet<number>) => Answer) {
    this.changes = Array.from({ length: size }, (_, change) => change);
    this.#answer = answer;
  }

  get probes(): number {
    return this.#asked.size;
  }

  readonly probe = async (changes: readonly number[]): Promise<Answer> => {
    const answer = this.answer(changes);
    this.#asked.set(changes.toSorted((a, b) => a - b).join(), answer);
    return answer;
  };

  answer(changes: readonly number[]): Answer {
    return this.#answer(new Set(changes));
  }
}

/** Leaks as soon as all of one of `leaks` are there. */
export const monotone = (size: number, leaks: readonly (readonly number[])[]): Oracle =>
  new Oracle(size, (set) =>
    leaks.some((leak) => leak.every((change) => set.has(change))) ? 'leaks' : 'clean',
  );

/** Any answer for any set, but clean with none and leaking with all of the changes. */
export const arbitraryOracle = fc.integer({ min: 1, max: 7 }).chain((size) =>
  fc
    .array(fc.constantFrom<Answer>('leaks', 'clean', 'unknown'), {
      minLength: 2 ** size,
      maxLength: 2 ** size,
    })
    .map((answers) => {
      const oracle = new Oracle(size, (set) => {
        if (set.size === 0) return 'clean';
        if (set.size === size) return 'leaks';
        return answers[[...set].reduce((bits, change) => bits | (1 << change), 0)] ?? 'unknown';
      });
      return oracle;
    }),
);
