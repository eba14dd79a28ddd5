import type { NamedHolder, PathStep } from './measurement.ts';

/**
 * Joins what two series of dumps of one process show. A holder of the second that is, or stands above or below, one of
 * the first is the same leak: the first one's place stands, and gains the classes that only the second saw grow.
 */
export function joinSeries(first: readonly NamedHolder[], second: readonly NamedHolder[]): NamedHolder[] {
  const others = second.filter((holder) => !first.some((known) => isSameLeak(known, holder)));
  const joined = first.map((known) => {
    const again = second.filter((holder) => isSameLeak(known, holder));
    return withClasses(
      known,
      again.flatMap(({ classes }) => classes),
    );
  });
  return [...joined, ...others];
}

/** The holder with those of `classes` that are not known yet to hang on it; its own rates stay. */
export function withClasses(holder: NamedHolder, classes: NamedHolder['classes']): NamedHolder {
  const more = new Map(classes.map((entry) => [entry.name, entry]));
  for (const { name } of holder.classes) more.delete(name);
  return { ...holder, classes: [...holder.classes, ...more.values()] };
}

/** All of one kind of root is no place: a path of one label leads to everything below it. */
const shortestPlace = 2;

function isSameLeak(one: NamedHolder, other: NamedHolder): boolean {
  const shared = Math.min(one.path.length, other.path.length);
  if (shared < shortestPlace && one.path.length !== other.path.length) return false;
  return one.path.slice(0, shared).every((label, i) => label === other.path[i]) && !namesDiffer(one, other);
}

/** The arrays of two constants of a class have one path of labels, but are two things. */
function namesDiffer(one: NamedHolder, other: NamedHolder): boolean {
  return one.steps.some(({ edge }, i) => {
    const otherEdge = other.steps[i]?.edge;
    return isName(edge) && isName(otherEdge) && edge !== otherEdge;
  });
}

/** A constant or a variable; positions and keys differ from one object to the next. */
const isName = (edge: PathStep['edge']): boolean => edge !== undefined && /^[@$\p{L}_]/u.test(edge);
