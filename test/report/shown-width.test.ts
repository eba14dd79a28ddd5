import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepBeginning, keepEnd, shownWidth } from '../../src/report/shown-width.ts';
import { alignColumns } from '../../src/report/wrap.ts';

describe('the width of a text on a terminal', () => {
  it.each([
    ['Cart', 4],
    ['買い物かご', 10],
    ['장바구니', 8],
    ['ＡＢ', 4],
    ['🧪', 2],
    ['Café', 4],
    ['Cafe\u0301', 4],
    ['\u001b[1mCart\u001b[22m', 4],
    ['', 0],
  ])('of %j is %i', (text, width) => {
    expect(shownWidth(text)).toBe(width);
  });
});

describe('a text that is cut', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'é', '買', '장', '🧪', ':') });
  const columns = fc.integer({ min: 1, max: 30 });

  it('fits, and is as long as fits', () => {
    fc.assert(
      fc.property(text, columns, (whole, room) => {
        for (const cut of [keepEnd(whole, room), keepBeginning(whole, room)]) {
          expect(shownWidth(cut)).toBeLessThanOrEqual(room);
          if (shownWidth(whole) > room) expect(shownWidth(cut)).toBeGreaterThanOrEqual(room - 1);
          else expect(cut).toBe(whole);
        }
      }),
    );
  });

  it('keeps the end or the beginning asked for', () => {
    expect(keepEnd('Shop::買い物かご', 7)).toBe('…物かご');
    expect(keepBeginning('Shop::買い物かご', 9)).toBe('Shop::買…');
  });
});

it('columns stand under each other beside names in wide scripts', () => {
  const rows = alignColumns(
    [
      ['Class', 'objects'],
      ['買い物かご', '7'],
      ['Cart 🧪', '1,000'],
    ],
    [false, true],
  );
  expect(rows).toEqual(['Class       objects', '買い物かご        7', 'Cart 🧪       1,000']);
});
