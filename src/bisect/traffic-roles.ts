import type { Answer } from './answer.ts';
import { probesToHalve } from './first-leaking.ts';
import { smallestSet } from './smallest-set.ts';

/** What kinds of request have to do with a leak. */
export interface TrafficRoles<Kind> {
  /** Once is enough: what is sent after it leaks. */
  readonly triggers: readonly Kind[];
  /** They leak, or make visible what the triggers did, each time they are sent. */
  readonly leaking: readonly Kind[];
  /** Those of the others that it cannot be told of whether they are needed. */
  readonly unproven: readonly Kind[];
  /** It leaks without them. */
  readonly innocent: readonly Kind[];
}

/** Says of a fresh process whether it leaks that is sent `once`, and then `repeated` again and again. */
export type TrafficProbe<Kind> = (repeated: readonly Kind[], once: readonly Kind[]) => Promise<Answer>;

/**
 * The fewest of `kinds`, all of which together leak, that still do, and which of those need be sent only once: those
 * after which others leak that did not before. `background`: kinds that those others may be.
 */
export async function trafficRoles<Kind>(
  kinds: readonly Kind[],
  background: readonly Kind[],
  probe: TrafficProbe<Kind>,
): Promise<TrafficRoles<Kind>> {
  const { culprits, unproven } = await smallestSet(kinds, (some) => probe(some, []));
  const triggers: Kind[] = [];
  const around = (kind?: Kind) =>
    kinds.filter(
      (other) =>
        other !== kind &&
        !triggers.includes(other) &&
        (culprits.includes(other) || background.includes(other)),
    );
  for (const kind of culprits) {
    const others = around(kind);
    if (others.length === 0 || (await probe(others, triggers)) !== 'clean') continue;
    if ((await probe(others, [...triggers, kind])) === 'leaks') triggers.push(kind);
  }
  const rest = culprits.filter((kind) => !triggers.includes(kind));
  const leaking = await leakingAfter(triggers, rest, around(), probe);
  const needed = [...triggers, ...leaking];
  return { triggers, leaking, unproven, innocent: kinds.filter((kind) => !needed.includes(kind)) };
}

/** What leaks after the triggers: of the culprits what is left, or else the fewest of `others`. */
async function leakingAfter<Kind>(
  triggers: readonly Kind[],
  rest: readonly Kind[],
  others: readonly Kind[],
  probe: TrafficProbe<Kind>,
): Promise<readonly Kind[]> {
  if (triggers.length === 0) return rest;
  if (rest.length > 0 && (await probe(rest, triggers)) === 'leaks') return rest;
  return (await smallestSet(others, (some) => probe(some, triggers))).culprits;
}

/** Probes at most where `culprits` kinds leak together and no answer is unknown. */
export function probesForTraffic(kinds: number, culprits: number): number {
  const search = probesToHalve(kinds) + 1;
  return culprits * (search + 1) + 2 * culprits + 1 + search + 1;
}
