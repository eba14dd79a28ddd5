import { expect, it } from 'vitest';
import type { FoundTraffic } from '../../src/bisect/traffic-search.ts';
import { trafficSentences } from '../../src/report/traffic-bisect.ts';
import { get } from '../traffic/kinds.ts';

const [home, list, poison, other, innocent] = [
  get('/'),
  get('/list'),
  get('/p/[x'),
  get('/p/a|b'),
  get('/up'),
];
const found: FoundTraffic = {
  triggers: [poison, other],
  leaking: [home, list],
  innocent: [innocent],
  unproven: [],
  smallest: { once: [poison], repeated: [home] },
  bound: 30,
  probes: [],
  ranOut: false,
  doubts: [],
};

it('tells the role of each request after a trigger', () => {
  expect(trafficSentences(found)).toEqual([
    'After one GET /p/[x, GET / leaks whenever sent.',
    'Once is enough: GET /p/[x, GET /p/a|b',
    'Only make it visible: GET /, GET /list',
    'Innocent: GET /up',
  ]);
});

it('tells of requests that leak without one', () => {
  const smallest = { once: [], repeated: [home, list] };
  expect(trafficSentences({ ...found, triggers: [], innocent: [], smallest })).toEqual([
    'Whenever sent, GET /, GET /list leak.',
    'Leak each time: GET /, GET /list',
  ]);
});

it('tells what is not known, and why', () => {
  const unsure = { ...found, unproven: [innocent], innocent: [], ranOut: true, doubts: ['it is odd'] };
  expect(trafficSentences(unsure).slice(3)).toEqual([
    'Not known: GET /up',
    'Time ran out: run it again to go on, or raise --budget.',
    'It is odd.',
  ]);
});

it('shows labels as they are quoted', () => {
  expect(trafficSentences(found, (label) => `<${label}>`)[0]).toBe(
    'After one <GET /p/[x>, <GET /> leaks whenever sent.',
  );
});
