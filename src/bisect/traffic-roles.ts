import type { Sequence } from '../traffic/sequence.ts';
import type { Answer } from './answer.ts';
import { probesToHalve } from './first-leaking.ts';
import { smallestSet } from './smallest-set.ts';

/** What kinds of request have to do with a leak. */
export interface TrafficRoles<Kind> {
  /** Once is enough: what is sent after it leaks. */
  readonly triggers: readonly Kind[];
  /** They leak each time they are sent; where there are triggers, only after one, which they make visible. */
  readonly leaking: readonly Kind[];
  /** Without them it leaks, and with them alone it does not. */
  readonly innocent: readonly Kind[];
  /** Those that could not be measured with or without the others. */
  readonly unproven: readonly Kind[];
  /** The fewest that leak. */
  readonly smallest: Sequence<Kind>;
}

/** Says whether a fresh process leaks. */
export type TrafficProbe<Kind> = (sequence: Sequence<Kind>) => Promise<Answer>;

/**
 * Finds the fewest of `kinds`, all of which together leak, that still do, and which of those need be sent only once:
 * those after which others leak that did not before. Then tells of all the others what they do. `background`: kinds
 * that may be what leaks after a trigger.
 */
export async function trafficRoles<Kind>(
  kinds: readonly Kind[],
  background: readonly Kind[],
  probe: TrafficProbe<Kind>,
): Promise<TrafficRoles<Kind>> {
  const { culprits, unproven } = await smallestSet(kinds, (repeated) => probe({ once: [], repeated }));
  const triggers: Kind[] = [];
  const around = (kind?: Kind) =>
    kinds.filter(
      (other) =>
        other !== kind &&
        !triggers.includes(other) &&
        (culprits.includes(other) || background.includes(other)),
    );
  for (const kind of culprits) {
    const repeated = around(kind);
    if (repeated.length === 0 || (await probe({ once: triggers, repeated })) !== 'clean') continue;
    if ((await probe({ once: [...triggers, kind], repeated })) === 'leaks') triggers.push(kind);
  }
  const rest = culprits.filter((kind) => !triggers.includes(kind));
  const smallest = { once: triggers, repeated: await leakingAfter(triggers, rest, around(), probe) };
  return rolesBeside({ smallest, unproven }, { kinds, background }, probe);
}

/** What leaks after the triggers: of the culprits what is left, or else the fewest of `others`. */
async function leakingAfter<Kind>(
  once: readonly Kind[],
  rest: readonly Kind[],
  others: readonly Kind[],
  probe: TrafficProbe<Kind>,
): Promise<readonly Kind[]> {
  if (once.length === 0) return rest;
  if (rest.length > 0 && (await probe({ once, repeated: rest })) === 'leaks') return rest;
  return (await smallestSet(others, (repeated) => probe({ once, repeated }))).culprits;
}

/** Tries every other kind in the place of what was found: as the only trigger, and as what leaks after the triggers. */
async function rolesBeside<Kind>(
  { smallest, unproven }: Pick<TrafficRoles<Kind>, 'smallest' | 'unproven'>,
  { kinds, background }: { readonly kinds: readonly Kind[]; readonly background: readonly Kind[] },
  probe: TrafficProbe<Kind>,
): Promise<TrafficRoles<Kind>> {
  const { once, repeated } = smallest;
  const others = kinds.filter((kind) => !once.includes(kind) && !repeated.includes(kind));
  // The background was clean as a whole where there is a trigger.
  const suspects = once.length === 1 ? others.filter((kind) => !background.includes(kind)) : [];
  const triggers = await sift(suspects, (some) => probe({ once: some, repeated }));
  const left = others.filter((kind) => !triggers.leaks.includes(kind));
  const showing = await sift(left, (some) => probe({ once, repeated: some }));
  const open = [...unproven, ...triggers.unknown, ...showing.unknown];
  const isTold = (kind: Kind) => !open.includes(kind);
  return {
    triggers: [...once, ...triggers.leaks],
    leaking: [...repeated, ...showing.leaks].filter(isTold),
    innocent: showing.clean.filter(isTold),
    unproven: kinds.filter((kind) => !isTold(kind)),
    smallest,
  };
}

/** The answer to each kind by itself; all are clean where they are together. */
async function sift<Kind>(
  kinds: readonly Kind[],
  probe: (kinds: readonly Kind[]) => Promise<Answer>,
): Promise<Record<Answer, Kind[]>> {
  const sifted: Record<Answer, Kind[]> = { leaks: [], clean: [], unknown: [] };
  const together = kinds.length > 1 ? await probe(kinds) : undefined;
  for (const kind of kinds) sifted[together === 'clean' ? 'clean' : await probe([kind])].push(kind);
  return sifted;
}

/** Probes at most where `culprits` kinds leak together and no answer is unknown. */
export function probesForTraffic(kinds: number, culprits: number): number {
  const search = probesToHalve(kinds) + 1;
  const smallest = culprits * (search + 1) + 2 * culprits + 1 + search + 1;
  return smallest + 2 * (kinds + 1);
}
