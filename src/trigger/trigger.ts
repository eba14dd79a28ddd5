import type { Finding } from '../leak/finding.ts';
import type { Kind } from '../traffic/scenario.ts';
import type { Candidates } from './candidates.ts';
import type { Effect, How } from './effect.ts';
import type { Repro } from './repro.ts';

/** The requests without which a finding does not appear. */
export interface Trigger {
  /** Name of the scenario that they are of. */
  readonly scenario: string;
  readonly how: How;
  readonly requests: string[];
  /** Objects that each request adds which leaks: of poison, each ordinary one. Absent where no kind does it alone. */
  readonly objectsPerRequest?: number;
  /** Kinds that were not tried, so that there may be more. */
  readonly untried?: number;
  readonly repro?: Repro;
}

/** What a search for triggers found of one finding. */
export interface SearchResult {
  readonly quiet: ReadonlySet<string>;
  readonly effects: readonly Effect[];
  readonly untried: ReadonlySet<Kind>;
}

/** The worst first: where a finding grows in several ways, the worst is told. */
const byWeight: readonly How[] = ['poison', 'self', 'once'];

/** Effects of the kinds that are told as the trigger of a finding; none where every request makes it grow. */
export function tellingEffects(finding: Finding, { ordinary }: Candidates, result: SearchResult): Effect[] {
  const effects = result.effects.filter(({ findingId }) => findingId === finding.id);
  if (ordinary.every((kind) => effects.some((effect) => effect.kind === kind))) return [];
  const how = byWeight.find((way) => effects.some((effect) => effect.how === way));
  return effects.filter((effect) => effect.how === how);
}

/**
 * The trigger of a finding: the kinds that make it grow, each by itself; where none does but it stands still without
 * hostile requests, all of those together. Undefined where nothing was shown by experiment.
 */
export function triggerOf(
  finding: Finding,
  scenario: string,
  candidates: Candidates,
  result: SearchResult,
): Trigger | undefined {
  const effects = tellingEffects(finding, candidates, result);
  const untried = result.untried.size > 0 ? { untried: result.untried.size } : {};
  const [first] = effects;
  if (first) {
    return {
      scenario,
      how: first.how,
      requests: labelsOf(effects.map(({ kind }) => kind)),
      objectsPerRequest: Math.max(
        ...effects.map(({ objectsPerRequest }) => objectsPerRequest),
        // A probe may have poisoned but some of the threads.
        first.how === 'poison' ? finding.objectsPer1000 / 1000 : 0,
      ),
      ...untried,
    };
  }
  if (!result.quiet.has(finding.id) || candidates.hostile.length === 0) return undefined;
  return {
    scenario,
    how: finding.growsByOrdinary ? 'poison' : 'self',
    requests: labelsOf(candidates.hostile),
    ...untried,
  };
}

const labelsOf = (kinds: readonly Kind[]): string[] => [...new Set(kinds.map(({ label }) => label))];
