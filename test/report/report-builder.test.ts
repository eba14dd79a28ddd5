import { describe, expect, it } from 'vitest';
import { judge } from '../../src/leak/verdict.ts';
import { buildMeasureReport, buildReport, type ReportInput } from '../../src/report/report-builder.ts';
import { MeasureReport, Report } from '../../src/report/schema.ts';
import { holder, leaking, measured, worker } from '../leak/sketched-measurement.ts';

const limits = { threshold: 10, thresholds: {} };
const facts = {
  version: '1.2.3',
  seed: 7,
  threshold: 10,
  scenarios: ['shop'],
  notices: ['something to know'],
  changes: ['something changed'],
  timings: { totalMs: 10, setupMs: 1, bootMs: 1, replayMs: 1, gcMs: 1, dumpMs: 1, ownMs: 5 },
};
const revisions = { base: { sha: 'b'.repeat(40), ref: 'main' }, head: { sha: 'a'.repeat(40), ref: 'topic' } };
const kind = {
  id: 'home',
  label: 'GET /',
  hostile: false,
  planned: 40,
  written: 40,
  answered: 40,
  reached: 40,
  status: { 200: 40 },
};

function inputOf(
  head = measured(leaking('Registry', { Event: 200 })),
  base = measured(worker()),
): ReportInput {
  const sides = { base: { ...base, kinds: [kind] }, head: { ...head, kinds: [kind] } };
  return { ...facts, ...sides, revisions, judgement: judge(base, head, limits), triggers: new Map() };
}

describe('a report', () => {
  it('is one by its schema, which nothing is added to', () => {
    const report = buildReport(inputOf());
    expect(Report.parse(report)).toEqual(report);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it('is one by its schema although nothing could be judged', () => {
    const report = buildReport(inputOf(measured(), measured()));
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(Report.parse(report)).toEqual(report);
  });

  it('says what was compared, and how much each process answered', () => {
    const head = measured(worker({ requests: 100 }), worker({ index: 1, restarts: 2, censuses: 5 }));
    const report = buildReport(inputOf(head));
    expect(report.base).toMatchObject({ sha: '0123456789', ref: 'main', kinds: [kind] });
    expect(report.head.processes).toMatchObject([
      { role: 'worker', index: 0, requests: 600, censuses: 7, restarts: 0 },
      { role: 'worker', index: 1, requests: 1000, censuses: 5, restarts: 2 },
    ]);
    expect(report).toMatchObject({
      seed: 7,
      scenarios: ['shop'],
      changes: ['something changed'],
      heapgateVersion: '1.2.3',
    });
  });

  it('lists what moved, and not what stood still', () => {
    const head = measured(
      worker({ leaks: { Event: 200, Still: 0 }, counts: { Cache: [0, 300, 450, 500, 500, 500, 500] } }),
    );
    const { classes } = buildReport(inputOf(head));
    expect(classes.map(({ name, state, over }) => [name, state, over])).toEqual([
      ['Event', 'growing', true],
      ['Cache', 'saturating', false],
    ]);
  });

  it('lists every class past its limit before those that only moved, however many there are', () => {
    const filling = Object.fromEntries(
      Array.from({ length: 80 }, (_, i) => [`Cache${i}`, [0, 300, 450, 500, 500, 500, 500]]),
    );
    const head = measured(worker({ counts: filling, swells: { String: 500_000 } }));
    const report = buildReport(inputOf(head));
    expect(report.classes).toHaveLength(60);
    expect(report.moreClasses).toBe(21);
    expect(report.classes.filter(({ over }) => over).map(({ name }) => name)).toEqual(['String']);
  });

  it('counts the names of a finding that it leaves out', () => {
    const many = Object.fromEntries(Array.from({ length: 70 }, (_, i) => [`Class${i}`, 100]));
    const [finding] = buildReport(inputOf(measured(leaking('Registry', many)))).findings;
    expect(finding?.classes.length).toBeGreaterThanOrEqual(10);
    expect((finding?.classes.length ?? 0) + (finding?.moreClasses ?? 0)).toBe(70);
  });

  it('has the trigger of the finding that it belongs to, and of no other', () => {
    const head = measured(
      worker({ leaks: { Event: 300 }, holders: [holder('A', { Event: 200 }), holder('B', { Event: 100 })] }),
    );
    const input = inputOf(head);
    const id = input.judgement.findings[0]?.id ?? '';
    const trigger = { scenario: 'shop', how: 'poison' as const, requests: ['GET /p/[x'] };
    const { findings } = buildReport({ ...input, triggers: new Map([[id, trigger]]) });
    expect(findings.map((finding) => finding.trigger)).toEqual([trigger, undefined]);
  });

  it('counts how often processes died where that is a finding, and nowhere else', () => {
    const head = measured(leaking('Registry', { Event: 200 }), worker({ index: 1, restarts: 2 }));
    const report = buildReport(inputOf(head));
    expect(Report.parse(report)).toEqual(report);
    expect(report.findings.map(({ restarts }) => restarts)).toEqual([undefined, 2]);
  });

  it('has a name only where it was given one', () => {
    expect(buildReport(inputOf())).not.toHaveProperty('name');
    expect(buildReport({ ...inputOf(), name: 'shop' }).name).toBe('shop');
  });

  it('warns of native memory that grows, before all else there is to know', () => {
    const input = inputOf();
    const judgement = { ...input.judgement, warnings: ['native code may leak'] };
    expect(buildReport({ ...input, judgement }).notices).toEqual([
      'native code may leak',
      'something to know',
    ]);
  });
});

it('a report of one revision is one by its schema', () => {
  const measurement = measured(leaking('Registry', { Event: 200 }));
  const judgement = judge({ sha: '', processes: [], kinds: [] }, measurement, limits);
  const report = buildMeasureReport({ ...facts, measurement, judgement, ref: 'HEAD' });
  expect(MeasureReport.parse(report)).toEqual(report);
  expect(report.revision.ref).toBe('HEAD');
  expect(report.findings).toMatchObject([{ status: 'new', classes: ['Event'] }]);
});
