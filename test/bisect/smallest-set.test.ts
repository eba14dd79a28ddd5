import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { probesForOne, smallestSet } from '../../src/bisect/smallest-set.ts';
import { arbitraryOracle, monotone, Oracle } from './random-oracle.ts';

describe('the smallest set of changes that leaks', () => {
  it('is one change, found within the probes promised', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 200 }), fc.nat(), async (size, number) => {
        const culprit = number % size;
        const oracle = monotone(size, [[culprit]]);
        expect(await smallestSet(oracle.changes, oracle.probe)).toEqual({
          culprits: [culprit],
          unproven: [],
        });
        expect(oracle.probes).toBeLessThanOrEqual(probesForOne(size));
      }),
    ));

  it('is every change of several that leak together only', () =>
    fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat(39), { minLength: 2, maxLength: 5 }), async (together) => {
        const oracle = monotone(40, [together]);
        const { culprits, unproven } = await smallestSet(oracle.changes, oracle.probe);
        expect(culprits).toEqual(together.toSorted((a, b) => a - b));
        expect(unproven).toEqual([]);
        const perCulprit = probesForOne(40) + 1;
        expect(oracle.probes).toBeLessThanOrEqual(together.length * perCulprit);
      }),
    ));

  it('is one of several leaks, whole and with nothing beside', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.uniqueArray(fc.nat(11), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
        async (leaks) => {
          const oracle = monotone(12, leaks);
          const { culprits } = await smallestSet(oracle.changes, oracle.probe);
          const found = JSON.stringify(culprits);
          expect(leaks.map((leak) => JSON.stringify(leak.toSorted((a, b) => a - b)))).toContain(found);
        },
      ),
    ));

  it('leaks, and with one culprit less never does, whatever the answers are', () =>
    fc.assert(
      fc.asyncProperty(arbitraryOracle, async (oracle) => {
        const { culprits, unproven } = await smallestSet(oracle.changes, oracle.probe);
        expect(oracle.answer(culprits)).toBe('leaks');
        for (const change of culprits) {
          const answer = oracle.answer(culprits.filter((other) => other !== change));
          expect(answer).toBe(unproven.includes(change) ? 'unknown' : 'clean');
        }
      }),
      { numRuns: 2_000 },
    ));

  it('keeps together what cannot be measured apart', async () => {
    const oracle = new Oracle(10, (set) =>
      set.has(4) !== set.has(5) ? 'unknown' : set.has(5) ? 'leaks' : 'clean',
    );
    expect(await smallestSet(oracle.changes, oracle.probe)).toEqual({ culprits: [4, 5], unproven: [4, 5] });
  });
});
