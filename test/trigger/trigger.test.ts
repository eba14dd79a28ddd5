import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/leak/finding.ts';
import { judge } from '../../src/leak/verdict.ts';
import type { Kind } from '../../src/traffic/scenario.ts';
import type { Effect, How } from '../../src/trigger/effect.ts';
import { type SearchResult, triggerOf } from '../../src/trigger/trigger.ts';
import { leaking, measured, worker } from '../leak/sketched-measurement.ts';
import { get } from '../traffic/kinds.ts';

const ordinary = [get('/'), get('/list')] as const;
const hostile = [get('/p/[x', { hostile: true }), get('/p/a|b', { hostile: true })] as const;
const candidates = { ordinary, hostile, suspected: new Set<Kind>() };

function findingOf(): Finding {
  const head = measured(leaking('Registry', { Event: 2000 }));
  const [finding] = judge(measured(worker()), head, { threshold: 10, thresholds: {} }).findings;
  if (!finding) throw new Error('nothing was found');
  return finding;
}
const finding = findingOf();

const effect = (kind: Kind, how: How, objectsPerRequest = 3): Effect => ({
  findingId: finding.id,
  kind,
  how,
  objectsPerRequest,
  shownBy: [],
});

const told = ({ effects = [], quiet = new Set([finding.id]), untried = new Set() }: Partial<SearchResult>) =>
  triggerOf(finding, 'shop', candidates, { effects, quiet, untried });

describe('the trigger of a finding', () => {
  it('is every kind that poisons, with the objects that each request leaks then', () => {
    const effects = [effect(hostile[0], 'poison', 3), effect(hostile[1], 'poison', 5)];
    expect(told({ effects })).toEqual({
      scenario: 'shop',
      how: 'poison',
      requests: ['GET /p/[x', 'GET /p/a|b'],
      objectsPerRequest: 5,
    });
  });

  it('leaks as much as was measured where a probe poisoned but some of the threads', () => {
    expect(told({ effects: [effect(hostile[0], 'poison', 1)] })?.objectsPerRequest).toBe(
      finding.objectsPer1000 / 1000,
    );
  });

  it('is what poisons where other kinds leak by themselves', () => {
    const effects = [effect(hostile[0], 'self'), effect(hostile[1], 'poison')];
    expect(told({ effects })).toMatchObject({ how: 'poison', requests: ['GET /p/a|b'] });
  });

  it('names a request once, however many kinds look like it', () => {
    const effects = [effect(hostile[0], 'self'), effect({ ...hostile[0], id: 'other' }, 'self')];
    expect(told({ effects })?.requests).toEqual(['GET /p/[x']);
  });

  it('is nothing where every ordinary request leaks', () => {
    const effects = ordinary.map((kind) => effect(kind, 'self'));
    expect(told({ effects, quiet: new Set() })).toBeUndefined();
  });

  it('is all hostile kinds together where none does it alone and ordinary requests alone do not', () => {
    expect(told({})).toEqual({ scenario: 'shop', how: 'poison', requests: ['GET /p/[x', 'GET /p/a|b'] });
  });

  it('is not claimed where the finding does not vanish', () => {
    expect(told({ quiet: new Set() })).toBeUndefined();
  });

  it('says how many kinds were not tried', () => {
    expect(told({ effects: [effect(hostile[0], 'self')], untried: new Set([hostile[1]]) })?.untried).toBe(1);
  });

  it('is not that of another finding', () => {
    const effects = [{ ...effect(hostile[0], 'self'), findingId: 'another' }];
    expect(told({ effects, quiet: new Set() })).toBeUndefined();
  });
});
