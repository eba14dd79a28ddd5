import { cp, lstat, mkdir, realpath, rm } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { CannotMeasure } from '../cannot-measure.ts';
import { git } from './git.ts';
import { isInside, nearestExisting } from './inside.ts';

export interface IgnoredFiles {
  /** Root of the user's checkout. */
  readonly from: string;
  /** Root of the worktree. */
  readonly to: string;
  /** The app's folder, from the root, which `paths` start at. */
  readonly folder: string;
  readonly paths: readonly string[];
}

/**
 * Copies what git does not hold but the app needs. Of a folder only the files that git does not hold are taken, so that
 * the revision keeps its own. Throws `CannotMeasure` that names a path which is missing or leads out of the checkout.
 */
export async function copyIgnoredFiles(wanted: IgnoredFiles): Promise<void> {
  for (const path of wanted.paths) {
    const inside = posix.join(wanted.folder, path);
    const source = await realpath(join(wanted.from, inside)).catch(() => undefined);
    if (source === undefined)
      throw new CannotMeasure(
        `copy: ${inside} does not exist in the checkout: create it, or take it off the list`,
      );
    if (!isInside(wanted.from, source))
      throw new CannotMeasure(`copy: ${inside} leads out of the checkout: replace the link by a file`);
    for (const file of await filesToCopy(wanted.from, inside)) await copyInside(wanted.from, wanted.to, file);
  }
}

/** Copies one file or link, replacing what is there. Never writes through a link that the revision holds. */
export async function copyInside(from: string, to: string, path: string): Promise<void> {
  const target = join(to, path);
  await makeFolder(to, dirname(target), path);
  await rm(target, { recursive: true, force: true });
  await cp(join(from, path), target, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
}

async function filesToCopy(from: string, path: string): Promise<string[]> {
  if (!(await lstat(join(from, path))).isDirectory()) return [path];
  const files = await git(from, `copy: cannot list ${path}`, [
    '--literal-pathspecs',
    'ls-files',
    '--others',
    '-z',
    '--',
    path,
  ]);
  return files.split('\0').filter((file) => file !== '');
}

async function makeFolder(root: string, folder: string, path: string): Promise<void> {
  const existing = await nearestExisting(folder);
  if (!isInside(root, await realpath(existing))) {
    throw new CannotMeasure(`copy: ${path} would leave the worktree through a link that this revision holds`);
  }
  await mkdir(folder, { recursive: true });
}
