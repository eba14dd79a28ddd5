import { CannotMeasure } from '../cannot-measure.ts';
import { nearest } from '../nearest.ts';
import { git, tryGit } from './git.ts';
import { isShallow, lines, obtainCommit, remoteOf } from './history.ts';

/**
 * The commit that a branch, tag, SHA or expression such as `HEAD~3` names. A branch that only the remote has is found
 * without its prefix. Throws `CannotMeasure` that names the nearest known branch or tag.
 */
export async function resolveRef(repository: string, ref: string): Promise<string> {
  if (ref === '' || ref.startsWith('-'))
    throw new CannotMeasure(`${quoted(ref)} is not the name of a commit`);
  const found = (await localCommit(repository, ref)) ?? (await remoteCommit(repository, ref));
  if (found !== undefined) return found;
  const near = nearest(ref, await knownRefs(repository));
  const hint = near === undefined ? 'name a branch, a tag or a commit' : `did you mean ${quoted(near)}?`;
  throw new CannotMeasure(`no commit is called ${quoted(ref)}; ${hint}`);
}

/** The commit of the first of `refs` that exists here. */
export async function firstKnownRef(
  repository: string,
  refs: readonly string[],
): Promise<{ readonly ref: string; readonly sha: string } | undefined> {
  for (const ref of refs) {
    const sha = await localCommit(repository, ref);
    if (sha !== undefined) return { ref, sha };
  }
  return undefined;
}

/** The branch of that name on the remote, brought in where the clone lacks it; else the local one. */
export async function branchCommit(
  repository: string,
  branch: string,
): Promise<{ readonly ref: string; readonly sha: string } | undefined> {
  const remote = (await remoteOf(repository)) ?? 'origin';
  const known = await firstKnownRef(repository, [`refs/remotes/${remote}/${branch}`, `refs/heads/${branch}`]);
  const sha = known?.sha ?? (await fetchRef(repository, `refs/heads/${branch}`));
  return sha === undefined ? undefined : { ref: branch, sha };
}

/** Branches that a change is usually meant for, the likeliest first. */
export async function defaultBranches(repository: string): Promise<string[]> {
  const remote = (await remoteOf(repository)) ?? 'origin';
  const names = ['main', 'master'];
  return [`${remote}/HEAD`, ...names.map((name) => `${remote}/${name}`), ...names];
}

async function localCommit(repository: string, ref: string): Promise<string | undefined> {
  const answer = await tryGit(repository, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${ref}^{commit}`,
  ]);
  return answer.ok ? answer.stdout.trim() : undefined;
}

async function remoteCommit(repository: string, ref: string): Promise<string | undefined> {
  if (/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(ref))
    return (await obtainCommit(repository, ref)) ? ref : undefined;
  const remote = await remoteOf(repository);
  if (remote === undefined) return undefined;
  const tracked = await localCommit(repository, `refs/remotes/${remote}/${ref}`);
  if (tracked !== undefined || !(await isShallow(repository))) return tracked;
  return (
    (await fetchRef(repository, `refs/heads/${ref}`)) ?? (await fetchRef(repository, `refs/tags/${ref}`))
  );
}

async function fetchRef(repository: string, ref: string): Promise<string | undefined> {
  const remote = await remoteOf(repository);
  if (remote === undefined) return undefined;
  const answer = await tryGit(repository, ['ls-remote', '--quiet', remote, ref, `${ref}^{}`]);
  // An annotated tag is listed twice; the second line is the commit it points at.
  const sha = lines(answer.stdout).at(-1)?.split('\t', 1)[0];
  return sha !== undefined && (await obtainCommit(repository, sha)) ? sha : undefined;
}

async function knownRefs(repository: string): Promise<string[]> {
  const format = '--format=%(refname:short)';
  return lines(await git(repository, 'cannot list branches and tags', ['for-each-ref', format]));
}

/** For messages: one line, whatever the name holds. */
const quoted = (text: string): string => JSON.stringify(text);
