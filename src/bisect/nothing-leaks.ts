import { CannotMeasure } from '../cannot-measure.ts';

/** There is nothing to look for: what leaked does not, or no longer. */
export class NothingLeaks extends CannotMeasure {
  override readonly name = 'NothingLeaks';
}
