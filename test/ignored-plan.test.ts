import { describe, expect, it } from 'vitest';
import { parseConfig } from '../src/config.ts';
import { ignoredPlan, ignoredThreads } from '../src/ignored-plan.ts';
import { parseScenario } from '../src/traffic/scenario-file.ts';

const planOf = (plan: string) =>
  parseScenario(`requests: { home: { target: / } }\nplan: ${plan}`, 'shop.yml').plan;
const ignored = (plan: string, config: string) =>
  ignoredPlan(planOf(plan), parseConfig(config, 'heapgate.yml'));

describe('what a plan asks for', () => {
  it.each([
    ['threads: 5', 'env: { RAILS_MAX_THREADS: 2 }', 'plan.threads', 'env.RAILS_MAX_THREADS: 2'],
    ['workers: 3', 'env: { WEB_CONCURRENCY: 2 }', 'plan.workers', 'env.WEB_CONCURRENCY: 2'],
    ['workers: 3', 'processes: 2', 'plan.workers', 'processes: 2'],
    ['lanes: 4', 'lanes: 2', 'plan.lanes', 'lanes: 2'],
    ['steps: 50', 'requests: 40', 'plan.steps', 'requests: 40'],
    ['warmup: 2', 'warmup: 6', 'plan.warmup', 'warmup: 6'],
  ])('is told of where heapgate.yml says otherwise: %s', (plan, config, key, other) => {
    const notices = ignored(`{ ${plan} }`, config);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toContain(key);
    expect(notices[0]).toContain(other);
  });

  it('is not told of where both say the same, or one says nothing', () => {
    expect(ignored('{ threads: 5, steps: 40 }', '{ env: { RAILS_MAX_THREADS: 5 }, requests: 40 }')).toEqual(
      [],
    );
    expect(ignored('{ threads: 5, workers: 2, lanes: 3, steps: 50, warmup: 9 }', '{}')).toEqual([]);
    expect(ignored('{}', '{ lanes: 2, requests: 40, processes: 2, warmup: 6 }')).toEqual([]);
  });

  it('is told of where the server has another number of threads', () => {
    expect(ignoredThreads(planOf('{ threads: 5 }'), 2)[0]).toContain('the server has 2 threads');
    expect(ignoredThreads(planOf('{ threads: 5 }'), 5)).toEqual([]);
    expect(ignoredThreads(planOf('{ threads: 5 }'), undefined)).toEqual([]);
    expect(ignoredThreads(planOf('{}'), 2)).toEqual([]);
  });
});
