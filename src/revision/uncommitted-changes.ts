import type { Stats } from 'node:fs';
import { lstat, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { copyInside } from './copied-files.ts';
import { git } from './git.ts';

/**
 * Repeats the uncommitted changes of the checkout in a worktree of the same commit: what was changed, deleted, or is
 * new and not ignored. Only reads the checkout. Answers notices on what cannot be repeated.
 */
export async function bringUncommittedChanges(topLevel: string, directory: string): Promise<string[]> {
  const changes = await listChanges(topLevel);
  // What goes, goes first: a file that was deleted may make room for a folder of the same name.
  for (const { path } of changes) {
    const old = await look(join(directory, path));
    if (old !== undefined && !old.isDirectory()) await rm(join(directory, path));
  }
  const notices: string[] = [];
  for (const { path, deleted } of changes) {
    const source = await look(join(topLevel, path));
    if (source === undefined) continue;
    if (!source.isDirectory()) await copyInside(topLevel, directory, path);
    else if (!deleted) notices.push(`changes inside ${path}, a git repository of its own, are not measured`);
  }
  return notices;
}

interface Change {
  readonly path: string;
  readonly deleted: boolean;
}

async function listChanges(topLevel: string): Promise<Change[]> {
  const args = ['status', '--porcelain', '-z', '--no-renames', '--untracked-files=all'];
  const status = await git(topLevel, 'head: cannot read the state of the checkout', args);
  return status.split('\0').flatMap((entry) => {
    if (entry === '') return [];
    return [{ deleted: entry.slice(0, 2).includes('D'), path: entry.slice('XY '.length) }];
  });
}

const look = (path: string): Promise<Stats | undefined> => lstat(path).catch(() => undefined);
