import { describe, expect, it } from 'vitest';
import { judge, needsConfirmation } from '../../src/leak/verdict.ts';
import { holder, leaking, measured, worker } from './sketched-measurement.ts';

/** Leaks beside something that must not hide them. */

const limits = { threshold: 10, thresholds: {} };
const quiet = measured(worker(), worker({ index: 1 }));

describe('the VM’s own objects that pile up are a regression', () => {
  const internals = { imemo_env: 5000 };
  const head = measured(leaking('Registry', { Event: 20 }, { internals }));

  it('beside a small leak that base has as well', () => {
    expect(judge(measured(leaking('Registry', { Event: 20 })), head, limits).verdict).toBe('regression');
  });

  it('beside a small leak that is accepted', () => {
    const { verdict, findings } = judge(quiet, head, limits, [{ class: 'Event' }]);
    expect(verdict).toBe('regression');
    expect(findings.map(({ classes }) => classes)).toEqual([['imemo_env']]);
  });

  it('but not where an accepted leak brings them along', () => {
    const large = measured(leaking('Registry', { Event: 5000 }, { internals }));
    expect(judge(quiet, large, limits, [{ class: 'Event' }])).toMatchObject({
      verdict: 'pass',
      findings: [],
    });
  });
});

describe('a class whose holder is not known', () => {
  const head = measured(worker({ leaks: { Foo: 100, Bar: 90 } }));

  it('is a regression beside another one that is accepted, whichever grows more', () => {
    const left = ['Foo', 'Bar'].map((name) => judge(quiet, head, limits, [{ class: name }]));
    expect(left.map(({ verdict }) => verdict)).toEqual(['regression', 'regression']);
    expect(left.map(({ findings }) => findings[0]?.classes)).toEqual([['Bar'], ['Foo']]);
  });

  it('passes where each is accepted', () => {
    expect(judge(quiet, head, limits, [{ class: 'Foo' }, { class: 'Bar' }]).verdict).toBe('pass');
  });
});

describe('what rises too unevenly to call in one worker is a doubt', () => {
  // Many classes stand still in any app: one that moves is not the noise of the run.
  const still = Object.fromEntries(['A', 'B', 'C', 'D'].map((name) => [name, Array<number>(7).fill(9)]));
  const late = { ...still, Job: [0, 0, 0, 0, 0, 200, 400] };

  it.each([
    ['a cache that fills', { counts: { ...still, Job: [0, 300, 420, 420, 420, 420, 420] } }],
    ['growth below the limit', { leaks: { Job: 4 }, counts: still }],
    ['nothing', { counts: still }],
  ])('beside %s in another', (_, other) => {
    const judgement = judge(
      quiet,
      measured(worker({ counts: late }), worker({ index: 1, ...other })),
      limits,
    );
    expect(judgement).toMatchObject({
      verdict: 'inconclusive',
      reasons: [
        'Job rose by 400 in worker 0, past its limit of 10 per 1,000 requests, but too unevenly to call: raise rounds',
      ],
    });
    expect(needsConfirmation(judgement)).toBe(true);
  });
});

describe('a class that joins what a large leak of base holds', () => {
  const base = measured(leaking('Registry', { String: 1000 }));

  it('makes it worse, though the sum hardly changes', () => {
    const head = measured(leaking('Registry', { String: 1000, Order: 400 }));
    const judgement = judge(base, head, limits);
    expect(judgement.findings).toMatchObject([{ status: 'worsened' }]);
    expect(judgement.verdict).toBe('regression');
  });

  it('is none where it grows in the dumps alone', () => {
    const head = measured(
      worker({ leaks: { String: 1000 }, holders: [holder('Registry', { String: 1000, Order: 400 })] }),
    );
    expect(judge(base, head, limits).verdict).toBe('pass');
  });
});

describe('a process that died', () => {
  it('is told although no other replaced it', () => {
    const head = measured(worker(), worker({ index: 1, hasEnded: true }));
    expect(judge(quiet, head, limits)).toMatchObject({
      verdict: 'regression',
      findings: [{ restarts: 1, processes: ['worker 1'] }],
    });
  });

  it('is told where many more do than on base', () => {
    const dying = (restarts: number) => measured(worker({ restarts }));
    expect(judge(dying(1), dying(3), limits).verdict).toBe('pass');
    expect(judge(dying(1), dying(9), limits).reasons).toEqual([
      'worker 0 died 9 times on head, and once on base: see its log, with --keep',
    ]);
  });
});

it('a second boot is needed for what is close to its limit beside a large leak that is accepted', () => {
  const holders = [holder('Known', { Event: 400 }), holder('Registry', { Job: 11 })];
  const head = measured(worker({ leaks: { Event: 400, Job: 11 }, holders }));
  const judgement = judge(quiet, head, limits, [{ holder: 'Known' }]);
  expect(judgement.findings.map(({ classes }) => classes)).toEqual([['Job']]);
  expect(needsConfirmation(judgement)).toBe(true);
});
