import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { CannotMeasure } from '../../cannot-measure.ts';
import { assertInstalled, ChangedEntries } from '../changed-entries.ts';
import type { CodeSide, LockfileChange, Lockfiles, Mixture, WantedVersion } from '../lockfile.ts';
import { orderedChanges } from '../ordered-changes.ts';
import type { LockedSides } from '../package-manager.ts';
import { jsonOf } from './json.ts';
import { runNpm } from './npm-command.ts';
import { type NpmFiles, parseNpmLock, readNpmFiles, writeNpmFiles } from './npm-files.ts';
import { NpmLibrary } from './npm-library.ts';
import { mixedNpmFiles } from './npm-mixture.ts';
import { entriesOf, isAskedFor, pinnedNpmFiles } from './npm-pin.ts';

const Composed = z.object({ lockfile: z.string(), conflict: z.string().nullable() });
/** Of a package with one version, npm tells just that. */
const Versions = z.union([z.array(z.string()), z.string().transform((version) => [version])]);

export interface NpmLockfilesOptions extends Omit<LockedSides, 'base' | 'head'> {
  readonly base: NpmFiles;
  readonly head: NpmFiles;
  /** An app folder, where npm finds its settings. */
  readonly directory: string;
}

/** Mixtures of two package-locks, settled by npm's own library and checked by npm. */
export class NpmLockfiles implements Lockfiles {
  readonly manager = 'npm';
  readonly #options: NpmLockfilesOptions;
  readonly #library: NpmLibrary;
  #sides: Promise<Record<CodeSide, string>> | undefined;
  #changes: Promise<LockfileChange[]> | undefined;

  constructor(options: NpmLockfilesOptions) {
    this.#options = options;
    this.#library = new NpmLibrary(options);
  }

  changes(): Promise<LockfileChange[]> {
    this.#changes ??= this.#folders().then(async (sides) => orderedChanges(await this.#difference(sides)));
    return this.#changes;
  }

  async mix(chosen: ReadonlySet<string>, code: CodeSide): Promise<Mixture> {
    const { base, head } = this.#options;
    const changed = (await this.changes()).flatMap(({ entries }) => entries.map(({ name }) => name));
    const sides = new Map(
      changed.map((name): [string, CodeSide] => [name, chosen.has(name) ? 'head' : 'base']),
    );
    const loose = mixedNpmFiles({ base, head, rest: code, sideOf: (name) => sides.get(name) ?? code });
    const { lockfile: name, manifests } = loose;
    const question = {
      ask: 'compose',
      ...(await this.#folders()),
      mixed: await this.#folderOf(loose),
      lockfile: name,
    };
    const { lockfile, conflict } = await this.#library.ask(
      { ...question, sides: Object.fromEntries(sides), rest: code },
      Composed,
    );
    return {
      text: JSON.stringify({ manifests: [...manifests], lockfile, conflict }),
      // Installing has npm check it.
      write: async (directory) => {
        if (conflict !== null) throw new CannotMeasure(`does not resolve: ${conflict}`);
        await writeNpmFiles({ ...loose, lock: parseNpmLock(lockfile, code) }, directory);
      },
      assertKept: (directory) =>
        this.#assertKept(directory, { ...loose, lock: parseNpmLock(lockfile, code) }),
    };
  }

  pin(name: string, version: string): Mixture {
    const { head } = this.#options;
    let resolved: NpmFiles | undefined;
    return {
      text: JSON.stringify({ manifests: [...head.manifests], lock: head.lock, name, version }),
      write: async (directory) => {
        await writeNpmFiles(pinnedNpmFiles(head, name, version), directory);
        await this.#run(['install', '--package-lock-only'], directory);
        resolved = await readNpmFiles(directory, 'head');
        const other = entriesOf(resolved, name).find((entry) => entry.version !== version);
        if (other)
          throw new CannotMeasure(
            `${name} ${version} does not resolve: another package brings ${other.version}`,
          );
      },
      assertKept: async (directory) => {
        if (resolved) await this.#assertKept(directory, resolved);
      },
    };
  }

  async versions(name: string): Promise<string[]> {
    const [entry] = entriesOf(this.#options.head, name);
    const told = Versions.safeParse(jsonOf(await this.#run(['view', entry?.name ?? name, 'versions'])));
    const versions = told.success ? told.data : [];
    // Those before a release are of no use to one who is on a release.
    return isPrerelease(entry?.version) ? versions : versions.filter((version) => !isPrerelease(version));
  }

  async commandFor({ name, version, isNewer }: WantedVersion): Promise<string | undefined> {
    if (isAskedFor(this.#options.head, name)) return `npm install ${name}@${version}`;
    return isNewer ? `npm update ${name}` : undefined;
  }

  #run(args: readonly string[], directory = this.#options.directory): Promise<string> {
    return runNpm(args, { ...this.#options, directory });
  }

  /** Installing writes the lockfile anew where npm finds that it does not do. */
  async #assertKept(directory: string, wanted: NpmFiles): Promise<void> {
    const there = await readNpmFiles(directory, 'head');
    if (isDeepStrictEqual(there.lock, wanted.lock)) return;
    const difference = await this.#difference({
      base: await this.#folderOf(wanted),
      head: await this.#folderOf(there),
    });
    assertInstalled(difference, this.manager);
  }

  #difference(sides: Record<CodeSide, string>) {
    return this.#library.ask({ ask: 'changes', ...sides }, ChangedEntries);
  }

  /** Where npm finds base's files, and head's. */
  #folders(): Promise<Record<CodeSide, string>> {
    const { base, head } = this.#options;
    this.#sides ??= Promise.all([this.#folderOf(base), this.#folderOf(head)]).then(([base, head]) => ({
      base,
      head,
    }));
    return this.#sides;
  }

  async #folderOf(files: NpmFiles): Promise<string> {
    // So deep that what lies beside the app in its repository lies beside it here, and not beside the scratch.
    const climbs = [...files.manifests.keys()].map(
      (path) => path.split('/').filter((part) => part === '..').length,
    );
    const nested = Array.from({ length: Math.max(...climbs) }, () => 'app');
    const folder = join(this.#options.scratch, `npm-${randomUUID()}`, ...nested);
    await writeNpmFiles(files, folder);
    return folder;
  }
}

const isPrerelease = (version: string | undefined): boolean => version?.includes('-') ?? false;
