import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { CannotMeasure } from '../cannot-measure.ts';
import { bundler } from './bundler/bundler.ts';
import { npm } from './npm/npm.ts';
import type { PackageManager } from './package-manager.ts';

/** In an app that has lockfiles of several, the first one's are what its server runs on. */
export const packageManagers: readonly PackageManager[] = [bundler, npm];

/** The one that locks the app in `directory`. Throws `CannotMeasure` where none of them does. */
export async function packageManagerOf(directory: string): Promise<PackageManager> {
  for (const manager of packageManagers)
    for (const lockfile of manager.lockfiles) if (await isThere(join(directory, lockfile))) return manager;
  throw new CannotMeasure(
    'there is no lockfile in the app’s folder, which is what is bisected: heapgate knows those of Bundler and npm',
  );
}

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
