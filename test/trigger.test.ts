import { describe, expect, it } from 'vitest';
import type { Finding } from '../src/leak/finding.ts';
import { judge } from '../src/leak/verdict.ts';
import type { KindAccount, Scenario } from '../src/traffic/scenario.ts';
import { suspectedKinds, triggerOf } from '../src/trigger.ts';
import { holder, leaking, measured, worker } from './leak/sketched-measurement.ts';
import { get } from './traffic/kinds.ts';

const limits = { threshold: 10, thresholds: {} };
const home = get('/home');
const bracket = get('/p/[x', { hostile: true });
const pipe = get('/p/a|b', { hostile: true });
const refused = get('/bad', { hostile: true });
const scenario: Scenario = {
  name: 'shop',
  kinds: [home, bracket, pipe, refused],
  plan: { lanes: 'auto', end: [home.id], hostile: false },
};

/** What became of each kind: its status, or nothing where the request did not reach the app. */
function answers(statuses: Readonly<Record<string, string>>): { kinds: KindAccount[] } {
  const kinds = scenario.kinds.map(({ id, label, hostile }): KindAccount => {
    const status = statuses[id];
    const count = status === undefined ? 0 : 40;
    return {
      id,
      label,
      hostile,
      planned: 40,
      written: 40,
      answered: count,
      reached: count,
      status: status === undefined ? {} : { [status]: 40 },
    };
  });
  return { kinds };
}

const before = answers({ [home.id]: '200', [bracket.id]: '200', [pipe.id]: '200' });

describe('suspected', () => {
  const suspects = (head: { kinds: KindAccount[] }) =>
    suspectedKinds(scenario, { ...measured(), ...before }, { ...measured(), ...head }).map(
      ({ label }) => label,
    );

  it('are the hostile kinds that head answers otherwise than base', () => {
    const head = answers({ [home.id]: '500', [bracket.id]: '500', [pipe.id]: '200' });
    expect(suspects(head)).toEqual([bracket.label]);
  });

  it('are all hostile kinds that reached the app, where no answer differs', () => {
    expect(suspects(before)).toEqual([bracket.label, pipe.label]);
  });

  it('is nothing where no hostile kind reached the app', () => {
    expect(suspects(answers({ [home.id]: '200' }))).toEqual([]);
  });
});

describe('the trigger', () => {
  const quiet = measured(worker(), worker({ index: 1 }));
  const findingOf = (growsByOrdinary: boolean): Finding => {
    const held = holder('Registry', { Event: 200, Request: 200 }, { growsByOrdinary });
    const [finding] = judge(
      quiet,
      measured(worker({ leaks: { Event: 200, Request: 200 }, holders: [held] })),
      limits,
    ).findings;
    if (!finding) throw new Error('nothing was found');
    return finding;
  };
  const triggerFrom = (without: ReturnType<typeof measured>, growsByOrdinary = true) =>
    triggerOf(findingOf(growsByOrdinary), [bracket], scenario, without, limits);

  it('are the kinds without which the finding does not appear', () => {
    expect(triggerFrom(quiet)).toEqual({ scenario: 'shop', how: 'poison', requests: [bracket.label] });
  });

  it('is no poison where ordinary requests alone do not go on leaking', () => {
    expect(triggerFrom(quiet, false)?.how).toBe('self');
  });

  it('is not named when the finding grows without them', () => {
    expect(
      triggerFrom(measured(worker(), leaking('Registry', { Event: 200 }, { index: 1 }))),
    ).toBeUndefined();
  });

  it('is not named when what hangs on the finding grows without them', () => {
    expect(triggerFrom(measured(worker({ leaks: { Request: 100 } })))).toBeUndefined();
  });

  it('is named although a little of what hung on the finding grows while the app is young', () => {
    expect(triggerFrom(measured(worker({ leaks: { Request: 10 } })))).toBeDefined();
  });

  it('is not named when the boot without them could not be judged', () => {
    expect(triggerFrom(measured())).toBeUndefined();
    expect(triggerFrom(measured(worker({ censuses: 3 })))).toBeUndefined();
  });

  it('is not named when the boot without them was too short to show the finding', () => {
    expect(triggerFrom(measured(worker({ requests: 4 })))).toBeUndefined();
  });
});
