import { describe, expect, it } from 'vitest';
import { judge } from '../../src/leak/verdict.ts';
import { leaking, measured, worker } from './sketched-measurement.ts';

/** Growth that fails nobody, or cannot be called. */

const limits = { threshold: 10, thresholds: {} };
const quiet = measured(worker(), worker({ index: 1 }));

describe('a holder is no new leak', () => {
  const requests = 1000;

  it('whose classes stay below the limit', () => {
    const head = measured(leaking('Registry', { Event: 9.2 }, { requests }));
    expect(judge(quiet, head, limits)).toMatchObject({ verdict: 'pass', findings: [] });
  });

  it('whose classes grow on base too, too slowly to be looked into there', () => {
    const base = measured(worker({ leaks: { Event: 4.9 }, requests }));
    const head = measured(leaking('Registry', { Event: 9.2 }, { requests }));
    expect(judge(base, head, limits)).toMatchObject({ verdict: 'pass', findings: [] });
  });

  it('whose classes grow as fast on base, where no dump could be taken', () => {
    const base = measured(worker({ leaks: { Event: 200 } }));
    const head = measured(leaking('Registry', { Event: 200 }));
    expect(judge(base, head, limits)).toMatchObject({ verdict: 'pass', findings: [] });
  });
});

it('whoever allows more objects of a class allows their bytes', () => {
  const head = measured(leaking('Registry', { String: 300 }));
  expect(judge(quiet, head, { threshold: 10, thresholds: { String: 500 } }).verdict).toBe('pass');
  expect(judge(quiet, head, { threshold: 10, thresholds: { String: 200 } }).verdict).toBe('regression');
});

it('what goes on base without traffic is a doubt on head, which was never without', () => {
  const lines = (more: object) => measured(worker({ leaks: { Line: 500 }, ...more }));
  const base = lines({ goesWhenIdle: ['Line'] });
  expect(judge(base, lines({ wasIdle: false }), limits)).toMatchObject({
    verdict: 'inconclusive',
    reasons: [
      expect.stringMatching(/^Line rose by 750 in worker 0, .* goes on base when there is no traffic/),
    ],
  });
  expect(judge(base, lines({ wasIdle: true }), limits).verdict).toBe('regression');
});
