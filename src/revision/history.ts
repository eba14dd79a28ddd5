import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CannotMeasure } from '../cannot-measure.ts';
import { git, gitReason, tryGit } from './git.ts';

/** Parents as the commit itself names them: git's own view leaves out those beyond a shallow clone's edge. */
export async function parentsOf(repository: string, sha: string): Promise<string[]> {
  const commit = await git(repository, `cannot read commit ${sha}`, ['cat-file', 'commit', sha]);
  const header = commit.split('\n\n', 1)[0] ?? '';
  return header
    .split('\n')
    .flatMap((line) => (line.startsWith('parent ') ? [line.slice('parent '.length)] : []));
}

export async function hasCommit(repository: string, sha: string): Promise<boolean> {
  return (await tryGit(repository, ['cat-file', '-e', `${sha}^{commit}`])).ok;
}

/** Brings one commit from the remote where the clone lacks it. Answers whether the clone has it now. */
export async function obtainCommit(repository: string, sha: string): Promise<boolean> {
  if (await hasCommit(repository, sha)) return true;
  const remote = await remoteOf(repository);
  if (remote === undefined) return false;
  // In a complete clone, `--depth` would cut history off; there the missing part is brought whole.
  const depth = (await isShallow(repository)) ? ['--depth=1'] : [];
  return (await tryGit(repository, [...FETCH, ...depth, remote, sha])).ok;
}

/**
 * The best common ancestor of two commits; `undefined` when they share no history. In a shallow clone history is
 * brought in until the answer is certain; throws `CannotMeasure` where that cannot be done.
 */
export async function mergeBase(repository: string, one: string, other: string): Promise<string | undefined> {
  for (const step of DEEPENING) {
    const found = await visibleMergeBase(repository, one, other);
    if (found.certain) return found.sha;
    await deepen(repository, step, [one, other]);
  }
  const found = await visibleMergeBase(repository, one, other);
  if (found.certain) return found.sha;
  throw incomplete('the remote is shallow, too');
}

/** The remote that history and branches come from: `origin`, else the first. */
export async function remoteOf(repository: string): Promise<string | undefined> {
  const remotes = lines(await git(repository, 'cannot list the remotes', ['remote']));
  return remotes.includes('origin') ? 'origin' : remotes[0];
}

export async function isShallow(repository: string): Promise<boolean> {
  const answer = await git(repository, 'cannot tell if the clone is shallow', [
    'rev-parse',
    '--is-shallow-repository',
  ]);
  return answer.trim() === 'true';
}

/** Commits to bring in beyond the clone's edge at each step: most branches are short. */
const DEEPENING = ['--deepen=50', '--deepen=500', '--unshallow'];

/** With commits named by their SHA it brings objects only: no branch, tag or FETCH_HEAD of the user moves. */
const FETCH = [
  'fetch',
  '--quiet',
  '--no-tags',
  '--no-recurse-submodules',
  '--no-write-fetch-head',
  '--no-auto-maintenance',
];

async function visibleMergeBase(
  repository: string,
  one: string,
  other: string,
): Promise<{ readonly sha: string | undefined; readonly certain: boolean }> {
  const candidates = lines((await tryGit(repository, ['merge-base', '--all', one, other])).stdout);
  const sha = candidates[0];
  const edge = await shallowEdge(repository);
  if (edge.size === 0 || sha === one || sha === other) return { sha, certain: true };
  if (sha === undefined || candidates.length > 1) return { sha, certain: false };
  // A better common ancestor can only hide behind a cut-off commit that is not itself an ancestor of this one.
  const newer = lines(await git(repository, 'cannot list commits', ['rev-list', one, other, `^${sha}`]));
  return { sha, certain: !newer.some((commit) => edge.has(commit)) };
}

/** Commits whose parents a shallow clone leaves out. */
async function shallowEdge(repository: string): Promise<ReadonlySet<string>> {
  const path = await git(repository, 'cannot find the git folder', ['rev-parse', '--git-path', 'shallow']);
  const text = await readFile(resolve(repository, path.trim()), 'utf8').catch(() => '');
  return new Set(lines(text));
}

async function deepen(repository: string, step: string, commits: readonly string[]): Promise<void> {
  const remote = await remoteOf(repository);
  if (remote === undefined) throw incomplete('it has no remote');
  const exact = await tryGit(repository, [...FETCH, step, remote, ...new Set(commits)]);
  if (exact.ok || !(await isShallow(repository))) return;
  // Commits that were never pushed: the remote's branches then lead to where they left it.
  const branches = await tryGit(repository, [...FETCH, step, remote]);
  if (!branches.ok) throw incomplete(gitReason(branches));
}

function incomplete(reason: string): CannotMeasure {
  return new CannotMeasure(
    `the clone is shallow and its history cannot be completed (${reason}): check out with fetch-depth: 0`,
  );
}

export const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');
