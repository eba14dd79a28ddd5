import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HeapGraph } from '../../src/heap/graph.ts';
import { findHolders, type Holder } from '../../src/leak/holders.ts';
import { randomHeaps } from '../heap/random-heap.ts';
import { type HeapSketch, type Layout, laterHeaps, type Ref } from '../heap/synthetic-heap.ts';

const limits = { objectsPer1000: 5, bytesPer1000: 5 * 1024 };

/** Dumps of which each came 1,000 own requests after the one before. */
const dumpsOf = (graphs: readonly HeapGraph[]) =>
  graphs.map((graph, i) => ({ graph, ownRequests: i * 1000 }));

/** Holders in a program that is dumped when it has each of `sizes`. */
function holdersOf(
  draw: (h: HeapSketch, size: number) => void,
  { sizes = [20, 40, 60], ...layout }: Layout & { sizes?: readonly number[] } = {},
): Holder[] {
  return findHolders(dumpsOf(laterHeaps(sizes, draw, { garbage: 30, ...layout })), limits);
}

/** A program's ordinary furniture, so that a leak is not alone. */
function furniture(h: HeapSketch): void {
  h.root('vm', h.class('App', { holds: [h.instance('Config', { holds: h.many(5, () => h.string()) })] }));
  h.thread('worker #', { holds: [h.instance('Hash', { holds: h.many(3, () => h.string()) })] });
}

const growingArray = (h: HeapSketch, size: number): void => {
  furniture(h);
  const events = h.many(size, () => h.instance('Event', { holds: [h.string(100)] }));
  // A collection grows in bytes along with what it holds.
  h.root('vm', h.class('Registry', { holds: [h.instance('Array', { bytes: size * 1000, holds: events })] }));
};

/** Constants of one class, each an array that grows. */
const twoConstants =
  (constants: Readonly<Record<string, string>>) =>
  (h: HeapSketch, size: number): void => {
    furniture(h);
    const arrays = Object.values(constants).map((held, i) =>
      h.instance('Array', { holds: h.many(size * (2 - i), () => h.instance(held)) }),
    );
    h.root('vm', h.class('State', { holds: arrays }));
  };

/** A hash that gains strings, and an array in it that gains objects of `held`. */
const nested =
  (held: string) =>
  (h: HeapSketch, size: number): void => {
    const array = h.instance('Array', { holds: h.many(size * 10, () => h.instance(held)) });
    const strings = h.many(size, () => h.instance('String'));
    h.root('vm', h.class('State', { holds: [h.instance('Hash', { holds: [array, ...strings] })] }));
  };

describe('a holder', () => {
  it('is the growing array under the constant of a class', () => {
    const [holder, ...others] = holdersOf(growingArray);
    expect(others).toEqual([]);
    expect(holder).toMatchObject({ label: 'Array', path: ['root vm', 'class Registry', 'Array'] });
  });

  it('has the classes that grow under it with their rates, what it holds itself first', () => {
    const [holder] = holdersOf((h, size) => {
      const events = h.many(size, () =>
        h.instance('Event', { bytes: 40, holds: [h.string(100), h.string(60)] }),
      );
      h.root('vm', h.class('Registry', { holds: [h.instance('Array', { holds: events })] }));
    });
    expect(holder?.classes).toEqual([
      { name: 'Event', objectsPer1000: 20 },
      { name: 'String', objectsPer1000: 40 },
    ]);
    expect(holder).toMatchObject({
      objectsPer1000: 60,
      shallowBytesPer1000: 4000,
      retainedBytesPer1000: 4000,
    });
  });

  it('retains what only it holds, not what others hold as well', () => {
    const [holder] = holdersOf((h, size) => {
      const shared = h.many(size, () => h.string(1000));
      const events = h.many(size, (i) => h.instance('Event', { bytes: 40, holds: shared.slice(i, i + 1) }));
      h.root('vm', h.class('Registry', { holds: [h.instance('Array', { holds: events })] }));
      h.stack(...shared);
    });
    expect(holder).toMatchObject({ shallowBytesPer1000: 20 * 1040, retainedBytesPer1000: 20 * 40 });
  });

  it('is one, where an array and a hash in one object both grow', () => {
    const holders = holdersOf((h, size) => {
      const list = h.instance('Array', { holds: h.many(size, () => h.instance('Event')) });
      const byName = h.instance('Hash', { holds: h.many(size, () => h.instance('Entry')) });
      h.root('vm', h.class('Registry', { holds: [h.instance('Store', { holds: [list, byName] })] }));
    });
    expect(holders).toHaveLength(1);
    expect(holders[0]?.classes.map(({ name }) => name).sort()).toEqual(['Entry', 'Event']);
    expect(holders[0]?.objectsPer1000).toBe(40);
  });

  it('are two, where two objects that have nothing to do with each other grow', () => {
    const holders = holdersOf((h, size) => {
      for (const name of ['Events', 'Sessions']) {
        const list = h.instance('Array', { holds: h.many(size, () => h.instance('Item')) });
        h.root('vm', h.class(name, { holds: [list] }));
      }
    });
    expect(holders.map(({ path }) => path[1])).toEqual(['class Events', 'class Sessions']);
  });

  it('is the stack of a thread, under the thread’s folded name', () => {
    const [holder] = holdersOf((h, size) => {
      furniture(h);
      const stack = h.instance('Array', { holds: h.many(size, () => h.instance('Span')) });
      h.thread('worker #', { holds: [h.instance('Hash', { holds: [stack] })] });
    });
    expect(holder?.path).toEqual(['Thread "worker #"', 'Hash', 'Array']);
  });

  it('is the VM’s list of threads, where threads run on', () => {
    const [holder, ...others] = holdersOf((h, size) => {
      furniture(h);
      for (const _ of Array(size)) h.thread('worker #', { holds: [h.string(100)] });
    });
    expect(others).toEqual([]);
    expect(holder).toMatchObject({
      label: "the VM's list of living threads",
      path: ['Thread "worker #"'],
      classes: [
        { name: 'Thread', objectsPer1000: 20 },
        { name: 'String', objectsPer1000: 20 },
      ],
      retainedBytesPer1000: 20 * 140,
    });
  });

  it('are two, where threads of two names run on, and each names who else holds them', () => {
    const holders = holdersOf((h, size) => {
      const named = (name: string) => h.many(size, () => h.thread(name));
      h.root('vm', h.class('Pool', { holds: [h.instance('Array', { holds: named('worker #') })] }));
      named('poller');
    });
    expect(holders.map(({ path, alsoHeldBy }) => [path, alsoHeldBy]).sort()).toEqual([
      [['Thread "poller"'], []],
      [['Thread "worker #"'], ['root vm → class Pool → Array']],
    ]);
    expect(new Set(holders.map(({ id }) => id)).size).toBe(2);
  });

  it('is the inner array of a poisoned chain, when the outer event stands still', () => {
    const holders = holdersOf((h, size) => {
      furniture(h);
      const children = h.instance('Array', {
        holds: h.many(size, () => h.instance('Event', { holds: [h.instance('Array'), h.instance('Hash')] })),
      });
      const queue = h.instance('Array', { holds: [h.instance('Event', { holds: [children] })] });
      const registry = h.instance('Registry', { holds: [h.instance('Hash', { holds: [queue] })] });
      h.thread('puma srv tp #', { holds: [registry] });
    });
    expect(holders).toHaveLength(1);
    expect(holders[0]?.path).toEqual([
      'Thread "puma srv tp #"',
      'Registry',
      'Hash',
      'Array',
      'Event',
      'Array',
    ]);
    expect(holders[0]?.classes[0]?.name).toBe('Event');
  });

  it('is what owns the first of a linked list that grows at its end', () => {
    const holders = holdersOf((h, size) => {
      furniture(h);
      const links = h.many(size, () => h.instance('Link'));
      for (const [i, link] of links.slice(1).entries()) h.link(links[i] ?? link, link);
      h.root('vm', h.class('Queue', { holds: links.slice(0, 1) }));
    });
    expect(holders).toHaveLength(1);
    expect(holders[0]).toMatchObject({ objectsPer1000: 20, classes: [{ name: 'Link', objectsPer1000: 20 }] });
  });

  it('is found although the first dump has nothing there yet', () => {
    const [holder] = holdersOf(
      (h, size) => {
        furniture(h);
        if (size === 0) return;
        h.root(
          'vm',
          h.class('Late', {
            holds: [h.instance('Array', { holds: h.many(size, () => h.instance('Event')) })],
          }),
        );
      },
      { sizes: [0, 30, 60] },
    );
    expect(holder?.classes).toContainEqual({ name: 'Event', objectsPer1000: 30 });
  });

  it('is what a growing string hangs on, although no object is added', () => {
    const holders = holdersOf((h, size) => {
      furniture(h);
      h.root('vm', h.class('Log', { holds: [h.instance('Buffer', { holds: [h.string(size * 1000)] })] }));
    });
    expect(holders).toHaveLength(1);
    expect(holders[0]).toMatchObject({ label: 'Buffer', objectsPer1000: 0, shallowBytesPer1000: 20_000 });
    expect(holders[0]?.classes).toEqual([{ name: 'String', objectsPer1000: 0 }]);
  });

  it('is what an array of plain integers hangs on', () => {
    const [holder] = holdersOf((h, size) => {
      furniture(h);
      h.root('vm', h.class('Stats', { holds: [h.instance('Array', { bytes: 40 + size * 800 })] }));
    });
    expect(holder).toMatchObject({ label: 'class Stats', shallowBytesPer1000: 16_000 });
  });

  it('are two, where the arrays of two constants of one class grow by different objects', () => {
    const holders = holdersOf(twoConstants({ EVENTS: 'Event', SPANS: 'Span' }));
    expect(holders.map(({ path, classes }) => [path.at(-1), classes.map(({ name }) => name)])).toEqual([
      ['Array', ['Event']],
      ['Array', ['Span']],
    ]);
  });

  it('keeps its fingerprint when another constant of its class begins to leak', () => {
    const [alone] = holdersOf(twoConstants({ EVENTS: 'Event' }));
    const ids = holdersOf(twoConstants({ EVENTS: 'Event', SPANS: 'Span' })).map(({ id }) => id);
    expect(ids).toContain(alone?.id);
    expect(new Set(ids).size).toBe(2);
  });

  it('is one, where a hash gains keys and values', () => {
    const holders = holdersOf((h, size) => {
      const entries = h.many(size * 2, (i) => (i % 2 === 0 ? h.string() : h.instance('Entry')));
      h.root('vm', h.class('Registry', { holds: [h.instance('Hash', { holds: entries })] }));
    });
    expect(holders.map(({ classes }) => classes.map(({ name }) => name))).toEqual([['Entry', 'String']]);
  });

  it('is one, where the arrays of several threads gain the same mix of objects', () => {
    const holders = holdersOf((h, size) => {
      for (let thread = 1; thread <= 4; thread++) {
        const mix = h.many(size * thread, (i) => h.instance(i % 3 === 0 ? 'Span' : 'Event'));
        h.thread('worker #', { holds: [h.instance('Array', { holds: mix })] });
      }
    });
    expect(holders).toHaveLength(1);
  });

  it('is one, where many events each have an array that stands still or grows', () => {
    const holders = holdersOf((h, size) => {
      const stale = h.many(8, (i) =>
        h.instance('Event', {
          holds: [h.instance('Array', { holds: h.many(i % 2 === 0 ? size : 3, () => h.instance('Event')) })],
        }),
      );
      h.root('vm', h.class('Registry', { holds: [h.instance('Array', { holds: stale })] }));
    });
    expect(holders.map(({ path }) => path.slice(2))).toEqual([['Array', 'Event', 'Array']]);
  });

  it('are two, where a class has two buffers of different sorts', () => {
    const holders = holdersOf((h, size) => {
      const numbers = h.instance('Array', { bytes: 40 + size * 800 });
      h.root('vm', h.class('Stats', { holds: [numbers, h.string(size * 1000)] }));
    });
    expect(holders.map(({ classes }) => classes.map(({ name }) => name))).toEqual([['String'], ['Array']]);
  });

  it('are two, where one stands below the other and holds other classes', () => {
    const holders = holdersOf(nested('Event'));
    expect(holders.map(({ classes }) => classes[0]?.name)).toEqual(['Event', 'String']);
  });

  it('is one, where what stands below it holds only what it holds itself', () => {
    const holders = holdersOf(nested('String'));
    expect(holders.map(({ path, objectsPer1000 }) => [path.at(-1), objectsPer1000])).toEqual([['Hash', 220]]);
  });

  it('is found below a list of classes in no order, however long', () => {
    const holders = holdersOf((h, size) => {
      let last = h.class('List');
      h.root('vm', last);
      for (let i = 0; i < 20_000; i++) {
        const next = h.instance(`Link${(i * i * 7 + i) % 1009}`);
        h.link(last, next);
        last = next;
      }
      h.link(last, h.instance('Array', { holds: h.many(size, () => h.instance('Event')) }));
    });
    expect(holders.map(({ label }) => label)).toEqual(['Array']);
  });

  it('does not hide one that grows deeper below the same object', () => {
    const classes = holdersOf((h, size) => {
      const nested = h.instance('Array', { holds: h.many(size * 10, () => h.instance('Event')) });
      h.root(
        'vm',
        h.class('State', {
          holds: [h.instance('Hash', { holds: [nested, ...h.many(size, () => h.string())] })],
        }),
      );
    }).flatMap((holder) => holder.classes);
    expect(classes).toContainEqual({ name: 'Event', objectsPer1000: 200 });
    expect(classes).toContainEqual({ name: 'String', objectsPer1000: 20 });
  });
});

describe('no holder', () => {
  it('is a bounded cache that has filled up', () => {
    const cache = (h: HeapSketch, size: number): void => {
      const entries = h.many(Math.min(size, 50), () => h.instance('Entry'));
      h.root('vm', h.class('Cache', { holds: [h.instance('Hash', { holds: entries })] }));
    };
    expect(holdersOf(cache, { sizes: [40, 60, 80] })).toEqual([]);
  });

  it('is what grows in one interval only', () => {
    expect(holdersOf(growingArray, { sizes: [20, 20, 200] })).toEqual([]);
    expect(holdersOf(growingArray, { sizes: [20, 200, 200] })).toEqual([]);
  });

  it('is what shrinks in between', () => {
    expect(holdersOf(growingArray, { sizes: [20, 10, 200] })).toEqual([]);
  });

  it('is what grows by less than the limit', () => {
    expect(holdersOf(growingArray, { sizes: [20, 21, 22] })).toEqual([]);
  });

  it('is a call cache', () => {
    const holders = holdersOf((h, size) => {
      furniture(h);
      h.root('vm', h.instance('Method', { holds: h.many(size, () => h.cache()) }));
    });
    expect(holders).toEqual([]);
  });

  it('is unreachable', () => {
    const graphs = [10, 200, 400].flatMap((garbage) => laterHeaps([20], growingArray, { garbage }));
    expect(findHolders(dumpsOf(graphs), limits)).toEqual([]);
  });

  it('can be told from fewer than three dumps', () => {
    expect(holdersOf(growingArray, { sizes: [20, 200] })).toEqual([]);
  });

  it('is in a heap that does not change, whatever its shape', () => {
    fc.assert(
      fc.property(randomHeaps, fc.integer({ min: 1, max: 1000 }), (draw, seed) => {
        expect(holdersOf(draw, { seed })).toEqual([]);
      }),
    );
  });
});

describe('the description', () => {
  /** What is not about one dump's addresses and rows. */
  const comparable = ({ sample, ...rest }: Holder) => ({ ...rest, steps: sample.length });

  it('is the same wherever the objects lie, in whatever order and beside whatever garbage', () => {
    const expected = holdersOf(growingArray, { seed: 1, garbage: 0 }).map(comparable);
    expect(expected).toHaveLength(1);
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 1000 }), fc.nat({ max: 50 }), (seed, garbage) => {
        expect(holdersOf(growingArray, { seed, garbage }).map(comparable)).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });

  it('finds growth in any heap, wherever its objects lie', () => {
    fc.assert(
      fc.property(randomHeaps, fc.integer({ min: 1, max: 1000 }), fc.nat({ max: 23 }), (draw, seed, at) => {
        const leaky = (h: HeapSketch, size: number): void => {
          draw(h);
          h.root(
            'leak',
            h.class('Leak', {
              holds: [at, h.instance('Bag', { holds: h.many(size, () => h.instance('Leaked')) })],
            }),
          );
        };
        const holders = holdersOf(leaky, { seed });
        expect(holders.flatMap((holder) => holder.classes)).toEqual([{ name: 'Leaked', objectsPer1000: 20 }]);
        expect(holders.map(comparable)).toEqual(holdersOf(leaky, { seed: seed + 1 }).map(comparable));
      }),
      { numRuns: 100 },
    );
  });

  it('is the same in any heap that leaks, beside other garbage and in other slots', () => {
    fc.assert(
      fc.property(
        randomHeaps,
        fc.array(fc.record({ owner: fc.nat({ max: 3 }), held: fc.constantFrom('Event', 'Span', 'String') }), {
          minLength: 1,
          maxLength: 4,
        }),
        fc.integer({ min: 2, max: 1000 }),
        fc.nat({ max: 60 }),
        (draw, leaks, seed, garbage) => {
          const leaky = (h: HeapSketch, size: number): void => {
            draw(h);
            for (const [i, { owner, held }] of leaks.entries()) {
              const items = h.many(size * (i + 1), () => h.instance(held));
              h.root(
                `leak ${owner}`,
                h.class(`Owner${owner}`, { holds: [h.instance('Bag', { holds: items })] }),
              );
            }
          };
          const expected = holdersOf(leaky, { seed: 1, garbage: 0 }).map(comparable);
          expect(expected.length).toBeGreaterThan(0);
          expect(holdersOf(leaky, { seed, garbage }).map(comparable)).toEqual(expected);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('has one fingerprint whatever the counts, lines of code and threads of a pool', () => {
    const leak =
      (threads: number, line: number) =>
      (h: HeapSketch, size: number): void => {
        for (let i = 0; i < threads; i++) {
          const site = { file: 'app.rb', line };
          const spans = h.many(size, () => h.instance('Span', { site }));
          h.thread('worker #', { holds: [h.instance('Array', { holds: spans })] });
        }
      };
    const ids = [
      holdersOf(leak(1, 10)),
      holdersOf(leak(4, 99)),
      holdersOf(leak(2, 10), { sizes: [500, 700, 2000] }),
    ].map(([holder]) => holder?.id);
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).toMatch(/^[0-9a-f]{12}$/);
  });

  it('has another fingerprint for another path or another class', () => {
    const leak =
      (owner: string, leaked: string) =>
      (h: HeapSketch, size: number): void => {
        h.root(
          'vm',
          h.class(owner, { holds: [h.instance('Array', { holds: h.many(size, () => h.instance(leaked)) })] }),
        );
      };
    const ids = [leak('A', 'Event'), leak('B', 'Event'), leak('A', 'Span')].map(
      (draw) => holdersOf(draw)[0]?.id,
    );
    expect(new Set(ids).size).toBe(3);
  });

  it('leads over real nodes of the last dump to one that grew', () => {
    const graphs = laterHeaps([20, 40, 60], growingArray, { garbage: 30 });
    const [holder] = findHolders(dumpsOf(graphs), limits);
    const last = graphs[2];
    const labels = holder?.sample.map((node) => last?.names[last.labels[node] ?? -1]);
    expect(labels).toEqual(['class Registry', 'Array', 'Event']);
  });

  it('leads to an object that was allocated while tracing, and counts where those were', () => {
    const traced = (h: HeapSketch, size: number): void => {
      const siteOf = (i: number) => (i >= 40 ? { site: { file: 'app.rb', line: i % 4 === 0 ? 5 : 9 } } : {});
      const events = h.many(size, (i) => h.instance('Event', siteOf(i)));
      h.root('vm', h.class('Registry', { holds: [h.instance('Array', { holds: events })] }));
    };
    for (let seed = 1; seed <= 10; seed++) {
      const graphs = laterHeaps([20, 40, 60], traced, { seed });
      const [holder] = findHolders(dumpsOf(graphs), limits);
      expect(graphs[2]?.siteOf[holder?.sample.at(-1) ?? -1]).toBeGreaterThan(0);
      expect(holder?.sites).toEqual([
        { file: 'app.rb', line: 9, objects: 15 },
        { file: 'app.rb', line: 5, objects: 5 },
      ]);
    }
  });

  it('names another object that holds most of what grows, but not one that holds little of it', () => {
    const shared =
      (share: number) =>
      (h: HeapSketch, size: number): void => {
        const events: Ref[] = h.many(size, () => h.instance('Event'));
        h.root('vm', h.class('Registry', { holds: [h.instance('Array', { holds: events })] }));
        h.thread('worker #', { holds: [h.instance('Log', { holds: events.slice(0, size * share) })] });
      };
    expect(holdersOf(shared(0.9))[0]?.alsoHeldBy).toEqual(['Thread "worker #" → Log']);
    expect(holdersOf(shared(0.3))[0]?.alsoHeldBy).toEqual([]);
  });
});
