import { expect, it } from 'vitest';
import { parseConfig } from '../src/config.ts';
import { knownGrowth } from '../src/known-growth.ts';

const config = parseConfig(
  `ignore:
  - { finding: 0123456789ab, reason: accepted for now }
  - { class: Event, reason: until it is fixed, expires: 2031-03-01 }`,
  'heapgate.yml',
);
const on = (day: string) =>
  knownGrowth(config, new Date(`${day}T12:00:00Z`)).map((entry) => entry.finding ?? entry.class);

it('is accepted until the day it expires', () => {
  expect(on('2031-02-28')).toEqual(['0123456789ab', 'Event']);
});

it('is no longer accepted from that day on', () => {
  expect(on('2031-03-01')).toEqual(['0123456789ab']);
});
