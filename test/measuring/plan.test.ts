import { expect, it } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { planFrom } from '../../src/measuring/plan.ts';

const plan = (text: string) => planFrom(parseConfig(text, 'heapgate.yml'), 7);

it('asks for as many requests as show half of the threshold', () => {
  const { requestsPerProcess, rounds } = plan('threshold: 10');
  expect(requestsPerProcess * rounds).toBeGreaterThanOrEqual(1000);
  expect(requestsPerProcess * rounds).toBeLessThan(1010);
});

it('asks for more where a single class has a smaller threshold', () => {
  const { requestsPerProcess, rounds } = plan('thresholds: { Event: 2, Span: 50 }');
  expect(requestsPerProcess * rounds).toBeGreaterThanOrEqual(5000);
});

it('asks for as many as the config says', () => {
  expect(plan('requests: 40').requestsPerProcess).toBe(40);
});

it('goes by the scenario where the config does not say', () => {
  const given = (text: string) =>
    planFrom(parseConfig(text, 'heapgate.yml'), 7, { steps: 50, warmup: 4, workers: 2 });
  expect(given('')).toMatchObject({ requestsPerProcess: 50, warmup: { fewest: 4 }, processes: 2 });
  expect(given('{ requests: 40, warmup: 6, processes: 1 }')).toMatchObject({
    requestsPerProcess: 40,
    warmup: { fewest: 6 },
    processes: 1,
  });
});

it('has as many lanes as the config says, else as the scenario does, else as the server has threads', () => {
  const lanes = (text: string, asked: number | 'auto') =>
    planFrom(parseConfig(text, 'heapgate.yml'), 7, { lanes: asked }).lanes;
  expect([lanes('lanes: 3', 6), lanes('', 6), lanes('', 'auto')]).toEqual([3, 6, undefined]);
});

it('warms up for as long as the config says at least, and not without end', () => {
  expect(plan('warmup: 5').warmup).toEqual({ fewest: 5, most: 12 });
  expect(plan('warmup: 20').warmup).toEqual({ fewest: 20, most: 20 });
});
