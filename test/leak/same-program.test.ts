import { expect, it } from 'vitest';
import { signOfStrangers } from '../../src/leak/same-program.ts';
import { heap } from '../heap/synthetic-heap.ts';

const program = (...classes: string[]) =>
  heap((h) => h.root('vm', ...classes.map((name) => h.class(name, { holds: [h.instance(name)] }))));
const language = ['Kernel', 'Errno::ENOENT', 'Array', 'Hash', 'String', 'Proc'];
const signOf = (one: readonly string[], other: readonly string[]) =>
  signOfStrangers(program(...one), program(...other), (name) => language.includes(name));

it('is nothing for one program, however many objects it has', () => {
  expect(signOf(['A', 'B'], ['A', 'B'])).toBeUndefined();
});

it('counts what either of two programs has', () => {
  expect(signOf(['A', 'B', 'C'], ['B', 'C', 'D'])).toBeUndefined();
  expect(signOf(['A', 'B', 'C'], ['C', 'D', 'E'])).toBe('only 20 % of their classes are in both');
});

it('is nothing for a program that has loaded little yet, and the same later', () => {
  const early = ['Shop', 'Cart'];
  const late = [...early, ...Array.from({ length: 40 }, (_, i) => `Later${i}`)];
  expect(signOf([...language, ...early], [...language, ...late])).toBeUndefined();
  expect(signOf([...language, ...late], [...language, ...early])).toBeUndefined();
  const shared = Array.from({ length: 9 }, (_, i) => `Later${i}`);
  expect(signOf([...language, ...shared, 'Boot'], [...language, ...late])).toBeUndefined();
});

it('tells a small program from a large one of which it has some classes only', () => {
  const late = Array.from({ length: 40 }, (_, i) => `Later${i}`);
  expect(signOf([...language, 'Later1', 'Boot'], [...language, ...late])).toMatch(/^only \d+ % of their/);
  expect(signOf(language, [...language, ...late])).toMatch(/^only \d+ % of their/);
});

it('tells programs without a class in common', () => {
  expect(signOf(['A'], ['B'])).toBe('only 0 % of their classes are in both');
});

it('tells programs that have only classes of the language in common', () => {
  expect(signOf([...language, 'Event', 'Registry'], [...language, 'User'])).toMatch(
    /beside those of the language/,
  );
});

it('is nothing where one class of a program’s own stayed', () => {
  expect(signOf([...language, 'Event', 'Registry'], [...language, 'Registry', 'Span'])).toBeUndefined();
});

it('is nothing where either program has no class of its own', () => {
  expect(signOf([...language], [...language, 'Event'])).toBeUndefined();
});

it('passes over classes without a name, which are alike in every program', () => {
  const anonymous = '(anonymous) < Object';
  expect(signOf([...language, anonymous, 'Event'], [...language, anonymous, 'User'])).toMatch(/beside those/);
});
