import type { Answer } from './answer.ts';
import { firstLeaking, probesToHalve } from './first-leaking.ts';

/** Which of `changes` it takes, on top of base, to leak. */
export interface SmallestSet<Change> {
  /** They leak together, as a probe has shown. */
  readonly culprits: readonly Change[];
  /** Culprits without which the rest could not be measured: nothing shows that each of them is needed. */
  readonly unproven: readonly Change[];
}

/**
 * The smallest set of `changes` that leaks, where none of them is clean and all of them leak: one binary search for each
 * change that is needed, so `k (⌈log2 n⌉ + 1)` probes for a leak that takes `k` changes together. What probes could not
 * answer is taken out again one by one at the end, as delta debugging does (Zeller and Hildebrandt, 2002), so that no
 * single culprit can be spared; where more changes sometimes leak less, there may be other such sets.
 */
export async function smallestSet<Change>(
  changes: readonly Change[],
  probe: (changes: readonly Change[]) => Promise<Answer>,
): Promise<SmallestSet<Change>> {
  let needed: readonly Change[] = [];
  let candidates = changes;
  do {
    const within = candidates;
    const others = needed;
    const { from, to } = await firstLeaking({ from: 0, to: within.length }, (count) =>
      probe([...within.slice(0, count), ...others]),
    );
    needed = [...within.slice(from, to), ...others];
    candidates = within.slice(0, from);
  } while (candidates.length > 0 && (await probe(needed)) !== 'leaks');
  return spare(needed, probe);
}

/** Takes out every change that the others leak without. */
async function spare<Change>(
  leaking: readonly Change[],
  probe: (changes: readonly Change[]) => Promise<Answer>,
): Promise<SmallestSet<Change>> {
  let culprits = leaking;
  for (let isSmaller = true; isSmaller; ) {
    const unproven: Change[] = [];
    isSmaller = false;
    for (const change of culprits) {
      const others = culprits.filter((other) => other !== change);
      if (others.length === 0) continue; // none of the changes is base, which is clean
      const answer = await probe(others);
      if (answer === 'unknown') unproven.push(change);
      if (answer !== 'leaks') continue;
      culprits = others;
      isSmaller = true;
    }
    if (!isSmaller) return { culprits, unproven };
  }
  return { culprits, unproven: [] };
}

/** Probes that a leak of one change takes at most, where no answer is unknown: the halving, and the change alone. */
export function probesForOne(changes: number): number {
  return probesToHalve(changes) + 1;
}
