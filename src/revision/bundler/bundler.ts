import type { PackageManager } from '../package-manager.ts';
import { assertGemfileLocks } from './assert-gemfile-locks.ts';
import { readBundlerFiles } from './bundler-files.ts';
import { BundlerLockfiles } from './bundler-lockfiles.ts';
import { bundlerProblemIn } from './bundler-problem.ts';

export const bundler: PackageManager = {
  name: 'Bundler',
  lockfiles: ['Gemfile.lock'],
  manifest: 'Gemfile',
  assertReadable: assertGemfileLocks,
  read: async (sides) =>
    new BundlerLockfiles({
      ...sides,
      base: await readBundlerFiles(sides.base, 'base'),
      head: await readBundlerFiles(sides.head, 'head'),
      directory: sides.head,
    }),
  problemIn: bundlerProblemIn,
};
