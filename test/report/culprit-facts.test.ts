import { describe, expect, test } from 'vitest';
import { bisectFacts } from '../../src/report/bisect-facts.ts';
import { culpritFacts, culpritSentence } from '../../src/report/culprit-facts.ts';
import type { Culprit } from '../../src/report/schema.ts';

const upgrade: Culprit = { kind: 'dependency', name: 'bugsnag', from: '6.26.0', to: '6.26.1' };
const plain = (text: string) => text;

describe('a culprit', () => {
  test('is an upgrade, and the version that fixes it where that was measured', () => {
    expect(culpritSentence({ ...upgrade, fixedIn: '6.26.2', verified: true }, plain)).toBe(
      'bugsnag 6.26.0 → 6.26.1, fixed in 6.26.2 (verified)',
    );
  });

  test('without a fix has the last version that does not leak', () => {
    expect(culpritSentence({ ...upgrade, lastClean: '6.26.0', verified: true }, plain)).toBe(
      'bugsnag 6.26.0 → 6.26.1, not yet in 6.26.0 (verified)',
    );
  });

  test('of two has both, which leak only together', () => {
    const together = [{ name: 'rack', from: '2.2.8', to: '2.2.9' }];
    expect(culpritSentence({ ...upgrade, together }, plain)).toBe(
      'bugsnag 6.26.0 → 6.26.1 and rack 2.2.8 → 2.2.9, only together',
    );
  });

  test('that was added has no version before', () => {
    expect(culpritSentence({ kind: 'dependency', name: 'dill', to: '1.0' }, plain)).toBe('dill 1.0');
  });

  test('comes with the command that fixes it, and all of it is quoted', () => {
    const quote = (text: string) => `<${text}>`;
    expect(culpritFacts({ ...upgrade, command: 'bundle update bugsnag' }, quote)).toEqual([
      { label: 'Came with', text: '<bugsnag> <6.26.0> → <6.26.1>' },
      { label: 'To fix it', text: '<bundle update bugsnag>' },
    ]);
  });
});

describe('a bisect', () => {
  test('is told in one line, what could not be measured apart', () => {
    const probe = { changes: [], ms: 20_000 };
    const probes = [
      { ...probe, answer: 'leaks' as const },
      { ...probe, answer: 'clean' as const },
      { ...probe, answer: 'unknown' as const, reason: 'it does not boot' },
    ];
    expect(bisectFacts({ candidates: ['a', 'b', 'c'], bound: 5, probes })).toEqual([
      {
        label: 'Bisected',
        text: '3 changes in 2 probes, of at most 5, 1 min 0 s; 1 more could not be measured',
      },
    ]);
  });

  test('of several culprits may take more probes than one does, which is said', () => {
    const probes = [1, 2, 3].map((ms) => ({ changes: [], answer: 'leaks' as const, ms }));
    expect(bisectFacts({ candidates: ['a', 'b'], bound: 2, probes })[0]?.text).toMatch(
      /^2 changes in 3 probes, more than the 2 that one culprit takes, /,
    );
  });

  test('that was not made is not told of', () => {
    expect(bisectFacts(undefined)).toEqual([]);
  });
});
