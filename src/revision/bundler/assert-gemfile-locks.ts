import { join } from 'node:path';
import type { PackageManager } from '../package-manager.ts';
import { assertLockfile, UnreadableLockfile } from './bundler-files.ts';
import { BundlerLockfiles } from './bundler-lockfiles.ts';

/** Locks nothing: takes the place of one that is not there. */
const noGems = 'GEM\n  specs:\n';

/** Throws `CannotMeasure` where Bundler cannot read what base and head lock, as far as there is a Bundler yet. */
export const assertGemfileLocks: PackageManager['assertReadable'] = async (texts, { directory, env }) => {
  const { base = noGems, head = noGems } = texts;
  assertLockfile(base, 'base');
  assertLockfile(head, 'head');
  const lockfiles = new BundlerLockfiles({
    base: { gemfile: '', lockfile: base },
    head: { gemfile: '', lockfile: head },
    directory,
    // It looks for one, but does not read it.
    env: { ...env, BUNDLE_GEMFILE: join(directory, 'Gemfile') },
    signal: undefined,
  });
  await lockfiles.changes().catch((error) => {
    // Whatever else fails may be there once `setup` has run.
    if (error instanceof UnreadableLockfile) throw error;
  });
};
