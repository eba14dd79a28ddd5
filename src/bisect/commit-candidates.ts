import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { checkOut, type PreparedRevision } from '../prepare.ts';
import type { CommitLine } from '../revision/commit-line.ts';
import { servedAs } from '../served-as.ts';
import { readSettings } from '../settings.ts';
import type { Regression } from './culprit-search.ts';
import type { Candidate } from './probes.ts';

/** Commits between base and head, each checked out for as long as it is measured. Dispose removes the last one. */
export class CommitCandidates implements AsyncDisposable {
  readonly #regression: Regression;
  readonly #line: CommitLine;
  readonly #circumstances: string;
  #checkedOut = new AsyncDisposableStack();

  /** `findingId`: the leak that is looked for, on which an answer depends as well. */
  constructor(regression: Regression, line: CommitLine, findingId: string) {
    const { settings, scenario } = regression;
    this.#regression = regression;
    this.#line = line;
    this.#circumstances = JSON.stringify([settings.config, scenario, findingId]);
  }

  async at(sha: string): Promise<Candidate> {
    return {
      changes: [await this.nameOf(sha)],
      measured: JSON.stringify([await this.#line.treeOf(sha), this.#circumstances]),
      prepare: () => this.#prepare(sha),
    };
  }

  /** `1a2b3c4d5e Subject of the commit` */
  async nameOf(sha: string): Promise<string> {
    return `${sha.slice(0, 10)} ${await this.#line.subjectOf(sha)}`.trimEnd();
  }

  /** As head is prepared, with the commit's own `setup`, `start` and `ready`. */
  async #prepare(sha: string): Promise<PreparedRevision> {
    await this.#checkedOut.disposeAsync();
    this.#checkedOut = new AsyncDisposableStack();
    const { repository, revisions, scenario, scratch, stopwatch, signal } = this.#regression;
    const revision = { sha, ref: sha.slice(0, 10), worktree: false };
    const { own } = await readSettings({ ...this.#regression, base: revisions.base, head: revision });
    const root = join(scratch, `commit-${sha.slice(0, 10)}`);
    await mkdir(root, { recursive: true, mode: 0o700 });
    const tree = this.#checkedOut.use(
      await checkOut({
        repository,
        label: 'head',
        revision,
        settings: { ...this.#regression.settings, own },
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
