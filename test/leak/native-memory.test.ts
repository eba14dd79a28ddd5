import { expect, it } from 'vitest';
import { judge } from '../../src/leak/verdict.ts';
import { leaking, measured, worker } from './sketched-measurement.ts';

const limits = { threshold: 10, thresholds: {} };
const megabytes = (...sizes: readonly number[]): number[] => sizes.map((size) => size * 1024 * 1024);
const quiet = measured(worker({ residentBytes: megabytes(80, 80, 81, 80, 80, 81, 80) }));
const swelling = measured(worker({ residentBytes: megabytes(80, 90, 100, 110, 120, 130, 140) }));

it('warns of memory that grows while objects stand still, without a verdict against it', () => {
  const judgement = judge(quiet, swelling, limits);
  expect(judgement.verdict).toBe('pass');
  expect(judgement.warnings).toEqual([
    'the memory of worker 0 grew by 40 MB per 1,000 requests beyond base while its objects stood still: native code may leak',
  ]);
});

it('warns of nothing where base grows as much, where it levels off, or where it moves by little', () => {
  const levelling = measured(worker({ residentBytes: megabytes(80, 110, 120, 122, 122, 122, 122) }));
  const slight = measured(worker({ residentBytes: megabytes(80, 82, 84, 86, 88, 90, 92) }));
  expect(judge(swelling, swelling, limits).warnings).toEqual([]);
  expect(judge(quiet, levelling, limits).warnings).toEqual([]);
  expect(judge(quiet, slight, limits).warnings).toEqual([]);
});

it('warns of nothing beside a leak of objects, which explains it', () => {
  const residentBytes = megabytes(80, 90, 100, 110, 120, 130, 140);
  expect(
    judge(quiet, measured(leaking('Registry', { Event: 200 }, { residentBytes })), limits).warnings,
  ).toEqual([]);
});
