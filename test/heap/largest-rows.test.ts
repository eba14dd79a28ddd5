import fc from 'fast-check';
import { expect, it } from 'vitest';
import { largestRows } from '../../src/heap/largest-rows.ts';

it('finds what sorting all rows would find', () => {
  const columns = fc.array(fc.nat({ max: 20 }), { maxLength: 100 });
  fc.assert(
    fc.property(columns, fc.integer({ min: 1, max: 12 }), fc.nat({ max: 3 }), (values, limit, divisor) => {
      const isMeant = (row: number) => divisor === 0 || row % divisor === 0;
      const sorted = [...values.keys()]
        .filter(isMeant)
        .sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b);
      expect(largestRows(Float64Array.from(values), limit, isMeant)).toEqual(sorted.slice(0, limit));
    }),
  );
});
