import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/bisect/answer.ts';
import { type CommitHistory, leakingCommit, mostProbes } from '../../src/bisect/leaking-commit.ts';

/** A history in memory: each commit's parents, oldest commit first; the first one is the root. */
class Repository implements CommitHistory {
  readonly #parents: ReadonlyMap<string, readonly string[]>;

  constructor(parents: ReadonlyMap<string, readonly string[]>) {
    this.#parents = parents;
  }

  async parentsOf(commit: string): Promise<readonly string[]> {
    return this.#parents.get(commit) ?? [];
  }

  async firstParents(from: string, to: string): Promise<readonly string[]> {
    const known = this.ancestors(from);
    const line: string[] = [];
    for (let commit: string | undefined = to; commit !== undefined && !known.has(commit); ) {
      line.unshift(commit);
      commit = this.#parents.get(commit)?.[0];
    }
    return line;
  }

  async mergeBase(one: string, other: string): Promise<string | undefined> {
    const [ofOne, ofOther] = [this.ancestors(one), this.ancestors(other)];
    // The youngest: commits are listed oldest first, and none is older than its parents.
    return [...this.#parents.keys()].findLast((commit) => ofOne.has(commit) && ofOther.has(commit));
  }

  ancestors(commit: string): Set<string> {
    const found = new Set<string>();
    for (const todo = [commit]; todo.length > 0; ) {
      const next = todo.pop() ?? '';
      if (!found.has(next)) todo.push(...(this.#parents.get(next) ?? []));
      found.add(next);
    }
    return found;
  }
}

const straight = (commits: number): Repository =>
  new Repository(
    new Map(Array.from({ length: commits + 1 }, (_, i) => [`${i}`, i === 0 ? [] : [`${i - 1}`]])),
  );

/** Main line and branches off it that are merged again; commits are named by their number. */
const branchy = fc
  .array(fc.record({ forkedBack: fc.nat(5), commits: fc.nat(4) }), { minLength: 1, maxLength: 8 })
  .map((steps) => {
    const parents = new Map<string, readonly string[]>([['0', []]]);
    const add = (...of: string[]) => {
      const name = String(parents.size);
      parents.set(name, of);
      return name;
    };
    const main = ['0'];
    for (const { forkedBack, commits } of steps) {
      let side = main.at(-1 - forkedBack) ?? '0';
      const fork = side;
      for (let i = 0; i < commits; i++) side = add(side);
      const last = main.at(-1) ?? '0';
      main.push(side === fork ? add(last) : add(last, side));
    }
    return { repository: new Repository(parents), tip: main.at(-1) ?? '0', size: parents.size };
  });

describe('the commit that brought the leak', () => {
  it('is found on a line within the probes promised', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 300 }), fc.nat(), async (commits, number) => {
        const culprit = (number % commits) + 1;
        let probes = 0;
        const range = { clean: '0', leaking: `${commits}` };
        const found = await leakingCommit(range, straight(commits), async (sha) => {
          probes++;
          return Number(sha) >= culprit ? 'leaks' : 'clean';
        });
        expect(found).toEqual({ culprits: [`${culprit}`], isMerge: false });
        expect(await mostProbes(range, straight(commits))).toBe(Math.ceil(Math.log2(commits)));
        expect(probes).toBeLessThanOrEqual(Math.ceil(Math.log2(commits)));
      }),
    ));

  it('is found inside of the merge that brought it in, within the probes promised', () =>
    fc.assert(
      fc.asyncProperty(branchy, fc.nat(), async ({ repository, tip, size }, number) => {
        const culprit = String((number % (size - 1)) + 1);
        fc.pre(repository.ancestors(tip).has(culprit));
        let probes = 0;
        const probe = async (sha: string): Promise<Answer> => {
          probes++;
          return repository.ancestors(sha).has(culprit) ? 'leaks' : 'clean';
        };
        const range = { clean: '0', leaking: tip };
        const found = await leakingCommit(range, repository, probe);
        expect(found.culprits).toEqual([culprit]);
        expect(probes).toBeLessThanOrEqual(await mostProbes(range, repository));
      }),
      { numRuns: 500 },
    ));

  it('is the merge where neither side leaks by itself', async () => {
    const repository = new Repository(
      new Map([
        ['root', []],
        ['left', ['root']],
        ['right', ['root']],
        ['merge', ['left', 'right']],
        ['tip', ['merge']],
      ]),
    );
    const leaks = (sha: string) => ['left', 'right'].every((side) => repository.ancestors(sha).has(side));
    const found = await leakingCommit({ clean: 'root', leaking: 'tip' }, repository, async (sha) =>
      leaks(sha) ? 'leaks' : 'clean',
    );
    expect(found).toEqual({ culprits: ['merge'], isMerge: true });
  });

  it('is one of several where those between do not boot', async () => {
    const broken = new Set(['4', '5', '6']);
    const found = await leakingCommit({ clean: '0', leaking: '9' }, straight(9), async (sha) =>
      broken.has(sha) ? 'unknown' : Number(sha) >= 5 ? 'leaks' : 'clean',
    );
    expect(found).toEqual({ culprits: ['4', '5', '6', '7'], isMerge: false });
  });

  it('is not looked for in a merged side that does not boot', async () => {
    const repository = new Repository(
      new Map([
        ['root', []],
        ['left', ['root']],
        ['right', ['root']],
        ['merge', ['left', 'right']],
      ]),
    );
    const answers: Record<string, Answer> = { left: 'clean', right: 'unknown' };
    const found = await leakingCommit(
      { clean: 'root', leaking: 'merge' },
      repository,
      async (sha) => answers[sha] ?? 'unknown',
    );
    expect(found).toEqual({ culprits: ['merge'], isMerge: true });
  });
});
