import type { Kind } from '../traffic/scenario.ts';

/**
 * How a kind of request makes a finding grow. `self`: by each such request. `poison`: after one, by every ordinary
 * request. `once`: by each new value in it, and by the same value no more, as the entries of a cache do.
 */
export type How = 'poison' | 'self' | 'once';

/** What one kind of request was seen to do to one finding. */
export interface Effect {
  readonly findingId: string;
  readonly kind: Kind;
  readonly how: How;
  /** Objects that each of the requests adds which leak: of poison, each ordinary one. */
  readonly objectsPerRequest: number;
  /** Of poison: ordinary kinds that were seen to leak after it. */
  readonly shownBy: readonly Kind[];
}
