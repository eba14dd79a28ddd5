import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '../../src/bisect/answer.ts';
import { DependencyCandidates } from '../../src/bisect/dependency-candidates.ts';
import { nameCulprit, searchProbes } from '../../src/bisect/dependency-search.ts';
import { mostFixProbes } from '../../src/bisect/fix-search.ts';
import type { Prepare, ProbeAnswer } from '../../src/bisect/oracle.ts';
import { ProbeLog } from '../../src/bisect/probe-log.ts';
import { Probes } from '../../src/bisect/probes.ts';
import { CannotMeasure } from '../../src/cannot-measure.ts';
import type { PreparedRevision } from '../../src/prepare.ts';
import type { LockfileChange, Lockfiles, Mixture } from '../../src/revision/lockfile.ts';

let root: string;
let logs = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'hg-search-'));
});
afterAll(() => rm(root, { recursive: true }));

interface App {
  /** One gem each, `g0`, `g1`, …, from 1 to 2, and what it needs. */
  readonly needs: readonly (readonly number[])[];
  readonly hasCode?: boolean;
  /** Of the gems at head's version, the code as `code`, or `g3@4` for a pinned one. */
  readonly answer: (there: ReadonlySet<string>) => Answer;
  readonly versions?: readonly string[];
  readonly budgetMs?: number;
}

/** Searches an app that is no more than the set of what it has of head. */
async function search({
  needs,
  hasCode = false,
  answer,
  versions,
  budgetMs = Number.POSITIVE_INFINITY,
}: App) {
  let there: ReadonlySet<string> = new Set();
  const asked: ReadonlySet<string>[] = [];
  const mixture = (names: Iterable<string>): Mixture => {
    const set = new Set(names);
    return {
      text: JSON.stringify([...set].sort()),
      write: async () => {
        there = set;
      },
      assertKept: async () => {},
    };
  };
  const changes = needs.map(
    (needed, at): LockfileChange => ({
      entries: [{ name: `g${at}`, from: '1', to: '2', isDirect: true }],
      needs: needed,
    }),
  );
  const lockfiles: Lockfiles = {
    manager: 'a test',
    changes: async () => changes,
    mix: async (chosen, code) => mixture([...chosen, ...(hasCode && code === 'head' ? ['code'] : [])]),
    pin: (name, version) => mixture([...changes.map((_, at) => `g${at}`), `${name}@${version}`]),
    versions: async () => {
      if (!versions) throw new CannotMeasure('the registry does not answer');
      return [...versions];
    },
    commandFor: async ({ name, version }) => `install ${name} ${version}`,
  };
  const say = async (prepare: Prepare): Promise<ProbeAnswer> => {
    await prepare();
    asked.push(there);
    return { answer: answer(there) };
  };
  const tree = { appDirectory: '/app', code: 'c', setUpAgain: async () => ({}) as PreparedRevision };
  const candidates = await DependencyCandidates.of({
    lockfiles,
    hasCode,
    trees: { base: tree, head: tree },
    circumstances: '',
  });
  const log = await ProbeLog.open(join(root, `${++logs}.jsonl`));
  const deadlineMs = performance.now() + budgetMs;
  const oracle = { ask: say, confirm: say };
  const probes = new Probes({ oracle, log, bound: 0, deadlineMs, progress: () => {} });
  const found = await nameCulprit({ candidates, lockfiles, probes });
  return { ...found, asked, probes: probes.records.length };
}

const alone = (size: number): number[][] => Array.from({ length: size }, () => []);
const leaksWith =
  (...gems: readonly string[]) =>
  (there: ReadonlySet<string>): Answer =>
    gems.every((gem) => there.has(gem)) ? 'leaks' : 'clean';

/** Gems with needs that come before them, one of which is the culprit. */
const apps = fc.integer({ min: 1, max: 30 }).chain((size) =>
  fc.record({
    culprit: fc.nat(size - 1),
    needs: fc.tuple(
      ...Array.from({ length: size }, (_, at) =>
        at === 0 ? fc.constant([]) : fc.uniqueArray(fc.nat(at - 1), { maxLength: 2 }),
      ),
    ),
  }),
);

/** Versions beside head's 2, and those of them that do not leak: base's 1 may be among them or not. */
const released = fc
  .record({ newer: fc.nat(7), older: fc.nat(7), hasBase: fc.boolean() })
  .map(({ newer, older, hasBase }) => ({
    newer: Array.from({ length: newer }, (_, at) => `3.${at}`),
    older: [...(hasBase ? ['1'] : []), ...Array.from({ length: older }, (_, at) => `1.${at}`)],
  }))
  .chain(({ newer, older }) =>
    fc.record({
      newer: fc.constant(newer),
      older: fc.constant(older),
      fixes: fc.subarray([...newer, ...older]),
    }),
  );

describe('the upgrade that leaks', () => {
  test('is named with its versions, in no more probes than were promised', () =>
    fc.assert(
      fc.asyncProperty(apps, async ({ culprit, needs }) => {
        const found = await search({ needs, answer: leaksWith(`g${culprit}`) });
        expect(found.culprit).toMatchObject({ kind: 'dependency', name: `g${culprit}`, from: '1', to: '2' });
        expect(found.culprit).not.toHaveProperty('together');
        expect(found.probes).toBeLessThanOrEqual(searchProbes(needs.length));
      }),
    ));

  test('takes no more probes than were promised with its fix, wherever that is', () =>
    fc.assert(
      fc.asyncProperty(apps, released, async ({ culprit, needs }, { newer, older, fixes }) => {
        const name = `g${culprit}`;
        const versions = [...older, '2', ...newer];
        const found = await search({
          needs,
          versions,
          answer: (there) =>
            there.has(name) && !fixes.some((fix) => there.has(`${name}@${fix}`)) ? 'leaks' : 'clean',
        });
        expect(found.probes).toBeLessThanOrEqual(searchProbes(needs.length) + mostFixProbes);
        if (fixes[0] === newer[0] && newer[0] !== undefined)
          expect(found.probes).toBeLessThanOrEqual(Math.ceil(Math.log2(needs.length)) + 3);
      }),
    ));

  test('is tried with what it needs, and so is every other', () =>
    fc.assert(
      fc.asyncProperty(apps, async ({ culprit, needs }) => {
        const { asked } = await search({ needs, answer: leaksWith(`g${culprit}`) });
        for (const there of asked)
          for (const [at, needed] of needs.entries())
            if (there.has(`g${at}`)) for (const other of needed) expect(there).toContain(`g${other}`);
      }),
    ));

  test('is two that leak only together, and no third', async () => {
    const { culprit, notices } = await search({ needs: alone(12), answer: leaksWith('g3', 'g8') });
    expect(culprit).toMatchObject({ name: 'g3', together: [{ name: 'g8', from: '1', to: '2' }] });
    expect(culprit?.together).toHaveLength(1);
    expect(notices).toEqual([]);
  });

  test('is the app’s own code where no gem brings it', async () => {
    const { culprit } = await search({ needs: alone(6), hasCode: true, answer: leaksWith('code') });
    expect(culprit).toEqual({ kind: 'commit', name: 'the app’s own code' });
  });

  test('is found past mixtures that cannot be measured', async () => {
    const answer = (there: ReadonlySet<string>): Answer =>
      there.has('g2') !== there.has('g3') ? 'unknown' : leaksWith('g6')(there);
    const { culprit } = await search({ needs: alone(9), answer });
    expect(culprit?.name).toBe('g6');
  });

  test('is not cleared by a head that leaks without it as well', async () => {
    const answer = (there: ReadonlySet<string>): Answer =>
      there.has('g1') || there.has('g4') ? 'leaks' : 'clean';
    const { notices } = await search({ needs: alone(6), answer });
    expect(notices).toContain('head leaks the same without g1 1 → 2: something else brings it as well');
  });
});

describe('the fix', () => {
  test('is the nearest newer version that was measured and is clean, with the command to get it', async () => {
    const answer = (there: ReadonlySet<string>): Answer =>
      there.has('g1') && !there.has('g1@4') ? 'leaks' : 'clean';
    const { culprit } = await search({ needs: alone(4), answer, versions: ['1', '2', '3', '4', '5'] });
    expect(culprit).toMatchObject({ fixedIn: '4', verified: true, command: 'install g1 4' });
  });

  test('is the nearest older one where no newer one is clean', async () => {
    const { culprit } = await search({ needs: alone(4), answer: leaksWith('g1'), versions: ['1', '2', '3'] });
    expect(culprit).toMatchObject({ lastClean: '1' });
    expect(culprit).not.toHaveProperty('fixedIn');
  });

  test('is not looked for where the registry does not answer, which is said', async () => {
    const { culprit, notices } = await search({ needs: alone(4), answer: leaksWith('g1') });
    expect(culprit?.name).toBe('g1');
    expect(notices).toEqual(['no version without the leak was looked for: the registry does not answer']);
  });
});

test('of a version that its source no longer has no fix is looked for, which is said', async () => {
  const { culprit, notices } = await search({
    needs: alone(4),
    answer: leaksWith('g1'),
    versions: ['1', '3'],
  });
  expect(culprit).not.toHaveProperty('fixedIn');
  expect(notices).toEqual([
    'no version without the leak was looked for: g1 2 is none of the versions that a test finds',
  ]);
});

test('without time nothing is measured, and what is suspected is said', async () => {
  const { culprit, notices, asked } = await search({
    needs: alone(2),
    answer: leaksWith('g1'),
    budgetMs: -1,
  });
  expect(culprit).toBeUndefined();
  expect(asked).toEqual([]);
  expect(notices[0]).toMatch(
    /^time ran out .* it, or a part of it, is among 2 of 2 changes: g0 1 → 2, g1 1 → 2; run it again/,
  );
});
