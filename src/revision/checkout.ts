import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { CannotMeasure } from '../cannot-measure.ts';
import { copyIgnoredFiles } from './copied-files.ts';
import { topLevelOf } from './git.ts';
import { isInside } from './inside.ts';
import { unresolvedPointers } from './large-files.ts';
import type { Revision, RevisionLabel } from './revision.ts';
import { checkOutSubmodules } from './submodules.ts';
import { bringUncommittedChanges } from './uncommitted-changes.ts';
import { addWorktree, removeAbandonedWorktrees, removeWorktree } from './worktrees.ts';

export interface CheckoutOptions {
  /** Private folder to put the worktree in, as `<root>/<name>`. */
  readonly root: string;
  readonly name: RevisionLabel;
  /** Files and folders that git ignores, as paths from the app's folder, brought from the user's checkout. */
  readonly copy: readonly string[];
  /** The app's folder, as a path from the repository's root. */
  readonly workingDirectory: string;
}

/** A revision in a git worktree of its own, which dispose removes. */
export interface Checkout extends AsyncDisposable {
  readonly directory: string;
  readonly appDirectory: string;
  /** What is not as in the user's checkout; one line each, for people. */
  readonly notices: readonly string[];
}

/**
 * Checks a revision out into a detached worktree. The user's checkout, index, refs and settings stay as they are.
 * Throws `CannotMeasure` that starts with the revision's name.
 */
export async function checkout(
  repository: string,
  revision: Revision,
  options: CheckoutOptions,
): Promise<Checkout> {
  const { name, workingDirectory } = options;
  const directory = join(await realpath(options.root), name);
  const topLevel = await topLevelOf(repository);
  await using undo = new AsyncDisposableStack();
  undo.defer(() => removeWorktree(topLevel, directory));

  await removeAbandonedWorktrees(topLevel);
  await addWorktree(
    topLevel,
    directory,
    revision.sha,
    `${name}: cannot check out ${revision.sha.slice(0, 12)}`,
  );
  const notices = await checkOutSubmodules(topLevel, directory, name);
  notices.push(...(await unresolvedPointers(directory, name)));
  if (revision.worktree) notices.push(...(await bringUncommittedChanges(topLevel, directory)));
  const appDirectory = await appFolder(directory, workingDirectory, revision, name);
  await copyIgnoredFiles({ from: topLevel, to: directory, folder: workingDirectory, paths: options.copy });

  const owned = undo.move();
  return { directory, appDirectory, notices, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

async function appFolder(
  directory: string,
  folder: string,
  revision: Revision,
  name: string,
): Promise<string> {
  const path = await realpath(join(directory, folder)).catch(() => undefined);
  if (path !== undefined && isInside(directory, path)) return path;
  const problem = path === undefined ? 'does not exist' : 'leads out of the repository';
  throw new CannotMeasure(`${name}: working-directory ${folder} ${problem} in ${revision.sha.slice(0, 12)}`);
}
