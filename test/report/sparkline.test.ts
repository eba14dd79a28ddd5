import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pickEvenly, sparkline } from '../../src/report/sparkline.ts';

const counts = fc.array(fc.nat(1_000_000), { maxLength: 60 });

test('a flat series is flat', () => {
  expect(sparkline([457_000, 457_000, 457_000])).toBe('▁▁▁');
});

test('a jitter of an object looks like one, not like a leak', () => {
  expect(sparkline([457_000, 457_001, 457_000])).toBe('▁▂▁');
});

test('a steady growth climbs from the lowest bar to the highest', () => {
  expect(sparkline([0, 100, 200, 300, 400, 500, 600, 700])).toBe('▁▂▃▄▅▆▇█');
});

test('an empty series is an empty line', () => {
  expect(sparkline([])).toBe('');
});

test('of two values the greater never has the lower bar', () => {
  fc.assert(
    fc.property(counts, (values) => {
      const bars = [...sparkline(values, 60)];
      const byValue = values
        .map((value, index) => ({ value, bar: bars[index] ?? '' }))
        .toSorted((a, b) => a.value - b.value);
      expect(byValue.map(({ bar }) => bar)).toEqual(byValue.map(({ bar }) => bar).toSorted());
    }),
  );
});

test('a long series is picked evenly, both ends among it', () => {
  fc.assert(
    fc.property(counts, fc.integer({ min: 2, max: 20 }), (values, limit) => {
      const picked = pickEvenly(values, limit);
      expect(picked).toHaveLength(Math.min(values.length, limit));
      expect([picked[0], picked.at(-1)]).toEqual([values[0], values.at(-1)]);
    }),
  );
});
