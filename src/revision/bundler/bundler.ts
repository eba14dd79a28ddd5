import type { PackageManager } from '../package-manager.ts';
import { assertLockfile, readBundlerFiles } from './bundler-files.ts';
import { BundlerLockfiles } from './bundler-lockfiles.ts';
import { bundlerProblemIn } from './bundler-problem.ts';

export const bundler: PackageManager = {
  name: 'Bundler',
  lockfiles: ['Gemfile.lock'],
  manifest: 'Gemfile',
  assertReadable: assertLockfile,
  read: async (sides) =>
    new BundlerLockfiles({
      ...sides,
      base: await readBundlerFiles(sides.base, 'base'),
      head: await readBundlerFiles(sides.head, 'head'),
      directory: sides.head,
    }),
  problemIn: bundlerProblemIn,
};
