import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../src/traffic/scenario.ts';
import { roundSteps } from '../../src/traffic/steps.ts';
import { get } from './kinds.ts';

const times = fc.integer({ min: 1, max: 5 });
const scenarios = fc
  .record({
    ordinary: fc.array(times, { minLength: 1, maxLength: 6 }),
    hostile: fc.array(times, { maxLength: 6 }),
  })
  .map(({ ordinary, hostile }): Scenario => {
    const kinds = [
      ...ordinary.map((count, index) => get(`/o${index}`, { times: count })),
      ...hostile.map((count, index) => get(`/h${index}`, { times: count, hostile: true })),
    ];
    return { name: 'any', kinds, plan: { lanes: 'auto', end: ['/o0'], hostile: false } };
  });
const rounds = fc.record({
  seed: fc.integer(),
  lane: fc.nat({ max: 50 }),
  requestsPerLane: fc.integer({ min: 1, max: 200 }),
});
const ids = (steps: readonly { id: string }[]): string[] => steps.map(({ id }) => id);

describe('roundSteps', () => {
  it('holds as many ordinary steps as asked for, every hostile kind as often as it says, and the end', () => {
    fc.assert(
      fc.property(scenarios, rounds, (scenario, round) => {
        const steps = roundSteps(scenario, round);
        const body = steps.slice(0, -1);
        expect(steps.at(-1)?.id).toBe('/o0');
        expect(body.filter(({ hostile }) => !hostile)).toHaveLength(round.requestsPerLane);
        for (const kind of scenario.kinds.filter(({ hostile }) => hostile)) {
          expect(body.filter(({ id }) => id === kind.id)).toHaveLength(kind.times);
        }
      }),
    );
  });

  it('has no hostile step after the last ordinary one', () => {
    fc.assert(
      fc.property(scenarios, rounds, (scenario, round) => {
        expect(roundSteps(scenario, round).at(-2)?.hostile).toBe(false);
      }),
    );
  });

  it('sends hostile steps together, at most once in eight ordinary ones', () => {
    fc.assert(
      fc.property(scenarios, rounds, (scenario, round) => {
        const steps = roundSteps(scenario, round);
        const ordinary = steps.slice(0, -1).filter(({ hostile }) => !hostile).length;
        const groups = steps.filter(({ hostile }, i) => hostile && !steps[i - 1]?.hostile).length;
        expect(groups).toBeLessThanOrEqual(Math.ceil(ordinary / 8));
      }),
    );
  });

  it('spreads ordinary steps by their times, off by less than one cycle', () => {
    fc.assert(
      fc.property(scenarios, rounds, (scenario, round) => {
        const body = roundSteps(scenario, round).slice(0, -1);
        const ordinary = scenario.kinds.filter(({ hostile }) => !hostile);
        const cycle = ordinary.reduce((sum, kind) => sum + kind.times, 0);
        const cycles = Math.floor(round.requestsPerLane / cycle);
        for (const kind of ordinary) {
          const extra = body.filter(({ id }) => id === kind.id).length - cycles * kind.times;
          expect(extra).toBeGreaterThanOrEqual(0);
          expect(extra).toBeLessThanOrEqual(kind.times);
        }
      }),
    );
  });

  it('is the same for the same arguments', () => {
    fc.assert(
      fc.property(scenarios, rounds, (scenario, round) => {
        expect(ids(roundSteps(structuredClone(scenario), round))).toEqual(ids(roundSteps(scenario, round)));
      }),
    );
  });

  it('differs from lane to lane and from seed to seed', () => {
    const kinds = ['/a', '/b', '/c'].map((target) => get(target));
    const scenario: Scenario = { name: 'three', kinds, plan: { lanes: 'auto', end: [], hostile: false } };
    const sequence = (seed: number, lane: number) =>
      ids(roundSteps(scenario, { seed, lane, requestsPerLane: 60 })).join();
    const keys = [0, 1, 2, 3].flatMap((seed) => [0, 1, 2, 3].map((lane) => sequence(seed, lane)));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('keeps the other steps where they were when hostile kinds are left out', () => {
    fc.assert(
      fc.property(scenarios, rounds, fc.array(fc.nat({ max: 5 })), (scenario, round, numbers) => {
        const left = new Set(numbers.map((number) => `/h${number}`));
        const expected = ids(roundSteps(scenario, round)).filter((id) => !left.has(id));
        const kinds = scenario.kinds.filter(({ id }) => !left.has(id));
        expect(ids(roundSteps({ ...scenario, kinds }, round))).toEqual(expected);
      }),
    );
  });
});
