import { expect, test } from 'vitest';
import {
  formatByteGrowth,
  formatBytes,
  formatCount,
  formatDuration,
  formatGrowth,
  formatPerRequest,
  formatQuantity,
} from '../../src/report/numbers.ts';

test.each([
  [0, '0'],
  [0.04, '0'],
  [0.44, '0.4'],
  [9.94, '9.9'],
  [9.96, '10'],
  [2004.4, '2,004'],
  [-3, '−3'],
  [-0.01, '0'],
])('%d objects are written %s', (value, text) => {
  expect(formatCount(value)).toBe(text);
});

test.each([
  [2004, '+2,004'],
  [0, '0'],
  [-0, '0'],
  [-0.4, '−0.4'],
])('a growth of %d is written %s', (value, text) => {
  expect(formatGrowth(value)).toBe(text);
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [999.6, '1 kB'],
  [27_300_000, '27.3 MB'],
  [999_600, '1 MB'],
  [142_000_000, '142 MB'],
  [5e15, '5,000 TB'],
])('%d bytes are written %s', (value, text) => {
  expect(formatBytes(value)).toBe(text);
});

test('bytes gained and lost carry a sign', () => {
  expect([1200, 0, -1200].map(formatByteGrowth)).toEqual(['+1.2 kB', '0 B', '−1.2 kB']);
});

test.each([
  [2004, '+2 / request'],
  [1958, '+1.96 / request'],
  [66_900, '+66.9 / request'],
  [10, '+0.01 / request'],
  [1, '+0.001 / request'],
  [0, '0 / request'],
])('%d per 1,000 requests are %s', (value, text) => {
  expect(formatPerRequest(value)).toBe(text);
});

test.each([
  [0, '0 ms'],
  [999.6, '1.0 s'],
  [41_000, '41 s'],
  [59_700, '1 min 0 s'],
  [72_000, '1 min 12 s'],
])('%d milliseconds are %s', (value, text) => {
  expect(formatDuration(value)).toBe(text);
});

test('a quantity has its noun in the right number', () => {
  expect([0, 1, 2].map((count) => formatQuantity(count, 'class', 'classes'))).toEqual([
    '0 classes',
    '1 class',
    '2 classes',
  ]);
});
