import { describe, expect, it } from 'vitest';
import type { VerdictCase } from '../../../bench/verdicts/case.ts';
import { verdictCases } from '../../../bench/verdicts/cases.ts';
import { rackOnPuma } from '../../../bench/verdicts/programs.ts';
import { isRight, type Outcome, type Result, score } from '../../../bench/verdicts/score.ts';
import { verdictTable } from '../../../bench/verdicts/verdict-table.ts';

const outcome = (verdict: Outcome['verdict'], classes: readonly string[] = []): Outcome => ({
  verdict,
  classes,
  seconds: 20,
  reasons: [],
  objectsPer1000: classes.length > 0 ? 1000 : 0,
  smallestDetectable: 5,
});

const checked = (tried: Partial<VerdictCase>, ...outcomes: Outcome[]): Result => ({
  tried: { name: 'a case', program: rackOnPuma, answer: 'leak', head: {}, ...tried },
  outcomes,
});

describe('a case is right', () => {
  it('only if every check of it was', () => {
    expect(isRight(checked({}, outcome('regression'), outcome('regression')))).toBe(true);
    expect(isRight(checked({}, outcome('regression'), outcome('pass')))).toBe(false);
  });

  it('only if the finding names what leaks', () => {
    expect(isRight(checked({ grows: 'Ticket' }, outcome('regression', ['Ticket', 'Array'])))).toBe(true);
    expect(isRight(checked({ grows: 'Ticket' }, outcome('regression', ['Array'])))).toBe(false);
  });

  it('never where the run came to no verdict', () => {
    for (const verdict of ['inconclusive', 'error'] as const) {
      expect(isRight(checked({ answer: 'clean' }, outcome(verdict)))).toBe(false);
      expect(isRight(checked({ answer: 'leak' }, outcome(verdict)))).toBe(false);
    }
  });
});

describe('the score', () => {
  it('has the share of leaks found, the false alarms and the slowest leak found', () => {
    const results = [
      checked({ objectsPer1000: 1000 }, outcome('regression')),
      checked({ objectsPer1000: 2 }, outcome('regression')),
      checked({ objectsPer1000: 1 }, outcome('inconclusive')),
      checked({}, outcome('regression')),
      checked({ answer: 'clean' }, outcome('regression'), outcome('pass')),
      checked({ answer: 'clean' }, outcome('inconclusive')),
    ];
    expect(score(results)).toEqual({ recall: 0.75, falsePositives: 1, smallestFound: 2 });
  });

  it('of nothing is that nothing was missed', () => {
    expect(score([])).toEqual({ recall: 1, falsePositives: 0, smallestFound: undefined });
  });
});

describe('the table', () => {
  it('begins with what went wrong', () => {
    const results = [
      checked({ name: 'found' }, outcome('regression', ['Ticket'])),
      checked({ name: 'missed', answer: 'leak' }, outcome('pass')),
    ];
    const [summary, , , , first, second] = verdictTable(results, score(results)).split('\n');
    expect(summary).toMatch(/^1 of 2 cases right; recall 50 %, 0 false positives/);
    expect(first).toBe('| **wrong** | missed | Rack on Puma |  | leak | pass |  | 20 s |');
    expect(second).toBe('|  | found | Rack on Puma |  | leak | regression | 1,000 | 20 s |');
  });
});

describe('the cases', () => {
  it('have different names in each program', () => {
    const names = verdictCases.map(({ name, program }) => `${name} (${program.name})`);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it('are enough, over enough programs and published leaks', () => {
    const leaks = verdictCases.filter(({ answer }) => answer === 'leak');
    const released = new Set(verdictCases.flatMap(({ published }) => published ?? []));
    expect(verdictCases.length).toBeGreaterThanOrEqual(30);
    expect(verdictCases.length - leaks.length).toBeGreaterThanOrEqual(10);
    expect(new Set(verdictCases.map(({ program }) => program.name)).size).toBeGreaterThanOrEqual(8);
    expect(released.size).toBeGreaterThanOrEqual(6);
  });
});
