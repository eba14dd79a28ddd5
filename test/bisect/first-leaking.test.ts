import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/bisect/answer.ts';
import { firstLeaking, probesToHalve } from '../../src/bisect/first-leaking.ts';

describe('the first step that leaks', () => {
  it('is found within the probes promised', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1_000 }), fc.nat(), async (steps, number) => {
        const culprit = (number % steps) + 1;
        let probes = 0;
        const found = await firstLeaking({ from: 0, to: steps }, async (step) => {
          probes++;
          return step >= culprit ? 'leaks' : 'clean';
        });
        expect(found).toEqual({ from: culprit - 1, to: culprit });
        expect(probes).toBeLessThanOrEqual(probesToHalve(steps));
      }),
    ));

  it('is between a clean and a leaking step with nothing but unknown ones between, whatever the answers are', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom<Answer>('leaks', 'clean', 'unknown'), { maxLength: 40 }),
        async (between) => {
          const answers: Answer[] = ['clean', ...between, 'leaks'];
          const asked: number[] = [];
          const { from, to } = await firstLeaking({ from: 0, to: answers.length - 1 }, async (step) => {
            asked.push(step);
            return answers[step] ?? 'unknown';
          });
          expect([answers[from], answers[to]]).toEqual(['clean', 'leaks']);
          expect(new Set(answers.slice(from + 1, to))).toEqual(new Set(to - from > 1 ? ['unknown'] : []));
          expect(new Set(asked).size).toBe(asked.length);
        },
      ),
      { numRuns: 1_000 },
    ));
});
