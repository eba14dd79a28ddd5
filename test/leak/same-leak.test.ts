import { describe, expect, it } from 'vitest';
import type { NamedHolder } from '../../src/leak/measurement.ts';
import { joinSeries } from '../../src/leak/same-leak.ts';
import { holder } from './sketched-measurement.ts';

/** A holder at `path`, below the kind of root, whose last edge is called `edge`. */
function at(path: readonly string[], classes: Record<string, number>, edge?: string): NamedHolder {
  const steps = path.map((label, i) => ({
    class: label,
    ...(edge === undefined || i < path.length - 1 ? {} : { edge }),
  }));
  return holder(path.join(), classes, { path: ['root vm', ...path], steps });
}

const stack = at(['class Registry', 'Array', 'Span', 'Array'], { Event: 2000 });

describe('a holder that only the second series shows', () => {
  it('is another leak where it stands elsewhere', () => {
    const log = at(['class Audit', 'Array'], { Rejection: 50 });
    expect(joinSeries([stack], [log])).toEqual([stack, log]);
  });

  it.each([
    ['at the same place', stack.path.slice(1)],
    ['above', ['class Registry', 'Array']],
    ['below', ['class Registry', 'Array', 'Span', 'Array', 'Event', 'Hash']],
  ])('is the same leak %s, and adds the classes that only it holds', (_, path) => {
    const [joined, ...others] = joinSeries([stack], [at(path, { Error: 50, Event: 2100 })]);
    expect(others).toEqual([]);
    expect(joined).toEqual({
      ...stack,
      classes: [
        { name: 'Event', objectsPer1000: 2000 },
        { name: 'Error', objectsPer1000: 50 },
      ],
    });
  });

  it('is another leak where another constant of the same class leads to it', () => {
    const seen = at(['class App', 'Array'], { Ticket: 1000 }, 'SEEN');
    const errors = at(['class App', 'Array'], { Error: 50 }, 'ERRORS');
    expect(joinSeries([seen], [errors])).toEqual([seen, errors]);
  });

  it('is the same leak where only the position on the way to it differs', () => {
    const [one, other] = ['[54]', '[61]'].map((edge) => at(['Hash', 'Array'], { Event: 10 }, edge));
    if (one && other) expect(joinSeries([one], [other])).toEqual([one]);
    expect.assertions(1);
  });

  it('is another leak although all of its kind of root grows', () => {
    const roots = at([], { Event: 10 });
    expect(joinSeries([stack], [roots])).toEqual([stack, roots]);
  });
});

it('the first series stands as it is where the second shows nothing', () => {
  expect(joinSeries([stack], [])).toEqual([stack]);
});
