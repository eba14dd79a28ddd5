import { expect, test } from 'vitest';
import { RunTime } from '../src/run-time.ts';

test('counts from the beginning of the run, and is never less than nothing', () => {
  let nowMs = 1_000_000;
  const time = new RunTime(2, 30_000, () => nowMs);
  expect(time.leftMs).toBe(90_000);
  nowMs += 200_000;
  expect(time.leftMs).toBe(0);
});

test('is shared by what is still to be done', () => {
  const time = new RunTime(1, 0, () => 500);
  expect(time.endOfFirst(2)).toBe(30_500);
  expect(time.endOfFirst(1)).toBe(60_500);
});

test('has no end where none was set', () => {
  const time = new RunTime(undefined, 30_000);
  expect(time.leftMs).toBe(Number.POSITIVE_INFINITY);
  expect(time.endOfFirst(2)).toBe(Number.POSITIVE_INFINITY);
});
