import type { PackageManager } from '../package-manager.ts';
import { npmProblemIn } from './npm-command.ts';
import { npmLockfiles, parseNpmLock, readNpmFiles } from './npm-files.ts';
import { NpmLockfiles } from './npm-lockfiles.ts';

export const npm: PackageManager = {
  name: 'npm',
  lockfiles: npmLockfiles,
  manifest: 'package.json',
  assertReadable: (lockfile, label) => {
    parseNpmLock(lockfile, label);
  },
  read: async (sides) =>
    new NpmLockfiles({
      ...sides,
      base: await readNpmFiles(sides.base, 'base'),
      head: await readNpmFiles(sides.head, 'head'),
      directory: sides.head,
    }),
  problemIn: npmProblemIn,
};
