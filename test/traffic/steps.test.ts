import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Kind, Scenario } from '../../src/traffic/scenario.ts';
import { type RoundOptions, roundSteps } from '../../src/traffic/steps.ts';
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
const rounds = fc
  .record({
    seed: fc.integer(),
    process: fc.nat({ max: 3 }),
    lanesPerProcess: fc.integer({ min: 1, max: 6 }),
    requestsPerProcess: fc.integer({ min: 1, max: 200 }),
    laneOfProcess: fc.nat(),
  })
  .map(({ process, laneOfProcess, ...round }) => {
    const number = laneOfProcess % round.lanesPerProcess;
    return { ...round, laneOfProcess: number, lane: process * round.lanesPerProcess + number };
  });
/** The rounds of all lanes of the process that one lane is of. */
const ofProcess = (round: RoundOptions): RoundOptions[] =>
  Array.from({ length: round.lanesPerProcess }, (_, laneOfProcess) => ({
    ...round,
    laneOfProcess,
    lane: round.lane - round.laneOfProcess + laneOfProcess,
  }));
/** Ordinary steps before the end. */
const ordinaryOf = (scenario: Scenario, round: RoundOptions): Kind[] =>
  roundSteps(scenario, round)
    .slice(0, -scenario.plan.end.length || undefined)
    .filter(({ hostile }) => !hostile);
const ids = (steps: readonly { id: string }[]): string[] => steps.map(({ id }) => id);

describe('roundSteps', () => {
  it('holds every hostile kind as often as it says, and the end', () => {
    fc.assert(
      fc.property(scenarios, rounds, (scenario, round) => {
        const steps = roundSteps(scenario, round);
        expect(steps.at(-1)?.id).toBe('/o0');
        for (const kind of scenario.kinds.filter(({ hostile }) => hostile)) {
          expect(steps.filter(({ id }) => id === kind.id)).toHaveLength(kind.times);
        }
      }),
    );
  });

  it('has as many ordinary steps in all lanes of a process as asked for, and as many in each lane', () => {
    fc.assert(
      fc.property(scenarios, rounds, (scenario, round) => {
        const lengths = ofProcess(round).map((each) => ordinaryOf(scenario, each).length);
        expect(new Set(lengths).size).toBe(1);
        expect(lengths.reduce((sum, length) => sum + length)).toBeGreaterThanOrEqual(
          round.requestsPerProcess,
        );
      }),
    );
  });

  it('sends every ordinary kind from some lane of each process, however many there are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 300 }),
        rounds,
        (all, round) => {
          const kinds = all.map((count, index) => get(`/${index}`, { times: count }));
          const scenario: Scenario = {
            name: 'large',
            kinds,
            plan: { lanes: 'auto', end: [], hostile: false },
          };
          const sent = ofProcess(round).flatMap((each) => ids(ordinaryOf(scenario, each)));
          expect(new Set(sent)).toEqual(new Set(ids(kinds)));
          expect(sent.length).toBeLessThanOrEqual(
            round.requestsPerProcess + kinds.length + round.lanesPerProcess,
          );
        },
      ),
    );
  });

  it('sends base’s kinds as often beside those that head adds, and each of these at least once', () => {
    fc.assert(
      fc.property(
        scenarios,
        fc.array(times, { minLength: 1, maxLength: 50 }),
        rounds,
        (scenario, more, round) => {
          const added = more.map((count, index) => get(`/a${index}`, { times: count, added: true }));
          const both = { ...scenario, kinds: [...added, ...scenario.kinds] };
          const sent = ofProcess(round).flatMap((each) => ids(ordinaryOf(both, each)));
          const before = ofProcess(round).flatMap((each) => ids(ordinaryOf(scenario, each)));
          expect(sent.filter((id) => !id.startsWith('/a')).sort()).toEqual(before.sort());
          expect(new Set(sent.filter((id) => id.startsWith('/a')))).toEqual(new Set(ids(added)));
        },
      ),
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
      fc.property(scenarios, rounds, (scenario, { requestsPerProcess, ...round }) => {
        const ordinary = scenario.kinds.filter(({ hostile }) => !hostile);
        const cycle = ordinary.reduce((sum, kind) => sum + kind.times, 0);
        const whole = { ...round, requestsPerProcess: requestsPerProcess + cycle };
        const sent = ofProcess(whole).flatMap((each) => ids(ordinaryOf(scenario, each)));
        const cycles = Math.floor(sent.length / cycle);
        for (const kind of ordinary) {
          const extra = sent.filter((id) => id === kind.id).length - cycles * kind.times;
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
      ids(
        roundSteps(scenario, {
          seed,
          lane,
          laneOfProcess: lane,
          lanesPerProcess: 4,
          requestsPerProcess: 240,
        }),
      ).join();
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
