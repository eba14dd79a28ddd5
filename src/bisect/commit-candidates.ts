import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { checkOut, type PreparedRevision } from '../prepare.ts';
import type { CommitLine, NamedCommit } from '../revision/commit-line.ts';
import { servedAs } from '../served-as.ts';
import { readSettings } from '../settings.ts';
import type { BisectGround } from './culprit-search.ts';
import type { Candidate } from './probes.ts';

/** `1a2b3c4d5e Subject of the commit` */
export const commitName = ({ sha, subject }: NamedCommit): string =>
  `${sha.slice(0, 10)} ${subject}`.trimEnd();

/** Commits between base and head, each checked out for as long as it is measured. Dispose removes the last one. */
export class CommitCandidates implements AsyncDisposable {
  readonly #ground: BisectGround;
  readonly #line: CommitLine;
  readonly #circumstances: string;
  #checkedOut = new AsyncDisposableStack();

  /** `findingId`: the leak that is looked for, on which an answer depends as well. */
  constructor(ground: BisectGround, line: CommitLine, findingId: string) {
    const { settings, scenario } = ground;
    this.#ground = ground;
    this.#line = line;
    this.#circumstances = JSON.stringify([settings.config, scenario, findingId]);
  }

  async at(sha: string): Promise<Candidate> {
    return {
      changes: [await this.nameOf(sha)],
      measured: JSON.stringify([await this.#line.treeOf(sha), this.#circumstances]),
      prepare: (signal) => this.#prepare(sha, signal),
    };
  }

  async nameOf(sha: string): Promise<string> {
    return commitName({ sha, subject: await this.#line.subjectOf(sha) });
  }

  /** As head is prepared, with the commit's own `setup`, `start` and `ready`. */
  async #prepare(sha: string, signal: AbortSignal | undefined): Promise<PreparedRevision> {
    await this.#checkedOut.disposeAsync();
    this.#checkedOut = new AsyncDisposableStack();
    const { repository, revisions, scenario, scratch, stopwatch } = this.#ground;
    const revision = { sha, ref: sha.slice(0, 10), worktree: false };
    const { own } = await readSettings({ ...this.#ground, base: revisions.base, head: revision });
    const root = join(scratch, `commit-${sha.slice(0, 10)}`);
    await mkdir(root, { recursive: true, mode: 0o700 });
    const tree = this.#checkedOut.use(
      await checkOut({
        repository,
        label: 'head',
        revision,
        settings: { ...this.#ground.settings, own },
        scratch: root,
        keep: undefined,
        stopwatch,
        progress: () => {},
        signal,
      }),
    );
    return servedAs(scenario.plan, await tree.setUp());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#checkedOut.disposeAsync();
  }
}
