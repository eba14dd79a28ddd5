import type { Answer } from './answer.ts';

/** A version near the one that leaks, which was measured and does not. */
export interface NearestFix {
  readonly version: string;
  readonly isNewer: boolean;
}

export interface VersionRange {
  /** All released ones, oldest first. */
  readonly versions: readonly string[];
  /** What base has; `undefined` where it has none. */
  readonly clean: string | undefined;
  readonly leaking: string;
}

/** Newer versions that are tried at most, and then older ones. */
const mostTries = 4;
export const mostFixProbes = 2 * mostTries;

/** The nearest version that does not leak: a newer one before an older one, and none older than base's. */
export async function nearestFix(
  { versions, clean, leaking }: VersionRange,
  probe: (version: string) => Promise<Answer>,
): Promise<NearestFix | undefined> {
  const at = versions.indexOf(leaking);
  if (at === -1) return undefined;
  for (const version of nearestAndLast(versions.slice(at + 1)))
    if ((await probe(version)) === 'clean') return { version, isNewer: true };
  const oldest = clean === undefined ? 0 : Math.max(0, versions.indexOf(clean));
  for (const version of nearestAndLast(versions.slice(oldest, at).reverse()))
    if ((await probe(version)) === 'clean') return { version, isNewer: false };
  return undefined;
}

/** The last is the newest of all, or what base has. */
function nearestAndLast(versions: readonly string[]): readonly string[] {
  return versions.length > mostTries
    ? [...versions.slice(0, mostTries - 1), ...versions.slice(-1)]
    : versions;
}
