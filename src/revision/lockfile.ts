/** A package as base and head lock it; one that a side does not have is absent there. */
export interface ChangedEntry {
  readonly name: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** Asked for by the app itself, not by another package. */
  readonly isDirect: boolean;
}

/** Entries that only work together, such as those of a framework; mostly there is one. */
export interface LockfileChange {
  readonly entries: readonly ChangedEntry[];
  /** Positions of the changes, all before it in the list, that this one cannot do without. */
  readonly needs: readonly number[];
}

/** Which side all that is in no changed entry is taken from: that of the code it goes with. */
export type CodeSide = 'base' | 'head';

/** Dependencies to try the app with. */
export interface Mixture {
  /** All that it consists of: the same text is the same mixture. */
  readonly text: string;
  /** Puts it in place of what is in the app's folder. Throws `CannotMeasure` where it does not resolve. */
  write(appDirectory: string): Promise<void>;
  /** Throws `CannotMeasure` where the package manager took other versions after all. */
  assertKept(appDirectory: string): Promise<void>;
}

/** The lockfiles of base and head, and what a package manager makes of them. */
export interface Lockfiles {
  readonly manager: string;
  /** Each after those it needs. Throws `CannotMeasure` where a lockfile cannot be read. */
  changes(): Promise<LockfileChange[]>;
  /** `chosen` packages as on head, other changed ones as on base. */
  mix(chosen: ReadonlySet<string>, code: CodeSide): Promise<Mixture>;
  /** Head's dependencies, with another version of one. */
  pin(name: string, version: string): Mixture;
  /**
   * Released versions, oldest first, of gems those before a release too where head has one of them; none of what is
   * released nowhere. Throws `CannotMeasure` without a registry.
   */
  versions(name: string): Promise<string[]>;
  /** What to run on head to get that version; `undefined` where no one command does it. */
  commandFor(wanted: WantedVersion): Promise<string | undefined>;
}

/** A version of a package that is to take the place of head's. */
export interface WantedVersion {
  readonly name: string;
  readonly version: string;
  /** Than head's. */
  readonly isNewer: boolean;
}
