import type { Census } from '../heap/census.ts';
import type { Limits } from '../leak/class-growth.ts';
import { heldBelow } from '../leak/held-below.ts';
import { withClasses } from '../leak/same-leak.ts';
import { type Suspect, suspectsIn } from '../leak/suspects.ts';
import type { DumpSeries } from './dump-series.ts';
import type { ProcessLife } from './processes.ts';

/** Processes that are looked into at most. */
const mostProcesses = 2;
/** A class of whose growth this share hangs on a holder is part of that leak. */
const heldShare = 0.5;

/** A process that is looked into. */
export interface Subject {
  readonly life: ProcessLife;
  readonly suspects: readonly Suspect[];
  readonly dumps: DumpSeries;
}

/** Workers are exchangeable: of those in which the same classes grow, the worst is looked into. */
export function representatives(lives: readonly ProcessLife[], limits: Limits): Omit<Subject, 'dumps'>[] {
  const worstFirst = lives
    .map((life) => ({ life, suspects: suspectsIn(life, limits) }))
    .filter(({ suspects }) => suspects.length > 0)
    .sort((a, b) => (b.suspects[0]?.timesLimit ?? 0) - (a.suspects[0]?.timesLimit ?? 0));
  const chosen: Omit<Subject, 'dumps'>[] = [];
  const covered = new Set<string>();
  for (const each of worstFirst) {
    const news = each.suspects.filter(({ name, internal }) => !internal && !covered.has(name));
    if (chosen.length > 0 && news.length === 0) continue;
    chosen.push(each);
    for (const { name } of each.suspects) covered.add(name);
  }
  return chosen.slice(0, mostProcesses);
}

/** Classes of the program that grow in the censuses and that no holder holds. */
export function unexplained({ life, suspects }: Subject): Suspect[] {
  const held = new Set(life.holders.flatMap(({ classes }) => classes.map(({ name }) => name)));
  return suspects.filter(({ name, internal }) => !internal && !held.has(name));
}

/**
 * A class may hang on a known holder although it did not grow between the dumps, such as the exceptions of hostile
 * requests: where most of what the censuses saw it gain stands below that holder, beside all that there ever was before.
 */
export function addWhatHangsOn(subject: Subject): void {
  const { life, dumps } = subject;
  const open = unexplained(subject);
  if (open.length === 0 || life.holders.length === 0 || !dumps.last) return;
  const below = heldBelow(
    dumps.last,
    life.holders.map(({ path }) => path),
  );
  life.holders = life.holders.map((holder, i) => {
    const held: Census = { classes: below[i] ?? new Map(), internals: new Map() };
    const hanging = open.filter((suspect) => {
      const before = sizeIn(life.points[0]?.census, suspect);
      const gained = sizeIn(life.points.at(-1)?.census, suspect) - before;
      return sizeIn(held, suspect) - before >= heldShare * gained;
    });
    return withClasses(
      holder,
      hanging.map(({ name, per1000 }) => ({ name, objectsPer1000: per1000 })),
    );
  });
}

/** By objects, or by bytes where only those grow. */
export const growthPer1000 = (suspect: Suspect): number => suspect.per1000 || suspect.bytesPer1000;

export function sizeIn(census: Census | undefined, { name, internal, per1000 }: Suspect): number {
  const tally = (internal ? census?.internals : census?.classes)?.get(name);
  return (per1000 > 0 ? tally?.objects : tally?.bytes) ?? 0;
}
