import { git, tryGit } from './git.ts';
import { lines, mergeBase, parentsOf } from './history.ts';

export interface NamedCommit {
  readonly sha: string;
  /** The first line of its message. */
  readonly subject: string;
}

/** The commits between two of a repository, as a search for the one to blame walks them. */
export class CommitLine {
  readonly #repository: string;

  constructor(repository: string) {
    this.#repository = repository;
  }

  /** Commits after `from` up to `to`, oldest first, following first parents alone. */
  async firstParents(from: string, to: string): Promise<string[]> {
    const options = ['rev-list', '--first-parent', '--reverse', to, `^${from}`];
    return lines(await git(this.#repository, 'cannot list commits', options));
  }

  /** All that `to` has and none of `from` has, merged commits as well, none before its parents. */
  async between(from: readonly string[], to: string): Promise<NamedCommit[]> {
    const options = [
      'log',
      '--topo-order',
      '--reverse',
      '--format=%H %s',
      to,
      ...from.map((sha) => `^${sha}`),
    ];
    return lines(await git(this.#repository, 'cannot list commits', options)).map((line) => {
      const [sha = ''] = line.split(' ', 1);
      return { sha, subject: line.slice(sha.length).trim() };
    });
  }

  parentsOf(commit: string): Promise<string[]> {
    return parentsOf(this.#repository, commit);
  }

  mergeBase(one: string, other: string): Promise<string | undefined> {
    return mergeBase(this.#repository, one, other);
  }

  /** The first line of the commit's message. */
  async subjectOf(commit: string): Promise<string> {
    const purpose = `cannot read commit ${commit}`;
    return (await git(this.#repository, purpose, ['log', '-1', '--format=%s', commit])).trim();
  }

  /** What its files are known by: a commit that only changed the message has its parent's. */
  async treeOf(commit: string): Promise<string> {
    const purpose = `cannot read commit ${commit}`;
    return (await git(this.#repository, purpose, ['rev-parse', `${commit}^{tree}`])).trim();
  }

  async isAncestor(one: string, of: string): Promise<boolean> {
    return (await tryGit(this.#repository, ['merge-base', '--is-ancestor', one, of])).ok;
  }
}
