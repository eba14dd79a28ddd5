import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderComment } from '../../src/report/comment.ts';
import { joinedReport, type ShardReport } from '../../src/report/joined-report.ts';
import { Report } from '../../src/report/schema.ts';
import { clean, existing, incident, inconclusive, leak, restarting } from './sample-report.ts';

const verdicts = { pass: clean, regression: incident, inconclusive };

const sharded = (...reports: readonly Report[]): ShardReport[] =>
  reports.map((report, index) => ({
    ...report,
    shard: { number: index + 1, of: reports.length, config: 'c' },
  }));

const joined = (...reports: readonly Report[]): Report => joinedReport(sharded(...reports));

describe('the report of several shards', () => {
  test('has the worst verdict of them, and fits its schema', () =>
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('pass', 'regression', 'inconclusive'), { minLength: 1, maxLength: 4 }),
        (all) => {
          const report = joined(...all.map((verdict) => verdicts[verdict]()));
          const worst = (['regression', 'inconclusive'] as const).find((verdict) => all.includes(verdict));
          expect(report.verdict).toBe(worst ?? 'pass');
          expect(Report.parse(report)).toEqual(report);
          expect(report).not.toHaveProperty('shard');
        },
      ),
    ));

  test('gives the reasons of those that decided it', () => {
    expect(joined(clean(), incident(), inconclusive()).reasons).toEqual(incident().reasons);
    const [first] = inconclusive().reasons;
    expect(joined(clean(), inconclusive()).reasons[0]).toBe(`shard 2 of 2: ${first}`);
  });

  test('has a leak that several saw once, as where it is worst', () => {
    const weaker = { ...incident(), findings: [{ ...leak(), objectsPer1000: 5, trigger: undefined }] };
    for (const { findings } of [joined(weaker, incident()), joined(incident(), weaker)]) {
      expect(findings).toHaveLength(1);
      expect(findings[0]).toMatchObject({ objectsPer1000: 66_900, trigger: leak().trigger });
      expect(findings[0]?.processes).toHaveLength(4);
    }
    expect(joined(existing(), incident()).findings).toMatchObject([{ status: 'new' }]);
  });

  test('counts processes on from shard to shard', () => {
    const report = joined(incident(), incident());
    const workers = report.head.processes.filter(({ role }) => role === 'worker');
    expect(workers.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
    expect(report.findings[0]?.processes).toEqual(['worker 0', 'worker 1', 'worker 2', 'worker 3']);
    expect(joined(clean(), incident()).classes[0]?.process).toBe('worker 2');
    const dying = joined(restarting(), restarting()).findings;
    expect(dying).toMatchObject([{ restarts: 4, processes: ['worker 1', 'worker 3'] }]);
  });

  test('tells kinds of different scenarios apart', () => {
    const alone = (name: string): Report => ({ ...clean(), scenarios: [name] });
    const { base, scenarios } = joined(alone('shop'), alone('blog'), clean());
    const ids = base.kinds.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids[0]).toMatch(/^shop\//);
    expect(scenarios).toEqual(['shop', 'blog', ...clean().scenarios]);
  });

  test('has each class as where it grows most', () => {
    const rows = incident().classes;
    const slower = rows.map((row) => ({ ...row, headPer1000: row.headPer1000 / 2 }));
    const { classes } = joined({ ...incident(), classes: slower }, incident());
    expect(classes).toHaveLength(rows.length);
    for (const row of classes)
      expect(row.headPer1000).toBe(rows.find(({ name }) => name === row.name)?.headPer1000);
  });

  test('could see no more than the shard that could see least', () => {
    const seeing = (smallestDetectable: number): Report => ({
      ...clean(),
      noise: { ...clean().noise, smallestDetectable },
    });
    expect(joined(seeing(3), seeing(8), seeing(1)).noise.smallestDetectable).toBe(8);
    expect(joined(seeing(3), seeing(0)).noise.smallestDetectable).toBe(0);
  });

  test('adds up what machines took, and says so', () => {
    const { timings, notices } = joined(clean(), clean(), clean());
    expect(timings.totalMs).toBe(3 * clean().timings.totalMs);
    expect(notices.at(-1)).toMatch(/^joined from 3 shards/);
  });

  test('can be shown', () => {
    const comment = renderComment(joined(incident(), clean()), { marker: '', reproduce: 'again' });
    expect(comment).toContain('worker 3');
  });
});
