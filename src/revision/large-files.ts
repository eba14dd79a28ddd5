import { tryGit } from './git.ts';

/** A notice when files kept by Git LFS were checked out as pointers, because Git LFS is not set up on this machine. */
export async function unresolvedPointers(directory: string, name: string): Promise<string[]> {
  const pointers = await tryGit(directory, ['grep', '-q', 'filter=lfs', '--', ':(glob)**/.gitattributes']);
  if (!pointers.ok) return [];
  const filter = await tryGit(directory, ['config', '--get-regexp', '^filter\\.lfs\\.(process|smudge)$']);
  return filter.ok
    ? []
    : [`${name}: files in Git LFS are left as pointers: install git-lfs if the app reads them`];
}
