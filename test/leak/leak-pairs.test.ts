import { expect, it } from 'vitest';
import { pairLeaks } from '../../src/leak/leak-pairs.ts';

const leak = (id: string, ...parts: string[]) => ({ id, parts });
const pairs = (base: ReturnType<typeof leak>[], head: ReturnType<typeof leak>[]) =>
  [...pairLeaks(base, head)].map(([after, before]) => [after.id, before.id]);

it('pairs leaks with one id', () => {
  expect(pairs([leak('a', 'x')], [leak('a', 'x'), leak('b', 'y')])).toEqual([['a', 'a']]);
});

it('knows a leak again that another collection joined', () => {
  expect(pairs([leak('a', 'x')], [leak('b', 'x', 'y')])).toEqual([['b', 'a']]);
});

it('knows a leak again of which a part is gone', () => {
  expect(pairs([leak('a', 'x', 'y')], [leak('b', 'y')])).toEqual([['b', 'a']]);
});

it('gives one leak of base to one of head only, to that which has most of it', () => {
  const head = [leak('b', 'x'), leak('c', 'x', 'y', 'z')];
  expect(pairs([leak('a', 'x', 'y')], head)).toEqual([['c', 'a']]);
});

it('prefers the same id to common parts', () => {
  expect(pairs([leak('a', 'x'), leak('b', 'y')], [leak('a', 'y')])).toEqual([['a', 'a']]);
});

it('takes leaks with little in common for two', () => {
  expect(pairs([leak('a', 'x', 'y', 'z')], [leak('b', 'z', 'v', 'w')])).toEqual([]);
});
