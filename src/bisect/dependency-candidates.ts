import type { PreparedRevision } from '../prepare.ts';
import type { ChangedEntry, CodeSide, LockfileChange, Lockfiles, Mixture } from '../revision/lockfile.ts';
import type { Candidate } from './probes.ts';

/** Something that may have brought the leak: a change of the lockfile, or all that the app's own code changed. */
export interface Suspect {
  readonly label: string;
  readonly entries: readonly ChangedEntry[];
  /** What it cannot do without. */
  readonly needs: readonly Suspect[];
}

/** Where candidates are made: code of one side, whose folder the dependencies are put into. */
export interface CodeTree {
  readonly appDirectory: string;
  /** What its code is known by. */
  readonly code: string;
  setUpAgain(signal: AbortSignal | undefined): Promise<PreparedRevision>;
}

export interface DependencyCandidatesOptions {
  readonly lockfiles: Lockfiles;
  readonly trees: Readonly<Record<CodeSide, CodeTree>>;
  /** Whether anything but the lockfile changed. */
  readonly hasCode: boolean;
  /** Config and scenario: all else that an answer depends on. */
  readonly circumstances: string;
}

/** What base and head differ in, and the app with any part of it. */
export class DependencyCandidates {
  readonly suspects: readonly Suspect[];
  readonly #options: DependencyCandidatesOptions;
  readonly #code: Suspect | undefined;

  static async of(options: DependencyCandidatesOptions): Promise<DependencyCandidates> {
    return new DependencyCandidates(await options.lockfiles.changes(), options);
  }

  private constructor(changes: readonly LockfileChange[], options: DependencyCandidatesOptions) {
    this.#options = options;
    const suspects: Suspect[] = [];
    for (const { entries, needs } of changes)
      suspects.push({ label: labelOf(entries), entries, needs: needs.flatMap((at) => suspects[at] ?? []) });
    // Last, since new code may ask for new gems, and seldom the other way round.
    this.#code = options.hasCode ? { label: 'the app’s own code', entries: [], needs: [] } : undefined;
    this.suspects = this.#code ? [...suspects, this.#code] : suspects;
  }

  /** Base with what `chosen` changed, and with all that it cannot do without. */
  async with(chosen: readonly Suspect[]): Promise<Candidate> {
    const taken = withNeeds(chosen);
    const side = this.#code && !taken.has(this.#code) ? 'base' : 'head';
    const names = [...taken].flatMap(({ entries }) => entries.map(({ name }) => name));
    const mixture = await this.#options.lockfiles.mix(new Set(names), side);
    const labels = this.suspects.filter((suspect) => taken.has(suspect)).map(({ label }) => label);
    return this.#candidate(labels, side, mixture);
  }

  /** Head without what `culprits` changed, and without what needs that. */
  async without(culprits: readonly Suspect[]): Promise<Candidate> {
    return this.with(
      this.suspects.filter((suspect) => !culprits.some((culprit) => withNeeds([suspect]).has(culprit))),
    );
  }

  /** Head with another version of one package. */
  pinned(name: string, version: string): Candidate {
    return this.#candidate(
      [`${name} ${version} on head`],
      'head',
      this.#options.lockfiles.pin(name, version),
    );
  }

  #candidate(changes: readonly string[], side: CodeSide, mixture: Mixture): Candidate {
    const { trees, circumstances } = this.#options;
    const { code, appDirectory, setUpAgain } = trees[side];
    return {
      changes,
      measured: JSON.stringify([code, mixture.text, circumstances]),
      prepare: async (signal) => {
        await mixture.write(appDirectory);
        const revision = await setUpAgain(signal);
        await mixture.assertKept(appDirectory);
        return revision;
      },
    };
  }
}

function withNeeds(chosen: readonly Suspect[]): Set<Suspect> {
  const taken = new Set<Suspect>(chosen);
  // A set is walked to its end, what is added meanwhile included.
  for (const suspect of taken) for (const needed of suspect.needs) taken.add(needed);
  return taken;
}

/** The entry that stands for those that move with it: the one that the app asks for. */
export function mainEntry(entries: readonly ChangedEntry[]): ChangedEntry | undefined {
  return entries.find(({ isDirect }) => isDirect) ?? entries[0];
}

function labelOf(entries: readonly ChangedEntry[]): string {
  const main = mainEntry(entries);
  if (!main) return '';
  const others = entries.length > 1 ? ` (with ${entries.length - 1} more)` : '';
  const { name, from, to } = main;
  if (from === undefined) return `${name} ${to}, added${others}`;
  if (to === undefined) return `${name} ${from}, removed${others}`;
  return from === to ? `${name}, asked for otherwise${others}` : `${name} ${from} → ${to}${others}`;
}
