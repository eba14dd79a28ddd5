import type { Answer } from './answer.ts';

/** Where a leak came in: somewhere in `from < step <= to`; more than one step apart where those between are unknown. */
export interface Bracket {
  readonly from: number;
  readonly to: number;
}

/**
 * Binary search over steps in order, of which `bracket.from` is clean and `bracket.to` leaks. Steps whose answer is
 * unknown are passed over, the nearest to the middle first, as `git bisect skip` does; what stays between is told apart
 * by nothing. Of answers that come and go it finds one place where clean turns into leaking.
 */
export async function firstLeaking(
  bracket: Bracket,
  probe: (step: number) => Promise<Answer>,
): Promise<Bracket> {
  let { from, to } = bracket;
  const unknown = new Set<number>();
  for (let step = nearestToMiddle(from, to, unknown); step !== undefined; ) {
    const answer = await probe(step);
    if (answer === 'leaks') to = step;
    else if (answer === 'clean') from = step;
    else unknown.add(step);
    step = nearestToMiddle(from, to, unknown);
  }
  return { from, to };
}

/** The step strictly between `from` and `to` that halves them best, or none. */
function nearestToMiddle(from: number, to: number, unknown: ReadonlySet<number>): number | undefined {
  const middle = (from + to) >> 1;
  for (let distance = 0; distance < to - from; distance++) {
    for (const step of [middle - distance, middle + distance]) {
      if (step > from && step < to && !unknown.has(step)) return step;
    }
  }
  return undefined;
}

/** Probes that `firstLeaking` needs at most where no answer is unknown. */
export function probesToHalve(steps: number): number {
  return steps > 1 ? Math.ceil(Math.log2(steps)) : 0;
}
