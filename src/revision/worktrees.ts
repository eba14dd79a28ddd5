import { existsSync } from 'node:fs';
import { rmdir, statfs } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, resolve } from 'node:path';
import { CannotMeasure } from '../cannot-measure.ts';
import { moreRoom } from '../lack-of-room.ts';
import { git, gitReason, tryGit } from './git.ts';
import { removeTree } from './private-directory.ts';

/** Adds a detached, locked worktree; the lock names its owner, so that a later run can tell an abandoned one. */
export async function addWorktree(
  repository: string,
  directory: string,
  sha: string,
  purpose: string,
): Promise<void> {
  const lock = ['--lock', '--reason', `heapgate process ${process.pid} on ${hostname()}`];
  const answer = await tryGit(repository, ['worktree', 'add', '--detach', ...lock, directory, sha]);
  if (answer.ok) return;
  throw new CannotMeasure(`${purpose}: ${(await isFull(dirname(directory))) ? moreRoom : gitReason(answer)}`);
}

/** Less room than any commit needs. git names a file that it could not write, but not why. */
const leastBytes = 64 * 1024;

async function isFull(folder: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize < leastBytes;
}

/** Files first: git refuses to remove what it cannot make sense of, but always forgets a worktree that is gone. */
export async function removeWorktree(repository: string, directory: string): Promise<void> {
  await removeTree(directory);
  const { ok } = await tryGit(repository, ['worktree', 'remove', '--force', '--force', directory]);
  if (ok) return;
  // Where git could not add it, it forgot it by itself, all but the folder of its worktrees.
  const { stdout } = await tryGit(repository, ['rev-parse', '--git-path', 'worktrees']);
  await rmdir(resolve(repository, stdout.trimEnd())).catch(() => undefined);
}

/** Removes worktrees of earlier runs on this machine that were killed. Worktrees of the user are not touched. */
export async function removeAbandonedWorktrees(repository: string): Promise<void> {
  const list = await git(repository, 'cannot list the worktrees', ['worktree', 'list', '--porcelain']);
  for (const entry of list.split('\n\n')) {
    const directory = /^worktree (.+)$/m.exec(entry)?.[1];
    const owner = /^locked heapgate process (\d+) on (.+)$/m.exec(entry);
    if (directory === undefined || owner?.[1] === undefined || owner[2] !== hostname()) continue;
    if (!existsSync(`/proc/${owner[1]}`)) await removeWorktree(repository, directory);
  }
}
