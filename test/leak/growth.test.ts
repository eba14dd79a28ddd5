import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Growth,
  judgeGrowth,
  median,
  requestsNeeded,
  smallestDetectablePer1000,
} from '../../src/leak/growth.ts';

/** Own requests at each of `censuses`. */
const everyRound = (censuses: number, requests = 100): number[] =>
  Array.from({ length: censuses }, (_, round) => round * requests);
const judge = (values: readonly number[]): Growth => judgeGrowth(everyRound(values.length), values);

describe('the state of a series', () => {
  const known: [name: string, values: number[], state: Growth['state']][] = [
    ['nothing', [0, 0, 0, 0, 0, 0, 0], 'flat'],
    ['flat', [500, 500, 500, 500, 500, 500, 500], 'flat'],
    ['noise', [500, 503, 498, 501, 497, 502, 504], 'flat'],
    ['noise that ends high', [500, 504, 497, 501, 498, 500, 506], 'flat'],
    ['a linear leak', [500, 520, 540, 560, 580, 600, 620], 'growing'],
    ['a linear leak in noise', [500, 523, 538, 561, 577, 602, 619], 'growing'],
    ['a slow leak that skips every other round', [500, 501, 501, 503, 503, 505, 505, 507], 'growing'],
    ['a leak that skips two rounds of three', [500, 500, 500, 530, 530, 530, 560], 'growing'],
    ['a leak that gets faster', [500, 505, 515, 530, 550, 575, 605], 'growing'],
    ['a leak that slows to half', [500, 530, 560, 590, 602, 614, 626], 'growing'],
    ['a bounded cache that fills part-way', [500, 560, 590, 600, 600, 600, 600], 'saturating'],
    ['a bounded cache that fills in the first round', [500, 600, 600, 600, 600, 600, 600], 'saturating'],
    ['a bounded cache that fills up late', [500, 530, 560, 590, 600, 600, 600], 'saturating'],
    ['a curve that flattens', [500, 550, 575, 588, 594, 597, 599], 'saturating'],
    ['a step at the last census after a flutter', [500, 503, 503, 480, 500, 820], 'flat'],
    ['a step at the last census beside a larger flutter', [500, 504, 503, 503, 504, 524], 'flat'],
    ['shrinking', [600, 580, 560, 540, 520, 500, 480], 'flat'],
    ['shrinking at last', [500, 540, 580, 620, 560, 520, 490], 'flat'],
  ];
  it.each(known)('of %s', (_name, values, state) => {
    expect(judge(values).state).toBe(state);
  });

  it('of a leak never looks as if it levelled off because one census was taken at a busy moment', () => {
    for (let busy = 1; busy < 6; busy++) {
      const values = [500, 520, 540, 560, 580, 600, 620].map((value, round) =>
        round === busy ? value + 200 : value,
      );
      expect({ busy, saturating: judge(values).state === 'saturating' }).toEqual({ busy, saturating: false });
    }
  });

  it('of a single step is not growing, wherever the step is', () => {
    for (let at = 1; at < 7; at++) {
      const values = Array.from({ length: 7 }, (_, round) => (round < at ? 500 : 600));
      expect({ at, growing: judge(values).state === 'growing' }).toEqual({ at, growing: false });
    }
  });

  it('of a saw-tooth that has fallen twice is not growing, whatever its teeth', () => {
    const teeth = fc.record({
      length: fc.integer({ min: 2, max: 5 }),
      phase: fc.nat({ max: 4 }),
      step: fc.integer({ min: 1, max: 500 }),
    });
    fc.assert(
      fc.property(teeth, ({ length, phase, step }) => {
        const values = Array.from(
          { length: 2 * length + 3 },
          (_, round) => 1000 + ((round + phase) % length) * step,
        );
        expect(judge(values).state).not.toBe('growing');
      }),
    );
  });

  it('of fewer than four censuses is not called', () => {
    expect(judge([0, 100, 200]).state).toBe('flat');
    expect(judge([0, 100, 200, 300]).state).toBe('growing');
  });

  it('of less than five objects is not called, of five it is', () => {
    expect(judge([0, 1, 2, 3, 4]).state).toBe('flat');
    expect(judge([0, 1, 2, 3, 4, 5]).state).toBe('growing');
  });

  it('of a process that answered nothing is not called', () => {
    expect(judgeGrowth([0, 0, 0, 0, 0], [0, 100, 200, 300, 400]).state).toBe('flat');
  });

  it('of bytes is not called below the net growth asked for', () => {
    const buffer = [0, 1000, 2000, 3000, 4000];
    expect(judgeGrowth(everyRound(5), buffer, 5000).state).toBe('flat');
    expect(judgeGrowth(everyRound(5), buffer, 4000).state).toBe('growing');
  });
});

const uneven = fc
  .array(fc.integer({ min: 20, max: 400 }), { minLength: 3, maxLength: 15 })
  .map((steps) => [0, ...steps].map((_, i) => steps.slice(0, i).reduce((sum, step) => sum + step, 0)));
const counts = fc.array(fc.nat({ max: 100_000 }), { minLength: 16, maxLength: 16 });

describe('on any series', () => {
  it('adding a constant to all counts changes nothing', () => {
    fc.assert(
      fc.property(uneven, counts, fc.nat({ max: 1_000_000 }), (requests, values, constant) => {
        const series = values.slice(0, requests.length);
        const { per1000, residual, ...rest } = judgeGrowth(requests, series);
        const raised = judgeGrowth(
          requests,
          series.map((value) => value + constant),
        );
        expect(raised).toMatchObject(rest);
        expect(raised.per1000).toBeCloseTo(per1000, 3);
        expect(raised.residual).toBeCloseTo(residual, 3);
      }),
      { numRuns: 1000 },
    );
  });

  it('scaling the requests leaves the state, and divides the rate', () => {
    fc.assert(
      fc.property(uneven, counts, fc.constantFrom(0.25, 0.5, 2, 8), (requests, values, factor) => {
        const series = values.slice(0, requests.length);
        const once = judgeGrowth(requests, series);
        const scaled = judgeGrowth(
          requests.map((request) => request * factor),
          series,
        );
        expect(scaled).toMatchObject({ state: once.state, net: once.net });
        expect(scaled.per1000).toBeCloseTo(once.per1000 / factor, 3);
      }),
      { numRuns: 1000 },
    );
  });

  it('what ends lower than it began never grows', () => {
    fc.assert(
      fc.property(uneven, counts, (requests, values) => {
        const series = values.slice(0, requests.length);
        const first = series[0] ?? 0;
        fc.pre((series.at(-1) ?? 0) <= first);
        expect(judgeGrowth(requests, series).state).toBe('flat');
      }),
    );
  });
});

describe('a slow leak, seen in whole objects', () => {
  /** Objects leaked so far when one request in `every` leaks one, at the phase the first census happened to have. */
  const quantised = (requests: readonly number[], every: number, phase: number): number[] =>
    requests.map((request) => 1000 + Math.floor((request + phase) / every));

  it('of one object per 100 requests is found in 6 rounds of 170, whatever the phase', () => {
    for (let phase = 0; phase < 100; phase++) {
      const growth = judgeGrowth(everyRound(7, 170), quantised(everyRound(7, 170), 100, phase));
      expect({ phase, state: growth.state }).toEqual({ phase, state: 'growing' });
      expect(growth.per1000).toBeGreaterThanOrEqual(9.8);
      expect(growth.per1000).toBeLessThanOrEqual(10.8);
    }
  });

  it('at the threshold is found in as many requests as are needed for it, whatever the threshold, phase and rounds', () => {
    const run = fc.record({
      threshold: fc.integer({ min: 1, max: 100 }),
      rounds: fc.integer({ min: 5, max: 12 }),
      phase: fc.nat(),
    });
    fc.assert(
      fc.property(run, ({ threshold, rounds, phase }) => {
        const requests = everyRound(rounds + 1, Math.ceil(requestsNeeded(threshold) / rounds));
        const growth = judgeGrowth(requests, quantised(requests, 1000 / threshold, phase));
        expect(growth.state).toBe('growing');
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the rate', () => {
  it('is that of the whole run for what grows', () => {
    expect(judge([0, 10, 20, 30, 40, 50, 63]).per1000).toBeCloseTo(105);
  });

  it('is not moved by one outlier for what does not', () => {
    expect(judge([500, 500, 500, 900, 500, 500, 500])).toMatchObject({ per1000: 0, residual: 0 });
  });
});

it('what a run could have seen shrinks with its length and grows with its noise', () => {
  expect(smallestDetectablePer1000(1000, 0)).toBe(5);
  expect(smallestDetectablePer1000(2000, 0)).toBe(2.5);
  expect(smallestDetectablePer1000(1000, 10)).toBe(30);
  expect(smallestDetectablePer1000(0, 0)).toBe(Number.POSITIVE_INFINITY);
});

it('as many requests are needed as show half of the threshold', () => {
  expect(requestsNeeded(10)).toBe(1000);
  for (const threshold of [0.5, 1, 3, 7, 10, 250]) {
    expect(smallestDetectablePer1000(requestsNeeded(threshold), 0)).toBeLessThanOrEqual(threshold / 2);
  }
});

it('the median of an even number of values lies between the middle two', () => {
  expect(median([9, 1, 3, 5])).toBe(4);
  expect(median([9, 1, 3])).toBe(3);
  expect(median([])).toBe(0);
});

it('takes a quiet end after bursts for no cache: the next burst may not be due yet', () => {
  const requests = [0, 167, 334, 501, 668, 835, 1002];
  expect(judgeGrowth(requests, [500, 530, 530, 530, 560, 560, 560]).state).toBe('flat');
  expect(judgeGrowth(requests, [500, 530, 560, 580, 580, 580, 580]).state).toBe('saturating');
});

describe('the falls of a series', () => {
  it('are those by as much as it gained in all', () => {
    expect(judge([10, 167, 84, 1, 168, 85, 2, 169, 120]).falls).toBe(2);
  });

  it('are none where it only rises, or gains nothing', () => {
    expect(judge([500, 510, 510, 560, 570, 580]).falls).toBe(0);
    expect(judge([500, 300, 500, 300, 500, 300, 500]).falls).toBe(0);
  });
});
