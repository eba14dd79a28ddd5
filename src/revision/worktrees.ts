import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { git, tryGit } from './git.ts';
import { removeTree } from './private-directory.ts';

/** Adds a detached, locked worktree; the lock names its owner, so that a later run can tell an abandoned one. */
export async function addWorktree(
  repository: string,
  directory: string,
  sha: string,
  purpose: string,
): Promise<void> {
  const lock = ['--lock', '--reason', `heapgate process ${process.pid} on ${hostname()}`];
  await git(repository, purpose, ['worktree', 'add', '--detach', ...lock, directory, sha]);
}

/** Files first: git refuses to remove what it cannot make sense of, but always forgets a worktree that is gone. */
export async function removeWorktree(repository: string, directory: string): Promise<void> {
  await removeTree(directory);
  await tryGit(repository, ['worktree', 'remove', '--force', '--force', directory]);
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
