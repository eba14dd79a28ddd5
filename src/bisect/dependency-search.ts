import { CannotMeasure } from '../cannot-measure.ts';
import type { Culprit } from '../report/schema.ts';
import type { Lockfiles } from '../revision/lockfile.ts';
import { type DependencyCandidates, mainEntry, type Suspect } from './dependency-candidates.ts';
import { nearestFix } from './fix-search.ts';
import type { NamedCulprit } from './logged-search.ts';
import { type Asked, showChanges } from './probes.ts';
import { probesForOne, type SmallestSet, smallestSet } from './smallest-set.ts';
import { suspectsLeft } from './suspects-left.ts';
import { untilTimeRunsOut } from './time-limit.ts';

interface DependencySearch {
  readonly candidates: DependencyCandidates;
  readonly lockfiles: Lockfiles;
  readonly probes: Asked;
}

/** Probes that naming one culprit takes at most, where each can be answered: the search, and head without it. */
export const searchProbes = (changes: number): number => probesForOne(changes) + 1;

/** Names what brought the leak, and the nearest version without it. What is known when time runs out still counts. */
export async function nameCulprit(search: DependencySearch): Promise<NamedCulprit> {
  const { candidates, probes } = search;
  const found = await untilTimeRunsOut(() =>
    smallestSet(candidates.suspects, async (chosen) => {
      const candidate = await candidates.with(chosen);
      // A suspect alone is mostly one side of the answer; base, which the check measured, is the other. The first is
      // asked about by itself in the course of halving as well.
      const isAnswer = chosen.length === 1 && chosen[0] !== candidates.suspects[0];
      return isAnswer ? probes.confirm(candidate) : probes.ask(candidate);
    }),
  );
  if (found === undefined) {
    const labels = candidates.suspects.map(({ label }) => label);
    const left = suspectsLeft(labels, probes.records);
    return {
      culprit: undefined,
      notices: [
        `time ran out before the culprit was found; it, or a part of it, is among ${left.length} of ${labels.length} changes: ${left.join(', ')}; run it again to go on`,
      ],
    };
  }
  return describe(found, search);
}

async function describe({ culprits, unproven }: SmallestSet<Suspect>, search: DependencySearch) {
  const notices = unproven.length > 0 ? [unprovenNotice(unproven)] : [];
  const [first, ...others] = culprits;
  if (!first) return { culprit: undefined, notices };
  const culprit = { ...named(first), ...(others.length > 0 ? { together: others.map(withoutKind) } : {}) };
  const confirmed = await untilTimeRunsOut(() => doubts(culprits, search));
  notices.push(...(confirmed ?? ['time ran out before the culprit could be confirmed']));
  if (others.length > 0) return { culprit, notices };
  const fix = await untilTimeRunsOut(() => fixOf(first, search));
  return { culprit: { ...culprit, ...fix?.fix }, notices: [...notices, ...(fix?.notices ?? [])] };
}

/** Measures both sides of the culprit in full. */
async function doubts(
  culprits: readonly Suspect[],
  { candidates, probes }: DependencySearch,
): Promise<string[]> {
  const notices: string[] = [];
  const names = showChanges(culprits.map(({ label }) => label));
  if ((await probes.confirm(await candidates.with(culprits))) !== 'leaks')
    notices.push(`${names} leaked in a short measurement, but not in a full one: look at it with care`);
  const rest = await probes.confirm(await candidates.without(culprits));
  if (rest === 'leaks')
    notices.push(`head leaks the same without ${names}: something else brings it as well`);
  if (rest === 'unknown') notices.push(`head without ${names} could not be measured`);
  return notices;
}

async function fixOf(culprit: Suspect, { candidates, lockfiles, probes }: DependencySearch) {
  const { name, from, to } = mainEntry(culprit.entries) ?? {};
  if (name === undefined || to === undefined) return undefined;
  try {
    const versions = await lockfiles.versions(name);
    if (!versions.includes(to)) {
      const problem = `${name} ${to} is none of the versions that ${lockfiles.manager} finds`;
      return { fix: {}, notices: [`no version without the leak was looked for: ${problem}`] };
    }
    const fix = await nearestFix({ versions, clean: from, leaking: to }, async (version) =>
      probes.confirm(
        version === from ? await candidates.without([culprit]) : candidates.pinned(name, version),
      ),
    );
    if (!fix) return { fix: {}, notices: [`no released version of ${name} was seen not to leak`] };
    const { version, isNewer } = fix;
    const command = await lockfiles.commandFor({ name, version, isNewer });
    return {
      fix: {
        ...(isNewer ? { fixedIn: version } : { lastClean: version }),
        verified: true,
        ...(command === undefined ? {} : { command }),
      },
      notices: [],
    };
  } catch (error) {
    if (!(error instanceof CannotMeasure)) throw error;
    return { fix: {}, notices: [`no version without the leak was looked for: ${error.message}`] };
  }
}

function named(suspect: Suspect): Culprit {
  const entry = mainEntry(suspect.entries);
  if (!entry) return { kind: 'commit', name: suspect.label };
  const { name, from, to } = entry;
  return {
    kind: 'dependency',
    name,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

function withoutKind(suspect: Suspect) {
  const { kind, ...rest } = named(suspect);
  return rest;
}

function unprovenNotice(unproven: readonly Suspect[]): string {
  const names = unproven.map(({ label }) => label).join(', ');
  return `whether it takes ${names} is not known: the app could not be measured without it`;
}
