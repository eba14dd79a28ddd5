import { describe, expect, test } from 'vitest';
import { evidenceOf, requestsPerRound } from '../../src/bisect/evidence.ts';
import { isAmong, type SoughtLeak } from '../../src/bisect/sought-leak.ts';
import { fingerprint } from '../../src/leak/fingerprint.ts';
import { holder, worker } from '../leak/sketched-measurement.ts';

const known = holder('Registry', { Ticket: 200 });
const sought: SoughtLeak = {
  findingId: known.id,
  parts: [...known.parts],
  className: 'Ticket',
  classDigest: fingerprint(['Ticket'], []),
  isInternal: false,
  unit: 'objects',
  headPer1000: 200,
  basePer1000: 0,
};
const calm = worker({ counts: { Ticket: Array(7).fill(50) } });

describe('the one class', () => {
  test('grows where it gains at head’s pace', () => {
    expect(evidenceOf(sought, [worker({ leaks: { Ticket: 190 } })])).toBe('grows');
  });

  test('is recognised where its name was masked for other machines', () => {
    const masked = { ...sought, className: '***' };
    expect(evidenceOf(masked, [worker({ leaks: { Ticket: 190 } })])).toBe('grows');
    expect(evidenceOf(masked, [calm])).toBe('still');
  });

  test('grows where it does in one worker of several', () => {
    expect(evidenceOf(sought, [calm, worker({ index: 1, leaks: { Ticket: 190 } })])).toBe('grows');
  });

  test('is still only where it is in all workers', () => {
    expect(evidenceOf(sought, [calm, worker({ index: 1, counts: { Ticket: [5, 5, 5, 5, 5, 5, 6] } })])).toBe(
      'still',
    );
  });

  test('is not judged by how other classes grow', () => {
    expect(
      evidenceOf(sought, [worker({ leaks: { Letter: 5_000 }, counts: { Ticket: Array(7).fill(9) } })]),
    ).toBe('still');
  });

  test('is uncertain at a third of the pace', () => {
    expect(evidenceOf(sought, [worker({ leaks: { Ticket: 66 } })])).toBe('uncertain');
  });

  test('is uncertain while too few requests were answered for it to show', () => {
    expect(evidenceOf(sought, [worker({ requests: 20, counts: { Ticket: Array(7).fill(50) } })])).toBe(
      'uncertain',
    );
  });

  test('is uncertain where no process was counted', () => {
    expect(evidenceOf(sought, [])).toBe('uncertain');
  });

  test('that leaks on base as well grows only beyond that pace', () => {
    const worse = { ...sought, basePer1000: 100, headPer1000: 300 };
    expect(evidenceOf(worse, [worker({ leaks: { Ticket: 100 } })])).toBe('still');
    expect(evidenceOf(worse, [worker({ leaks: { Ticket: 300 } })])).toBe('grows');
  });

  test('is told by its bytes where only those grow', () => {
    const swelling: SoughtLeak = { ...sought, unit: 'bytes', headPer1000: 100_000 };
    expect(evidenceOf(swelling, [worker({ swells: { Ticket: 100_000 } })])).toBe('grows');
    expect(evidenceOf(swelling, [worker({ swells: { Ticket: 10 } })])).toBe('still');
  });

  test('needs the fewer requests the faster it leaks', () => {
    expect(requestsPerRound({ ...sought, headPer1000: 2_000 }, 3)).toBe(5);
    expect(requestsPerRound({ ...sought, headPer1000: 10 }, 6)).toBe(500);
  });
});

describe('the leak', () => {
  test('is known by its fingerprint, or by most of its parts when more joined it', () => {
    expect(isAmong(sought, [known])).toBe(true);
    expect(isAmong(sought, [holder('Registry', { Ticket: 200, Letter: 10 }, { id: 'other' })])).toBe(true);
  });

  test('is no other holder of the same class', () => {
    expect(isAmong(sought, [holder('Cache', { Ticket: 900 })])).toBe(false);
  });
});
