import { posix } from 'node:path';
import { CannotMeasure } from '../cannot-measure.ts';
import { git, tryGit } from './git.ts';

/**
 * The text of a file as it is in a commit; `undefined` when it has no such file. Symbolic links are followed as long
 * as they stay inside the commit. Throws `CannotMeasure` where they do not.
 */
export async function readFileAt(repository: string, sha: string, path: string): Promise<string | undefined> {
  const inside = repositoryPath(path);
  if (inside.includes('\n')) return undefined;
  const answer = await tryGit(repository, ['cat-file', '--batch', '--follow-symlinks'], {
    input: `${sha}:${inside}\n`,
  });
  if (/^symlink \d+\n/.test(answer.stdout))
    throw new CannotMeasure(`${inside}: leads out of the repository: put the file itself into it`);
  const header = /^[0-9a-f]+ blob \d+\n/.exec(answer.stdout)?.[0];
  return header === undefined ? undefined : answer.stdout.slice(header.length, -1);
}

/** Files in a folder of a commit and below, as paths from the repository's root. None when there is no such folder. */
export async function listFilesAt(repository: string, sha: string, directory: string): Promise<string[]> {
  const inside = repositoryPath(directory);
  const only = inside === '.' ? [] : ['--', `${inside}/`];
  const args = ['ls-tree', '-r', '-z', '--full-tree', sha, ...only];
  const entries = await git(repository, `cannot list the files of ${sha}`, args);
  return entries.split('\0').flatMap((entry) => {
    const [meta, path] = splitOnce(entry, '\t');
    return meta.includes(' blob ') ? [path] : [];
  });
}

/** Paths, from the repository's root, that differ between two commits; a renamed file counts with both its names. */
export async function changedFiles(repository: string, baseSha: string, headSha: string): Promise<string[]> {
  const args = ['diff-tree', '-r', '-z', '--name-only', '--no-renames', baseSha, headSha];
  const paths = await git(repository, `cannot compare ${baseSha} and ${headSha}`, args);
  return paths.split('\0').filter((path) => path !== '');
}

const repositoryPath = (path: string): string => posix.normalize(path).replace(/\/$/, '');

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}
