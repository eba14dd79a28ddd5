import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { newKind } from '../../src/traffic/kind.ts';
import { placeholder } from '../../src/traffic/placeholder.ts';
import type { Kind } from '../../src/traffic/scenario.ts';
import { TriggerSearch } from '../../src/trigger/search.ts';
import { get } from '../traffic/kinds.ts';
import { type AppSketch, type Behaviour, SketchedApp, ticketGauge } from './sketched-app.ts';

const ordinary = ['/', '/list', '/search'].map((target) => get(target));
const hostile = Array.from({ length: 12 }, (_, i) => get(`/p/[${i}`, { hostile: true }));

interface Searched {
  readonly found: Readonly<Record<string, string>>;
  readonly quiet: boolean;
  readonly untried: readonly string[];
  readonly boots: number;
}

/** Searches an app in which kinds do what `sketch` says; `perRequest`: what was measured of the leak. */
async function search(
  sketch: AppSketch,
  {
    perRequest = 2,
    mostBoots = Number.POSITIVE_INFINITY,
    kinds = ordinary,
    suspected = new Set<Kind>(hostile),
  } = {},
): Promise<Searched> {
  let boots = 0;
  await using searching = new TriggerSearch({
    gauges: [ticketGauge(perRequest)],
    ordinary: kinds,
    hostile,
    suspected,
    boot: async () => {
      boots++;
      return new SketchedApp(sketch);
    },
    isOver: () => boots > mostBoots,
    progress: () => {},
  });
  await searching.run();
  return {
    found: Object.fromEntries(searching.effects.map(({ kind, how }) => [kind.id, how])),
    quiet: searching.quiet.has('tickets'),
    untried: [...searching.untried].map(({ id }) => id),
    boots,
  };
}

const idsOf = (kinds: readonly Kind[], how: string) => Object.fromEntries(kinds.map(({ id }) => [id, how]));

const behaviours = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  {
    weight: 1,
    arbitrary: fc.record({ how: fc.constant('self' as const), objects: fc.integer({ min: 1, max: 9 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ how: fc.constant('poison' as const), objects: fc.integer({ min: 1, max: 9 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ how: 'cache' as const }) },
);

describe('a search for triggers', () => {
  it('names every kind that leaks or poisons, how, and none else, however many processes and lanes there are', async () => {
    const shapes = fc.record({
      processes: fc.integer({ min: 1, max: 4 }),
      lanes: fc.integer({ min: 1, max: 5 }),
      canRenew: fc.boolean(),
      isShared: fc.boolean(),
    });
    const planted = fc.array(behaviours, { minLength: hostile.length, maxLength: hostile.length });
    const suspects = fc.subarray(hostile).map((kinds) => new Set(kinds));
    await fc.assert(
      fc.asyncProperty(shapes, planted, suspects, async (shape, each, suspected) => {
        const map = new Map<Kind, Behaviour>();
        for (const [i, kind] of hostile.entries()) {
          const behaviour = each[i];
          if (behaviour) map.set(kind, behaviour);
        }
        const { found, quiet, untried } = await search({ ...shape, behaviours: map }, { suspected });
        const guilty = [...map].filter(([, { how }]) => how === 'self' || how === 'poison');
        expect(found).toEqual(Object.fromEntries(guilty.map(([{ id }, { how }]) => [id, how])));
        expect(quiet).toBe(true);
        expect(untried).toEqual([]);
      }),
      { numRuns: 200, seed: 7 },
    );
  });

  it('is not misled by a count that moves by tens without a reason', async () => {
    const guilty = hostile.slice(3, 5);
    const map = new Map<Kind, Behaviour>(guilty.map((kind) => [kind, { how: 'poison', objects: 2 }]));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -6, max: 6 }), { minLength: 40, maxLength: 40 }),
        async (moves) => {
          const { found } = await search({
            behaviours: map,
            noise: (census) => moves[census % moves.length] ?? 0,
          });
          for (const { id } of hostile)
            expect(found[id] === undefined).toBe(!guilty.some((kind) => kind.id === id));
        },
      ),
      { numRuns: 200, seed: 7 },
    );
  });

  it('boots once for an app whose server replaces processes', async () => {
    const map = new Map<Kind, Behaviour>(hostile.map((kind) => [kind, { how: 'poison', objects: 2 }]));
    expect(await search({ behaviours: map })).toMatchObject({ boots: 1, found: idsOf(hostile, 'poison') });
  });

  it('boots anew for each kind that poisons, where nobody replaces a process', async () => {
    const guilty = hostile.slice(0, 4);
    const map = new Map<Kind, Behaviour>(guilty.map((kind) => [kind, { how: 'poison', objects: 2 }]));
    const { boots } = await search({ behaviours: map, processes: 1, canRenew: false });
    expect(boots).toBe(guilty.length + 1);
  });

  it('does not blame a kind for what another did to all processes', async () => {
    const [first] = hostile;
    if (!first) throw new Error('no kind');
    const map = new Map<Kind, Behaviour>([[first, { how: 'poison', objects: 2 }]]);
    expect((await search({ behaviours: map, isShared: true })).found).toEqual({ [first.id]: 'poison' });
  });

  it('goes on after a kind that ends the process, and says that it was not tried', async () => {
    const [first, second] = hostile;
    if (!first || !second) throw new Error('no kind');
    const map = new Map<Kind, Behaviour>([
      [first, { how: 'kill' }],
      [second, { how: 'self', objects: 1 }],
    ]);
    expect(await search({ behaviours: map })).toMatchObject({
      found: { [second.id]: 'self' },
      untried: [first.id],
    });
  });

  it('finds the one that ends the process among kinds that were tried together', async () => {
    const [first, second] = hostile;
    if (!first || !second) throw new Error('no kind');
    const map = new Map<Kind, Behaviour>([
      [first, { how: 'kill' }],
      [second, { how: 'poison', objects: 2 }],
    ]);
    expect(await search({ behaviours: map }, { suspected: new Set() })).toMatchObject({
      found: { [second.id]: 'poison' },
      untried: [first.id],
    });
  });

  it('tries kinds together that nothing speaks against', async () => {
    using play = vi.spyOn(SketchedApp.prototype, 'play');
    await search({ behaviours: new Map() }, { suspected: new Set(hostile) });
    const apart = play.mock.calls.length;
    await search({ behaviours: new Map() }, { suspected: new Set() });
    // Twelve kinds in two lots.
    expect(play.mock.calls.length - apart).toBe(apart - hostile.length + 2);
  });

  it('stands by what it knows when time runs out', async () => {
    const map = new Map<Kind, Behaviour>(hostile.map((kind) => [kind, { how: 'poison', objects: 2 }]));
    const { found, untried } = await search(
      { behaviours: map, processes: 1, canRenew: false },
      { mostBoots: 3 },
    );
    expect(Object.values(found)).toEqual(['poison', 'poison', 'poison', 'poison']);
    expect(untried).toHaveLength(hostile.length - 4);
  });

  it('tells which ordinary kind leaks, where not all do', async () => {
    const [, list] = ordinary;
    if (!list) throw new Error('no kind');
    const map = new Map<Kind, Behaviour>([[list, { how: 'self', objects: 1 }]]);
    expect(await search({ behaviours: map }, { perRequest: 0.3 })).toMatchObject({
      found: { [list.id]: 'self' },
      quiet: false,
    });
  });

  it('tells an ordinary kind that poisons from those that leak after it', async () => {
    const login = get('/login');
    const map = new Map<Kind, Behaviour>([[login, { how: 'poison', objects: 2 }]]);
    const { found } = await search({ behaviours: map }, { kinds: [...ordinary, login] });
    expect(found).toEqual({ [login.id]: 'poison' });
  });

  it('tells a cache with an entry for each new value from a leak', async () => {
    const target = `/search?q=${placeholder('target', 'n')}`;
    const varying = newKind('varying', { method: 'GET', target, headers: [], body: undefined });
    const map = new Map<Kind, Behaviour>([[varying, { how: 'cache' }]]);
    const { found } = await search({ behaviours: map }, { kinds: [...ordinary, varying], perRequest: 0.25 });
    expect(found).toEqual({ varying: 'once' });
  });
});
