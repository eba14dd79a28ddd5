import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findHolders } from '../../src/leak/holders.ts';
import type { NamedHolder } from '../../src/leak/measurement.ts';
import { type Judgement, judge, needsConfirmation } from '../../src/leak/verdict.ts';
import { type HeapSketch, laterHeaps } from '../heap/synthetic-heap.ts';
import { holder, leaking, measured, worker } from './sketched-measurement.ts';

const limits = { threshold: 10, thresholds: {} };
const quiet = measured(worker({ index: 0 }), worker({ index: 1 }));

const statuses = (judgement: Judgement) =>
  judgement.findings.map(({ status, holder: held }) => `${status}: ${held}`);

describe('a leak', () => {
  it('that is new on head is a regression', () => {
    const judgement = judge(
      quiet,
      measured(leaking('Registry', { Event: 200 }), worker({ index: 1 })),
      limits,
    );
    expect(judgement.verdict).toBe('regression');
    expect(judgement.findings).toMatchObject([
      {
        status: 'new',
        classes: ['Event'],
        processes: ['worker 0'],
        objectsPer1000: 200,
        basePer1000: 0,
        holder: 'Array',
      },
    ]);
    expect(judgement.reasons).toEqual(['a new leak: 200 objects per 1,000 requests, held by Array']);
  });

  it('of live threads is one finding, told with the class that the censuses count them under', () => {
    const dumps = laterHeaps([20, 40, 60], (h, size) => {
      for (const _ of Array(size)) h.thread('worker #', { holds: [h.instance('Job')] });
    });
    const found = findHolders(
      dumps.map((graph, i) => ({ graph, ownRequests: i * 1000 })),
      { objectsPer1000: 5, bytesPer1000: 5 * 1024 },
    );
    const holders = found.map((each) => ({ ...each, steps: [], namedSites: [], growsByOrdinary: true }));
    const judgement = judge(quiet, measured(worker({ leaks: { Thread: 20, Job: 20 }, holders })), limits);
    expect(judgement.findings).toMatchObject([
      { status: 'new', classes: ['Thread', 'Job'], holder: "the VM's list of living threads" },
    ]);
  });

  it('that base has as well passes', () => {
    const both = measured(leaking('Registry', { Event: 2000 }));
    const judgement = judge(both, both, limits);
    expect(judgement.verdict).toBe('pass');
    expect(judgement.reasons).toEqual(['what grows on head grows on base as well']);
    expect(judgement.findings).toMatchObject([
      { status: 'existing', basePer1000: 2000, objectsPer1000: 2000 },
    ]);
  });

  it('that base has as well passes whichever worker has it', () => {
    const base = measured(leaking('Registry', { Event: 200 }), worker({ index: 1 }));
    const head = measured(worker(), leaking('Registry', { Event: 200 }, { index: 1 }));
    expect(judge(base, head, limits).verdict).toBe('pass');
  });

  it('that base has as well passes however many more workers have it on head', () => {
    const base = measured(leaking('Registry', { Event: 200 }), worker({ index: 1 }));
    const head = measured(
      leaking('Registry', { Event: 200 }),
      leaking('Registry', { Event: 190 }, { index: 1 }),
    );
    expect(judge(base, head, limits).verdict).toBe('pass');
  });

  it('that base has as well passes although its rate wobbles', () => {
    const base = measured(leaking('Registry', { Event: 2000 }));
    const head = measured(leaking('Registry', { Event: 2050 }));
    expect(judge(base, head, limits).verdict).toBe('pass');
  });

  it('that base has as well passes although its rate wobbles and no dump of head shows its holder', () => {
    const base = measured(leaking('Registry', { Event: 2000 }, { swells: { String: 900_000 } }));
    const head = measured(worker({ leaks: { Event: 2050 }, swells: { String: 950_000 } }));
    const judgement = judge(base, head, limits);
    expect(judgement.verdict).toBe('pass');
    expect(judgement.classes.filter(({ over }) => over)).toEqual([]);
  });

  it('that got 1.5 times as fast and past the threshold is worsened', () => {
    const base = measured(leaking('Registry', { Event: 100 }));
    const judgement = judge(base, measured(leaking('Registry', { Event: 160 })), limits);
    expect(judgement.verdict).toBe('regression');
    expect(judgement.findings).toMatchObject([{ status: 'worsened', basePer1000: 100 }]);
    expect(judge(base, measured(leaking('Registry', { Event: 140 })), limits).verdict).toBe('pass');
  });

  it('that got 1.5 times as fast by less than the threshold passes', () => {
    const base = measured(leaking('Registry', { Event: 12 }));
    expect(judge(base, measured(leaking('Registry', { Event: 20 })), limits).verdict).toBe('pass');
  });

  it('that head no longer has is gone, and passes', () => {
    const judgement = judge(measured(leaking('Registry', { Event: 200 })), quiet, limits);
    expect(judgement.verdict).toBe('pass');
    expect(judgement.findings).toMatchObject([{ status: 'gone', objectsPer1000: 0, basePer1000: 200 }]);
    expect(judgement.reasons).toEqual(['the leak on base is gone on head']);
  });

  it('whose holder no dump shows is a regression all the same', () => {
    const judgement = judge(quiet, measured(worker({ leaks: { Event: 200 } })), limits);
    expect(judgement.verdict).toBe('regression');
    expect(judgement.findings).toMatchObject([
      { status: 'new', holder: 'an unknown holder', classes: ['Event'], path: [] },
    ]);
  });

  it('is one finding with the classes that grow only in a process that leaks alike and was not dumped', () => {
    const alike = worker({ index: 1, leaks: { Event: 150, Request: 50 } });
    const judgement = judge(quiet, measured(leaking('Registry', { Event: 200 }), alike), limits);
    expect(judgement.findings).toMatchObject([
      { status: 'new', holder: 'Array', classes: ['Event', 'Request'] },
    ]);
  });

  it('is two findings where the dumps of its own process do not explain all growth', () => {
    const head = measured(leaking('Registry', { Event: 200 }, { leaks: { Event: 200, Request: 50 } }));
    expect(judge(quiet, head, limits).findings).toMatchObject([
      { status: 'new', holder: 'an unknown holder', classes: ['Request'] },
      { status: 'new', holder: 'Array', classes: ['Event'] },
    ]);
  });

  it('grows at the rate of the censuses, where the dumps saw about the same', () => {
    const event = holder('Registry', { Event: 200, String: 400 }, { retainedBytesPer1000: 60_000 });
    const head = measured(worker({ leaks: { Event: 160, String: 320 }, holders: [event] }));
    const [finding] = judge(quiet, head, limits).findings;
    expect(finding?.objectsPer1000).toBeCloseTo(480, 0);
    expect(finding?.retainedBytesPer1000).toBeCloseTo(48_000, -2);
  });

  it('grows at the rate of the dumps, where objects of its class grow elsewhere too', () => {
    const event = holder('Registry', { Event: 200 });
    const head = measured(worker({ leaks: { Event: 1000 }, holders: [event] }));
    expect(judge(quiet, head, limits).findings).toMatchObject([{ objectsPer1000: 200 }]);
  });

  it('is two findings where another process has growth that no dump explains', () => {
    const head = measured(leaking('Registry', { Event: 200 }), worker({ index: 1, leaks: { Session: 50 } }));
    const judgement = judge(quiet, head, limits);
    expect(statuses(judgement)).toEqual(['new: an unknown holder', 'new: Array']);
    expect(judgement.findings[0]).toMatchObject({ classes: ['Session'], processes: ['worker 1'] });
  });

  it('is found in the one worker of two that has it, and each that has it is named', () => {
    const head = measured(leaking('Registry', { Event: 200 }), worker({ index: 1, leaks: { Event: 150 } }));
    expect(judge(quiet, head, limits).findings[0]?.processes).toEqual(['worker 0', 'worker 1']);
  });

  it('of bytes alone is a regression', () => {
    const log = holder('Log', { String: 0 }, { label: 'Buffer', shallowBytesPer1000: 500_000 });
    const judgement = judge(quiet, measured(worker({ swells: { String: 500_000 }, holders: [log] })), limits);
    expect(judgement.verdict).toBe('regression');
    expect(judgement.findings).toMatchObject([{ holder: 'Buffer', classes: ['String'] }]);
    expect(judgement.reasons).toEqual(['a new leak: 488 KiB per 1,000 requests, held by Buffer']);
  });

  it('of bytes alone that base has as well passes', () => {
    const log = holder('Log', { String: 0 }, { label: 'Buffer', shallowBytesPer1000: 500_000 });
    const both = measured(worker({ swells: { String: 500_000 }, holders: [log] }));
    expect(judge(both, both, limits).verdict).toBe('pass');
  });

  it('of bytes alone that got 1.5 times as fast is worsened', () => {
    const swelling = (rate: number) =>
      measured(
        worker({
          swells: { String: rate },
          holders: [holder('Log', { String: 0 }, { shallowBytesPer1000: rate })],
        }),
      );
    expect(judge(swelling(500_000), swelling(900_000), limits).findings).toMatchObject([
      { status: 'worsened' },
    ]);
    expect(judge(swelling(500_000), swelling(600_000), limits).verdict).toBe('pass');
  });

  it('of bytes alone that is new in one worker is a regression beside objects of the same class in another', () => {
    const base = measured(leaking('Names', { String: 50 }), worker({ index: 1 }));
    const head = measured(
      leaking('Names', { String: 50 }),
      worker({ index: 1, swells: { String: 900_000 } }),
    );
    expect(judge(base, head, limits).verdict).toBe('regression');
  });

  it('of bytes alone passes where base has it in another worker than objects of the same class', () => {
    const base = measured(
      leaking('Names', { String: 50 }),
      worker({ index: 1, swells: { String: 900_000 } }),
    );
    const head = measured(
      leaking('Names', { String: 50 }, { swells: { String: 900_000 } }),
      worker({ index: 1 }),
    );
    expect(judge(base, head, limits).verdict).toBe('pass');
  });
});

describe('a small String leak on base', () => {
  const small = { String: 20 };

  it('does not hide a large one that head has in another holder', () => {
    const base = measured(leaking('Names', small));
    const head = measured(
      worker({
        leaks: { String: 520 },
        holders: [holder('Names', small), holder('Sessions', { String: 500 })],
      }),
    );
    const judgement = judge(base, head, limits);
    expect(judgement.verdict).toBe('regression');
    expect(statuses(judgement)).toEqual(['new: Array', 'existing: Array']);
  });

  it('does not hide one in another holder that is no larger', () => {
    const judgement = judge(measured(leaking('Names', small)), measured(leaking('Sessions', small)), limits);
    expect(judgement.verdict).toBe('regression');
  });

  it('does not hide a large one whose holder no dump of head shows', () => {
    const base = measured(leaking('Names', small));
    const head = measured(worker({ leaks: { String: 520 }, holders: [holder('Names', small)] }));
    expect(judge(base, head, limits).verdict).toBe('regression');
  });

  it('does not hide one of small objects whose holder no dump of head shows', () => {
    const base = measured(leaking('Names', small));
    const head = measured(worker({ leaks: { String: 120 }, holders: [holder('Names', small)] }));
    expect(judge(base, head, limits).verdict).toBe('regression');
  });

  it('does not hide a large one deeper below the same object', () => {
    const program = (nested: number) => (h: HeapSketch, requests: number) => {
      const strings = (per1000: number) => h.many((requests * per1000) / 1000, () => h.string());
      const list = h.instance('Array', { holds: strings(nested) });
      h.root('vm', h.class('State', { holds: [h.instance('Hash', { holds: [list, ...strings(20)] })] }));
    };
    const holdersIn = (nested: number): NamedHolder[] => {
      const moments = [1000, 2000, 3000];
      const graphs = laterHeaps(moments, program(nested));
      const points = graphs.map((graph, i) => ({ graph, ownRequests: moments[i] ?? 0 }));
      const found = findHolders(points, { objectsPer1000: 5, bytesPer1000: 5120 });
      return found.map((each) => ({ ...each, steps: [], namedSites: [], growsByOrdinary: true }));
    };
    const base = measured(worker({ leaks: small, holders: holdersIn(0) }));
    const head = measured(worker({ leaks: { String: 520 }, holders: holdersIn(500) }));
    expect(judge(base, head, limits).verdict).toBe('regression');
    expect(judge(base, base, limits).verdict).toBe('pass');
  });
});

describe('the limit', () => {
  const verdictOf = (leaks: Record<string, number>, more: Partial<typeof limits> = {}) =>
    judge(quiet, measured(worker({ leaks, requests: 200, censuses: 6 })), { ...limits, ...more }).verdict;

  it('is reached by exactly the threshold per 1,000 requests, and not by less', () => {
    expect(verdictOf({ Event: 10 })).toBe('regression');
    expect(verdictOf({ Event: 9 })).toBe('pass');
  });

  it('is reached by exactly the threshold at every phase of the leak', () => {
    const perPhase = fc.record({
      threshold: fc.integer({ min: 5, max: 50 }),
      phase: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      requests: fc.integer({ min: 170, max: 400 }),
    });
    fc.assert(
      fc.property(perPhase, ({ threshold, phase, requests }) => {
        const counts = Array.from(
          { length: 7 },
          (_, round) => 1000 + Math.floor(phase + (round * requests * threshold) / 1000),
        );
        const head = measured(worker({ counts: { Event: counts }, requests }));
        expect(judge(quiet, head, { threshold, thresholds: {} }).verdict).toBe('regression');
      }),
    );
  });

  it('counts beyond base', () => {
    const base = measured(leaking('Registry', { Event: 15 }));
    expect(judge(base, measured(leaking('Registry', { Event: 24 })), limits).verdict).toBe('pass');
  });

  it('of a single class is its own', () => {
    expect(verdictOf({ Event: 15 }, { thresholds: { Event: 20 } })).toBe('pass');
    expect(verdictOf({ Event: 8 }, { thresholds: { Event: 6 } })).toBe('regression');
    expect(verdictOf({ Event: 15 }, { thresholds: { Span: 20 } })).toBe('regression');
  });

  it('is not taken from what every JavaScript object inherits', () => {
    expect(verdictOf({ constructor: 200 })).toBe('regression');
  });

  it('of the VM’s own objects is five times as high', () => {
    const withInternals = (rate: number) =>
      judge(quiet, measured(worker({ internals: { imemo_env: rate } })), limits);
    expect(withInternals(45).verdict).toBe('pass');
    expect(withInternals(60).verdict).toBe('regression');
    expect(withInternals(60).classes.find((row) => row.over)).toMatchObject({
      name: 'imemo_env',
      internal: true,
    });
  });

  it('does not name the VM’s own objects beside a leak that brings them along', () => {
    const head = measured(leaking('Registry', { Event: 200 }, { internals: { imemo_env: 200 } }));
    expect(judge(quiet, head, limits).findings).toMatchObject([{ classes: ['Event'] }]);
  });
});

describe('what may pass', () => {
  const bounded = (values: readonly number[]) => measured(worker({ counts: { Entry: values } }));

  it('is a bounded cache, shown as saturating with its series', () => {
    const values = [0, 300, 450, 500, 500, 500, 500];
    const judgement = judge(quiet, bounded(values), limits);
    expect(judgement.verdict).toBe('pass');
    expect(judgement.classes.find(({ name }) => name === 'Entry')).toMatchObject({
      state: 'saturating',
      over: false,
      counts: values,
      requests: [0, 250, 500, 750, 1000, 1250, 1500],
    });
  });

  it('is noise, which comes with how much of it there was', () => {
    const judgement = judge(
      bounded([500, 501, 499, 500, 501, 500, 499]),
      bounded([500, 499, 501, 500, 500, 501, 502]),
      limits,
    );
    expect(judgement.verdict).toBe('pass');
    expect(judgement.noise.smallestDetectable).toBeCloseTo(5 / 1.5);
    expect(judgement.noise.objectsPer1000Requests).toBeLessThan(2);
  });

  it('is what grows between dumps, but in no census', () => {
    const head = measured(worker({ holders: [holder('Late', { Event: 80 })] }));
    expect(judge(quiet, head, limits)).toMatchObject({ verdict: 'pass', findings: [] });
  });

  it('is what a master gains, which answers no requests', () => {
    const head = measured(worker(), worker({ role: 'master', leaks: { Event: 200 } }));
    expect(judge(quiet, head, limits)).toMatchObject({ verdict: 'pass', findings: [] });
  });

  it('is what is as uneven on base', () => {
    const uneven = bounded([0, 300, 0, 0, 0, 0, 300]);
    expect(judge(uneven, uneven, limits).verdict).toBe('pass');
  });

  it('is what a cleaner takes away time and again', () => {
    const still = Array(7).fill(9);
    const verdictOf = (jobs: readonly number[]) =>
      judge(quiet, measured(worker({ counts: { Job: jobs, Page: still, Tea: still } })), limits).verdict;
    expect(verdictOf([1, 168, 2, 169, 86, 3, 129])).toBe('pass');
    expect(verdictOf([0, 300, 0, 0, 0, 0, 300])).toBe('inconclusive');
  });

  it('is any measurement against itself', () => {
    const rates = fc.dictionary(
      fc.constantFrom('A', 'B', 'String', 'Hash'),
      fc.integer({ min: 0, max: 5000 }),
    );
    fc.assert(
      fc.property(rates, rates, fc.boolean(), (leaks, others, found) => {
        const same = measured(
          worker({ leaks, holders: found ? [holder('Registry', leaks)] : [] }),
          worker({ index: 1, leaks: others, swells: leaks }),
        );
        expect(judge(same, same, limits).verdict).toBe('pass');
      }),
    );
  });

  it('does not depend on which worker is which', () => {
    const sketch = fc.record({
      rate: fc.integer({ min: 0, max: 60 }),
      swell: fc.constantFrom(0, 100_000),
      held: fc.boolean(),
    });
    const workers = fc.array(sketch, { minLength: 1, maxLength: 4 });
    const build = (list: readonly { rate: number; swell: number; held: boolean }[]) =>
      measured(
        ...list.map(({ rate, swell, held }, index) =>
          worker({
            index,
            leaks: { Event: rate },
            swells: { String: swell },
            holders: held ? [holder('Registry', { Event: rate })] : [],
          }),
        ),
      );
    fc.assert(
      fc.property(workers, workers, (base, head) => {
        const once = judge(build(base), build(head), limits);
        const swapped = judge(build(base.toReversed()), build(head.toReversed()), limits);
        expect(swapped.verdict).toBe(once.verdict);
      }),
    );
  });
});

describe('known growth', () => {
  const head = measured(leaking('Registry', { Event: 200, String: 400 }));
  const found = judge(quiet, head, limits).findings[0];

  it('is accepted by the finding’s id', () => {
    expect(judge(quiet, head, limits, [{ finding: found?.id }])).toMatchObject({
      verdict: 'pass',
      findings: [],
    });
    expect(judge(quiet, head, limits, [{ finding: 'ffffffffffff' }]).verdict).toBe('regression');
  });

  it('is accepted by a class of the holder’s path', () => {
    expect(judge(quiet, head, limits, [{ holder: 'Registry' }])).toMatchObject({
      verdict: 'pass',
      findings: [],
    });
    expect(judge(quiet, head, limits, [{ holder: 'Other' }]).verdict).toBe('regression');
  });

  it('is accepted by the class that the holder gains', () => {
    expect(judge(quiet, head, limits, [{ class: 'Event' }])).toMatchObject({ verdict: 'pass', findings: [] });
    expect(judge(quiet, head, limits, [{ class: 'Span' }]).verdict).toBe('regression');
  });

  it('is accepted by its class where no holder is known', () => {
    const unheld = measured(worker({ leaks: { Event: 200 } }));
    expect(judge(quiet, unheld, limits, [{ class: 'Event' }]).verdict).toBe('pass');
  });

  it('of bytes alone is accepted by the class that grows', () => {
    const log = holder('Log', { String: 0 }, { label: 'Buffer', shallowBytesPer1000: 500_000 });
    const swelling = measured(worker({ swells: { String: 500_000 }, holders: [log] }));
    expect(judge(quiet, swelling, limits, [{ class: 'String' }]).verdict).toBe('pass');
  });

  it('is not told of once it is gone', () => {
    expect(judge(head, quiet, limits, [{ finding: found?.id }]).findings).toEqual([]);
  });

  it('does not cover more of a class than the accepted holder holds', () => {
    const more = measured(worker({ leaks: { Event: 900 }, holders: [holder('Registry', { Event: 200 })] }));
    expect(judge(quiet, more, limits, [{ holder: 'Registry' }]).verdict).toBe('regression');
  });

  it('does not cover another leak of the same class', () => {
    const both = measured(
      worker({
        leaks: { Event: 400 },
        holders: [holder('Registry', { Event: 200 }), holder('Sessions', { Event: 200 })],
      }),
    );
    expect(judge(quiet, both, limits, [{ holder: 'Registry' }])).toMatchObject({
      verdict: 'regression',
      findings: [{ status: 'new' }],
    });
  });

  it('does not cover a class without a holder beside the one that is accepted', () => {
    const both = measured(leaking('Registry', { Event: 200 }, { leaks: { Event: 200, Session: 300 } }));
    expect(judge(quiet, both, limits, [{ holder: 'Registry' }]).verdict).toBe('regression');
  });

  it('does not make a run inconclusive that is uneven in nothing else', () => {
    const uneven = measured(worker({ counts: { Job: [0, 300, 0, 0, 0, 0, 300] } }));
    expect(judge(quiet, uneven, limits).verdict).toBe('inconclusive');
    expect(judge(quiet, uneven, limits, [{ class: 'Job' }]).verdict).toBe('pass');
  });
});

describe('an inconclusive run', () => {
  const reasonsOf = (base = quiet, head = quiet): readonly string[] => {
    const judgement = judge(base, head, limits);
    expect(judgement.verdict).toBe('inconclusive');
    return judgement.reasons;
  };

  it('has too few censuses in one life of a process, and says which and what to do', () => {
    const [reason, ...others] = reasonsOf(quiet, measured(worker(), worker({ index: 1, censuses: 3 })));
    expect(others).toEqual([]);
    expect(reason).toBe(
      'worker 1 of head has only 3 censuses in one life, of 4 needed: raise rounds, or find out why it restarts',
    );
  });

  it('has no judged process at all', () => {
    expect(reasonsOf(measured(), quiet)).toEqual([
      'no process of base lived through 4 censuses and answered requests: raise rounds',
    ]);
  });

  it('has a process that answered nothing, and does not say that censuses are missing', () => {
    const [reason] = reasonsOf(quiet, measured(worker(), worker({ index: 1, requests: 0 })));
    expect(reason).toContain('worker 1 of head');
    expect(reason).toContain('answered no request');
  });

  it('was too short to see the threshold, and says what it could have seen', () => {
    const short = measured(worker({ requests: 20 }));
    expect(reasonsOf(short, short)).toEqual([
      'the run was too short or too noisy: it could only have seen growth from 41.7 objects per 1,000 requests, the threshold is 10: raise requests or rounds',
    ]);
  });

  it('was too short to see the threshold of a single class', () => {
    const judgement = judge(quiet, quiet, { threshold: 10, thresholds: { Event: 1 } });
    expect(judgement.verdict).toBe('inconclusive');
    expect(judgement.reasons[0]).toContain('the threshold is 1:');
  });

  it('was too short on head alone', () => {
    expect(reasonsOf(quiet, measured(worker({ requests: 20 })))[0]).toContain('too short');
  });

  it('has a class that rose past its limit, but too unevenly to call', () => {
    expect(reasonsOf(quiet, measured(worker({ counts: { Job: [0, 300, 0, 0, 0, 0, 300] } })))).toEqual([
      'Job rose by 300 in worker 0, past its limit of 10 per 1,000 requests, but too unevenly to call: raise rounds',
    ]);
  });

  it('is not one in which a process was replaced, when one of its lives can be judged', () => {
    const head = measured(worker(), worker({ index: 1, censuses: 2 }), worker({ index: 1 }));
    expect(judge(quiet, head, limits).verdict).toBe('pass');
  });

  it('is not one that found a regression', () => {
    const head = measured(leaking('Registry', { Event: 200 }), worker({ index: 1, censuses: 2 }));
    expect(judge(quiet, head, limits).verdict).toBe('regression');
  });

  it('does not come from a master, which answers nothing', () => {
    const head = measured(
      worker(),
      worker({ index: 1 }),
      worker({ role: 'master', requests: 0, censuses: 2 }),
    );
    expect(judge(quiet, head, limits).verdict).toBe('pass');
  });
});

describe('a second boot', () => {
  const confirms = (base = quiet, head = quiet) => needsConfirmation(judge(base, head, limits));

  it('is needed for a regression close to its limit, and not far past it', () => {
    expect(confirms(quiet, measured(leaking('Registry', { Event: 25 })))).toBe(true);
    expect(confirms(quiet, measured(leaking('Registry', { Event: 40 })))).toBe(false);
  });

  it('is needed for an existing leak that got worse, however much', () => {
    expect(
      confirms(measured(leaking('Registry', { Event: 100 })), measured(leaking('Registry', { Event: 5000 }))),
    ).toBe(true);
  });

  it('is needed for what is too uneven to call', () => {
    expect(confirms(quiet, measured(worker({ counts: { Job: [0, 300, 0, 0, 0, 0, 300] } })))).toBe(true);
  });

  it('is not needed for a pass, nor where only censuses are missing', () => {
    expect(confirms()).toBe(false);
    expect(confirms(quiet, measured(worker({ censuses: 3 })))).toBe(false);
  });
});

describe('processes that died', () => {
  const restarted = measured(worker(), worker({ index: 1, censuses: 3 }), worker({ index: 1, restarts: 1 }));

  it('on head alone are a regression, which a second boot must show again', () => {
    const judgement = judge(quiet, restarted, limits);
    expect(judgement.verdict).toBe('regression');
    expect(judgement.reasons).toEqual([
      'worker 1 died once on head, and no process on base: see its log, with --keep',
    ]);
    expect(needsConfirmation(judgement)).toBe(true);
  });

  it('on head alone are one finding, whichever of several alike died', () => {
    const other = measured(worker({ restarts: 2 }), worker({ index: 1, restarts: 1 }));
    expect(judge(quiet, other, limits).findings).toMatchObject([
      { status: 'new', restarts: 3, processes: ['worker 0', 'worker 1'], classes: [], path: [] },
    ]);
    const [one, another] = [restarted, other].map((head) => judge(quiet, head, limits).findings[0]?.id);
    expect(one).toBe(another);
  });

  it('can be accepted like a leak', () => {
    const finding = judge(quiet, restarted, limits).findings[0]?.id;
    expect(judge(quiet, restarted, limits, [{ finding }])).toMatchObject({ verdict: 'pass', findings: [] });
  });

  it('beside a leak that got worse do not spare it the second boot', () => {
    const base = measured(leaking('Registry', { Event: 200 }));
    const head = measured(leaking('Registry', { Event: 2000 }), worker({ index: 1, restarts: 1 }));
    const judgement = judge(base, head, limits);
    expect(judgement.findings.map(({ status }) => status)).toEqual(['worsened', 'new']);
    expect(needsConfirmation(judgement)).toBe(true);
  });

  it('on base as well are not head’s doing', () => {
    expect(judge(restarted, restarted, limits).verdict).toBe('pass');
    expect(judge(restarted, quiet, limits).verdict).toBe('pass');
  });
});

it('says of growth with time alone that it is', () => {
  const head = measured(leaking('Poller', { Tick: 200 }, { growsWhenIdle: ['Tick'] }));
  const judgement = judge(quiet, head, limits);
  expect(judgement.findings).toMatchObject([{ withTimeAlone: true }]);
  expect(judgement.classes.find(({ name }) => name === 'Tick')?.withTimeAlone).toBe(true);
});

it('does not fail what goes again without traffic, in whichever worker it was watched', () => {
  const [leaks, goesWhenIdle] = [{ Line: 900 }, ['Line']];
  const head = measured(worker({ leaks }), worker({ leaks: { Line: 1000 }, index: 1, goesWhenIdle }));
  const judgement = judge(quiet, head, limits);
  expect(judgement).toMatchObject({ verdict: 'pass', findings: [] });
  expect(judgement.classes.find(({ name }) => name === 'Line')).toMatchObject({
    over: false,
    state: 'saturating',
  });
  // On base it is none either, so that a leak of the same class on head is new.
  const stays = leaking('Registry', { Line: 1000 });
  expect(judge(head, measured(stays), limits)).toMatchObject({
    verdict: 'regression',
    findings: [{ status: 'new' }],
  });
});
