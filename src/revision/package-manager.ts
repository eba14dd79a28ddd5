import type { CodeSide, Lockfiles } from './lockfile.ts';

/** What locks an app's dependencies. Adding one is adding one folder that exports one of these. */
export interface PackageManager {
  readonly name: string;
  /** Names of its lockfiles, the one that counts most first. */
  readonly lockfiles: readonly string[];
  /** The file that asks for packages, beside the lockfile. */
  readonly manifest: string;
  /** Throws `CannotMeasure` that starts with the side where a lockfile's text is no lockfile, before any `setup`. */
  assertReadable(texts: Readonly<Record<CodeSide, string | undefined>>, asked: BeforeSetup): Promise<void>;
  /** What base and head lock in their folders now. Throws `CannotMeasure` where one has no lockfile. */
  read(sides: LockedSides): Promise<Lockfiles>;
  /** Why installing failed, in one line, where its output tells. Untrusted text. */
  problemIn(output: readonly string[]): string | undefined;
}

/** Where the package manager can be asked while nothing is set up; it may not be there yet. */
export interface BeforeSetup {
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface LockedSides {
  /** The app's folders. */
  readonly base: string;
  readonly head: string;
  /** A private folder for what is asked about. */
  readonly scratch: string;
  /** The environment that `setup` runs in: it may hold tokens of registries. */
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal | undefined;
}
