import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/bisect/answer.ts';
import { probesForTraffic, trafficRoles } from '../../src/bisect/traffic-roles.ts';

const twelve = Array.from({ length: 12 }, (_, kind) => kind);

/** It leaks where all of `triggers` were sent and then `leaking` are, which are disjoint. */
function leak(triggers: ReadonlySet<number>, leaking: ReadonlySet<number>) {
  let probes = 0;
  const probe = async (repeated: readonly number[], once: readonly number[]): Promise<Answer> => {
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
    const roles = await trafficRoles(twelve, ordinary, async (repeated, once) =>
      [...repeated, ...once].includes(9) && repeated.length > 0 ? 'leaks' : 'clean',
    );
    expect(roles.triggers).toEqual([9]);
    expect(roles.leaking).toHaveLength(1);
    expect(ordinary).toContain(roles.leaking[0]);
  });

  it('take nothing for a trigger that leaks by itself alone', async () => {
    const roles = await trafficRoles(twelve, twelve, async (repeated) =>
      repeated.includes(9) ? 'leaks' : 'clean',
    );
    expect(roles).toMatchObject({ triggers: [], leaking: [9] });
  });

  it('leave open what could not be probed', async () => {
    const { probe } = leak(new Set([3]), new Set([7]));
    const roles = await trafficRoles(twelve, twelve, async (repeated, once) =>
      once.length === 0 && repeated.includes(5) === false ? 'unknown' : probe(repeated, once),
    );
    expect(roles.unproven).toContain(5);
    expect([...roles.triggers, ...roles.leaking]).toEqual(expect.arrayContaining([3, 7]));
  });
});
