import { CannotMeasure } from '../cannot-measure.ts';
import { fewestCensuses } from '../leak/growth.ts';

export interface RoundsInTime {
  readonly label: string;
  readonly first: number;
  readonly last: number;
  readonly play: (round: number) => Promise<void>;
  /** How long the last one took. */
  readonly lastRoundMs: () => number;
  /** On the clock of `performance.now`. */
  readonly endsAtMs: number;
  readonly now?: () => number;
}

/**
 * Plays rounds as long as one more would be over in time. Answers whether all were played. Throws `CannotMeasure` when
 * there are too few to judge.
 */
export async function playInTime(rounds: RoundsInTime): Promise<boolean> {
  const { label, first, last, play, lastRoundMs, endsAtMs, now = () => performance.now() } = rounds;
  for (let round = first; round <= last; round++) {
    if (now() + lastRoundMs() > endsAtMs) {
      if (round <= fewestCensuses) throw outOfTime(label);
      return false;
    }
    await play(round);
  }
  return true;
}

export const outOfTime = (label: string): CannotMeasure =>
  new CannotMeasure(
    `${label}: time ran out before it could be judged: raise \`max-minutes\`, or lower rounds or requests`,
  );
