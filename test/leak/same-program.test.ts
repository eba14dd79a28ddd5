import { expect, it } from 'vitest';
import { commonClassShare } from '../../src/leak/same-program.ts';
import { heap } from '../heap/synthetic-heap.ts';

const program = (...classes: string[]) =>
  heap((h) => h.root('vm', ...classes.map((name) => h.class(name, { holds: [h.instance(name)] }))));

it('is all for one program, however many objects it has', () => {
  expect(commonClassShare(program('A', 'B'), program('A', 'B'))).toBe(1);
});

it('counts what either of two programs has', () => {
  expect(commonClassShare(program('A', 'B', 'C'), program('B', 'C', 'D'))).toBe(1 / 2);
});

it('is nothing for two programs without a class in common', () => {
  expect(commonClassShare(program('A'), program('B'))).toBe(0);
});
