import picomatch from 'picomatch';
import type { CheckRequest } from '../check.ts';
import { resolveRevisions } from '../revision/commits.ts';
import { changedFiles } from '../revision/files.ts';

/** Whether head changes any file that `globs` ask for. No globs ask for everything. */
export async function isRelevant(
  { repository, revisions }: Pick<CheckRequest, 'repository' | 'revisions'>,
  globs: readonly string[],
): Promise<boolean> {
  if (globs.length === 0) return true;
  const { base, head } = await resolveRevisions(repository, revisions);
  return head.worktree || matchesAny(await changedFiles(repository, base.sha, head.sha), globs);
}

/**
 * Whether the globs ask for any of the files. As in a workflow's own `paths`, a later glob overrules an
 * earlier one and `!` takes files out; `*` matches dot files too.
 */
export function matchesAny(files: readonly string[], globs: readonly string[]): boolean {
  const rules = globs.map((glob) => {
    const excludes = glob.startsWith('!');
    return { asksFor: !excludes, matches: picomatch(excludes ? glob.slice(1) : glob, { dot: true }) };
  });
  return files.some((file) => rules.findLast((rule) => rule.matches(file))?.asksFor ?? false);
}
