import { expect, it } from 'vitest';
import { isSteady } from '../../src/leak/steadiness.ts';
import { worker } from './sketched-measurement.ts';

const after = (...counts: readonly number[]): boolean =>
  isSteady(worker({ counts: { Event: counts }, censuses: counts.length }));

it('a process that stands still is steady', () => {
  expect(after(500, 500, 500)).toBe(true);
});

it('a process that leaks evenly is steady: a leak never stands still', () => {
  expect(after(500, 800, 1100)).toBe(true);
  expect(after(500, 800, 1150)).toBe(true);
});

it('a process that is still filling its caches is not', () => {
  expect(after(500, 800, 900)).toBe(false);
});

it('a process in which a class begins to grow is not', () => {
  expect(after(500, 500, 600)).toBe(false);
});

it('one class that is not steady is enough', () => {
  const process = worker({ counts: { Event: [500, 800, 900] }, leaks: { Span: 400 }, censuses: 3 });
  expect(isSteady(process)).toBe(false);
});

it('a few objects more or less are noise', () => {
  expect(after(500, 502, 501)).toBe(true);
});

it('only the last three censuses count', () => {
  expect(after(0, 500, 500, 500, 500)).toBe(true);
});

it('two censuses say nothing yet', () => {
  expect(after(500, 500)).toBe(false);
});
