import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Answer } from '../../../src/bisect/answer.ts';
import { type KnownAnswer, nextRound, type RoundProbe } from '../../../src/bisect/fan-out/round.ts';
import type { NamedCulprit, ReadySearch } from '../../../src/bisect/logged-search.ts';
import { type Asked, type Candidate, OutOfTime } from '../../../src/bisect/probes.ts';
import { smallestSet } from '../../../src/bisect/smallest-set.ts';
import { arbitraryOracle, monotone, type Oracle } from '../random-oracle.ts';

const candidateOf = (some: readonly number[]): Candidate => ({
  changes: some.toSorted((a, b) => a - b).map(String),
  measured: '',
  prepare: () => Promise.reject(new Error('nothing is measured here')),
});

/** Which changes leak together, confirmed by a full measurement. */
function searchOf({ changes }: Pick<Oracle, 'changes'>): ReadySearch {
  return {
    things: 'changes',
    candidates: changes.map(String),
    bound: 0,
    name: async (probes): Promise<NamedCulprit> => {
      try {
        const { culprits } = await smallestSet(changes, (some) => probes.ask(candidateOf(some)));
        const confirmed = await probes.confirm(candidateOf(culprits));
        return { culprit: { kind: 'dependency', name: culprits.join() }, notices: [confirmed] };
      } catch (error) {
        if (!(error instanceof OutOfTime)) throw error;
        return { culprit: undefined, notices: [`${probes.records.length} known`] };
      }
    },
    [Symbol.asyncDispose]: async () => {},
  };
}

const answerTo = (oracle: Oracle, { changes }: Pick<Candidate, 'changes'>): Answer =>
  oracle.answer(changes.map(Number));

const toldBy = (oracle: Oracle, { id, candidate, thorough }: RoundProbe): KnownAnswer => ({
  id,
  changes: [...candidate.changes],
  thorough,
  answer: answerTo(oracle, candidate),
  ms: 1,
});

/** As on one machine. */
function sequential(oracle: Oracle): Promise<NamedCulprit> {
  const say = async (candidate: Candidate) => answerTo(oracle, candidate);
  const probes: Asked = { ask: say, confirm: say, records: [] };
  return searchOf(oracle).name(probes);
}

const machineCounts = fc.integer({ min: 1, max: 9 });

describe('rounds of a bisect', () => {
  test('name what one machine names, whatever the answers are, and measure nothing twice', () =>
    fc.assert(
      fc.asyncProperty(arbitraryOracle, machineCounts, async (oracle, machines) => {
        const known: KnownAnswer[] = [];
        let round = await nextRound(searchOf(oracle), { known, machines });
        while ('probes' in round) {
          expect(round.probes.length).toBeGreaterThan(0);
          expect(round.probes.length).toBeLessThanOrEqual(machines);
          known.push(...round.probes.map((probe) => toldBy(oracle, probe)));
          round = await nextRound(searchOf(oracle), { known, machines });
        }
        const { records, ...named } = round.named;
        expect(named).toEqual(await sequential(oracle));
        expect(known).toEqual(expect.arrayContaining([...records]));
        const measured = known.map(({ changes, thorough }) => JSON.stringify([changes, thorough]));
        expect(new Set(measured).size).toBe(measured.length);
      }),
      { numRuns: 500 },
    ));

  test('are the same on every machine that has the same answers', () =>
    fc.assert(
      fc.asyncProperty(arbitraryOracle, machineCounts, async (oracle, machines) => {
        const questions = async () => {
          const round = await nextRound(searchOf(oracle), { known: [], machines });
          return 'probes' in round ? round.probes.map(({ candidate }) => candidate.changes) : [];
        };
        expect(await questions()).toEqual(await questions());
      }),
    ));

  test('measure a candidate in full, and once, where the search asks for both', async () => {
    const all = candidateOf([0, 1]);
    const asking = (name: (probes: Asked) => Promise<Answer>): ReadySearch => ({
      ...searchOf(monotone(2, [[0, 1]])),
      name: async (probes) => ({ culprit: undefined, notices: [await name(probes)] }),
    });
    const quickFirst = asking(async (probes) => {
      const answer = await probes.ask(all);
      return answer === 'leaks' ? probes.confirm(all) : answer;
    });
    const fullFirst = asking(async (probes) => {
      const answer = await probes.confirm(all);
      return answer === 'leaks' ? probes.ask(all) : answer;
    });
    for (const search of [quickFirst, fullFirst]) {
      const round = await nextRound(search, { known: [], machines: 4 });
      const probes = 'probes' in round ? round.probes : [];
      expect(probes.map(({ thorough }) => thorough)).toEqual([true]);
      const known = probes.map((probe) => toldBy(monotone(2, [[0, 1]]), probe));
      const end = await nextRound(search, { known, machines: 4 });
      expect(end).toMatchObject({ named: { notices: ['leaks'], records: known } });
    }
  });

  test('take what is not known by the last one as out of time', async () => {
    const oracle = monotone(8, [[2]]);
    const first = await nextRound(searchOf(oracle), { known: [], machines: 1 });
    const known = 'probes' in first ? first.probes.map((probe) => toldBy(oracle, probe)) : [];
    const last = await nextRound(searchOf(oracle), { known, machines: 1, isLast: true });
    expect(last).toMatchObject({ named: { culprit: undefined, notices: ['1 known'], records: known } });
  });

  test('do not hide what goes wrong', async () => {
    const broken: ReadySearch = {
      ...searchOf(monotone(2, [[0]])),
      name: () => Promise.reject(new RangeError('a fault')),
    };
    await expect(nextRound(broken, { known: [], machines: 2 })).rejects.toThrow('a fault');
  });
});
