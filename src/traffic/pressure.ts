import type { Kind } from './scenario.ts';

/**
 * Lanes beside those that play a round, which send ordinary requests until it is over, so that the app has more to do
 * than it has threads. They are lanes like the others, for each of their answers belongs to a process and is counted:
 * growth is per request that the app answered. How many there are is not the same on base and head.
 */
export class Pressure {
  #playing = 0;

  /** The steps of a lane that plays the round; it is over with the last of these, or once no more are wanted. */
  played(steps: readonly Kind[]): IterableIterator<Kind, undefined> {
    this.#playing += 1;
    const left = steps.values();
    let isOver = false;
    const end = (): IteratorReturnResult<undefined> => {
      if (!isOver) this.#playing -= 1;
      isOver = true;
      return { done: true, value: undefined };
    };
    // No generator: that would not learn of an end before its first step.
    return {
      [Symbol.iterator]() {
        return this;
      },
      next: () => {
        const step = isOver ? end() : left.next();
        return step.done ? end() : step;
      },
      return: end,
    };
  }

  /** The steps of a lane beside those: `kinds` over and over, then `end`. */
  *beside(kinds: readonly Kind[], end: readonly Kind[]): Generator<Kind> {
    while (this.#playing > 0 && kinds.length > 0) {
      for (const kind of kinds) {
        if (this.#playing === 0) break;
        yield kind;
      }
    }
    yield* end;
  }
}
