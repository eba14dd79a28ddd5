import { describe, expect, it } from 'vitest';
import { findHolders } from '../../src/leak/holders.ts';
import { suspectsIn } from '../../src/leak/suspects.ts';
import type { DumpSeries } from '../../src/measuring/dump-series.ts';
import type { ProcessLife } from '../../src/measuring/processes.ts';
import { addWhatHangsOn } from '../../src/measuring/subject.ts';
import { laterHeaps } from '../heap/synthetic-heap.ts';
import { type WorkerSketch, worker } from '../leak/sketched-measurement.ts';

const limits = { threshold: 10, thresholds: {} };
const requests = [1000, 2000, 3000];

/** Classes of what holds the leak of `Foo`, and `stock` beside it, in a process in which another class grows as well. */
function heldBeside(other: 'String' | 'Rejection', stock: number, sketch: WorkerSketch): string[] {
  const graphs = laterHeaps(requests, (h, moment) => {
    const held = h.many(stock, () => (other === 'String' ? h.string() : h.instance(other)));
    const list = h.instance('Array', { holds: [...h.many(moment / 20, () => h.instance('Foo')), ...held] });
    h.root('vm', h.class('Registry', { holds: [list] }));
  });
  const points = graphs.map((graph, i) => ({ graph, ownRequests: requests[i] ?? 0 }));
  const holders = findHolders(points, { objectsPer1000: 5, bytesPer1000: 5120 }).map((each) => ({
    ...each,
    steps: [],
    namedSites: [],
    growsByOrdinary: true,
  }));
  const life = { ...worker(sketch), holders } as unknown as ProcessLife;
  const dumps = { last: graphs.at(-1) } as Partial<DumpSeries> as DumpSeries;
  addWhatHangsOn({ life, suspects: suspectsIn(life, limits), dumps });
  return life.holders.flatMap(({ classes }) => classes.map(({ name }) => name));
}

describe('a class that did not grow between the dumps', () => {
  it('hangs on the holder below which most of its growth stands', () => {
    const counts = { Rejection: [0, 10, 20, 30, 40, 50, 60] };
    expect(heldBeside('Rejection', 60, { leaks: { Foo: 50 }, counts })).toEqual(['Foo', 'Rejection']);
  });

  it('does not hang on a holder for the objects of it that were always there', () => {
    expect(heldBeside('String', 100, { leaks: { Foo: 50, String: 60 } })).toEqual(['Foo']);
  });
});
