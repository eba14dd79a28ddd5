import { newKind } from '../../src/traffic/kind.ts';
import type { Kind } from '../../src/traffic/scenario.ts';

/** A kind `GET target` with the target as its id. */
export const get = (target: string, given: Partial<Kind> = {}): Kind =>
  newKind(target, { method: 'GET', target, headers: [], body: undefined }, given);
