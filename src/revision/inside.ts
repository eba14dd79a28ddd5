import { existsSync } from 'node:fs';
import { lstat, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { CannotMeasure } from '../cannot-measure.ts';

/** Whether `path` is `folder` or below it. Both must be real paths: links are not looked through. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith('../') && !isAbsolute(way);
}

/**
 * Throws `CannotMeasure` where `path`, from a folder of a git checkout, leads out of it, by itself or by links. What does
 * not exist goes by the folder that it would be in. Nothing is left where there is no checkout.
 */
export async function assertStaysInCheckout(folder: string, path: string, shown = path): Promise<void> {
  const checkouts = foldersAbove(resolve(folder)).filter((above) => existsSync(join(above, '.git')));
  if (checkouts.length === 0) return;
  // Nothing is at the end of some links.
  const real = await realpath(await nearestExisting(resolve(folder, path))).catch(() => '/');
  // All of them: a link may lead into another checkout.
  const roots = await Promise.all(checkouts.map((checkout) => realpath(checkout)));
  if (roots.every((root) => isInside(root, real))) return;
  throw new CannotMeasure(`${shown}: leads out of the repository: put the file itself into it`);
}

/** `path`, or what is there of the folders that it is in. */
export async function nearestExisting(path: string): Promise<string> {
  const found = await lstat(path).catch(() => undefined);
  return found === undefined ? nearestExisting(dirname(path)) : path;
}

const foldersAbove = (folder: string): string[] =>
  folder === dirname(folder) ? [folder] : [folder, ...foldersAbove(dirname(folder))];
