import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/bisect/answer.ts';
import { probesForTraffic, trafficRoles } from '../../src/bisect/traffic-roles.ts';
import type { Sequence } from '../../src/traffic/sequence.ts';

const twelve = Array.from({ length: 12 }, (_, kind) => kind);

/** It leaks where all of `triggers` were sent and then `leaking` are, which are disjoint. */
function leak(triggers: ReadonlySet<number>, leaking: ReadonlySet<number>) {
  let probes = 0;
  const probe = async ({ once, repeated }: Sequence<number>): Promise<Answer> => {
    probes++;
    const sent = new Set([...repeated, ...once]);
    const leaks =
      [...triggers].every((kind) => sent.has(kind)) && [...leaking].every((kind) => repeated.includes(kind));
    return leaks ? 'leaks' : 'clean';
  };
  return { probe, count: () => probes };
}

const two = fc.uniqueArray(fc.constantFrom(...twelve), { minLength: 1, maxLength: 3 });

describe('the roles of requests', () => {
  it('are found for every leak of up to three kinds, within the bound', async () => {
    await fc.assert(
      fc.asyncProperty(two, fc.nat(), async (needed, split) => {
        const triggers = new Set(needed.slice(0, split % needed.length));
        const leaking = new Set(needed.filter((kind) => !triggers.has(kind)));
        const { probe, count } = leak(triggers, leaking);
        const roles = await trafficRoles(twelve, twelve, probe);
        expect(new Set(roles.triggers)).toEqual(triggers);
        expect(new Set(roles.leaking)).toEqual(leaking);
        expect(roles.innocent).toEqual(twelve.filter((kind) => !needed.includes(kind)));
        expect(count()).toBeLessThanOrEqual(probesForTraffic(twelve.length, needed.length));
      }),
    );
  });

  it('tell a poison that also leaks when it is sent again from the ordinary requests that leak after it', async () => {
    const ordinary = twelve.slice(0, 8);
    const roles = await trafficRoles(twelve, ordinary, async ({ once, repeated }) =>
      [...repeated, ...once].includes(9) && repeated.length > 0 ? 'leaks' : 'clean',
    );
    expect(roles).toMatchObject({ triggers: [9], innocent: [], unproven: [] });
    expect(roles.smallest.once).toEqual([9]);
    expect(roles.smallest.repeated).toHaveLength(1);
    expect(ordinary).toContain(roles.smallest.repeated[0]);
    expect(new Set(roles.leaking)).toEqual(new Set(twelve.filter((kind) => kind !== 9)));
  });

  it('are those of every kind: each trigger, all that they make leak, and those that stay clean', async () => {
    const [ordinary, poisons, quiet] = [twelve.slice(0, 8), [9, 11], [2, 5]];
    const roles = await trafficRoles(twelve, ordinary, async ({ once, repeated }) =>
      [...repeated, ...once].some((kind) => poisons.includes(kind)) &&
      repeated.some((kind) => ordinary.includes(kind) && !quiet.includes(kind))
        ? 'leaks'
        : 'clean',
    );
    expect(new Set(roles.triggers)).toEqual(new Set(poisons));
    expect(roles.smallest.once).toHaveLength(1);
    expect(new Set(roles.leaking)).toEqual(new Set([0, 1, 3, 4, 6, 7]));
    expect(new Set(roles.innocent)).toEqual(new Set([2, 5, 8, 10]));
  });

  it('take nothing for a trigger that leaks by itself alone', async () => {
    const roles = await trafficRoles(twelve, twelve, async ({ repeated }) =>
      repeated.includes(9) ? 'leaks' : 'clean',
    );
    expect(roles).toMatchObject({ triggers: [], leaking: [9] });
  });

  it('leave open what could not be probed', async () => {
    const { probe } = leak(new Set([3]), new Set([7]));
    const roles = await trafficRoles(twelve, twelve, async (sequence) =>
      sequence.once.length === 0 && !sequence.repeated.includes(5) ? 'unknown' : probe(sequence),
    );
    expect(roles.unproven).toContain(5);
    expect([...roles.triggers, ...roles.leaking]).toEqual(expect.arrayContaining([3, 7]));
  });
});
