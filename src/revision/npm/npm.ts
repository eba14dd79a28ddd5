import type { PackageManager } from '../package-manager.ts';
import { npmProblemIn } from './npm-command.ts';
import { npmLockfiles, parseNpmLock, readNpmFiles } from './npm-files.ts';
import { NpmLockfiles } from './npm-lockfiles.ts';

export const npm: PackageManager = {
  name: 'npm',
  lockfiles: npmLockfiles,
  manifest: 'package.json',
  assertReadable: async ({ base, head }) => {
    if (base !== undefined) parseNpmLock(base, 'base');
    if (head !== undefined) parseNpmLock(head, 'head');
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
