import type { Answer } from '../answer.ts';

/** A question of a search, and what is assumed of others. */
export interface Assumed<Question> {
  readonly question: Question;
  readonly answer: Answer;
}

export interface QuestionsAhead<Question> {
  /** The search with these answers beside those known: its first question without one; `undefined` at its end. */
  readonly next: (assumed: readonly Assumed<Question>[]) => Promise<Question | undefined>;
  /** The same key is the same question. */
  readonly keyOf: (question: Question) => string;
  /** Of two that are the same, whose answer serves for both. */
  readonly wider: (one: Question, other: Question) => Question;
  readonly most: number;
}

/**
 * The questions that a search of one at a time will ask next, the likeliest first, so that several can be answered at
 * once: the one it is at, those it would ask after either answer to that, and so on. Of a binary search these are the
 * middle, the quarters, the eighths: `2^k - 1` questions are `k` of its steps.
 */
export async function questionsAhead<Question>({
  next,
  keyOf,
  wider,
  most,
}: QuestionsAhead<Question>): Promise<Question[]> {
  const found = new Map<string, Question>();
  // Levels are answers that are assumed. So many hold enough questions where each answer leads to another one.
  const enough = Math.ceil(Math.log2(most + 1));
  const levels: (readonly Assumed<Question>[])[][] = Array.from({ length: enough + 2 }, () => []);
  levels[0]?.push([]);
  for (const [level, all] of levels.entries()) {
    for (const assumed of all) {
      const question = await next(assumed);
      if (question === undefined) continue;
      const key = keyOf(question);
      if (!found.has(key) && found.size === most) return [...found.values()];
      found.set(key, wider(found.get(key) ?? question, question));
      for (const answer of ['leaks', 'clean'] as const)
        levels[level + 1]?.push([...assumed, { question, answer }]);
      // Rare, so that it is prepared for where machines would be idle.
      levels[level + enough]?.push([...assumed, { question, answer: 'unknown' }]);
    }
  }
  return [...found.values()];
}
