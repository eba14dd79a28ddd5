import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grouped } from '../../src/leak/aligned-groups.ts';
import { diffDumps } from '../../src/leak/dump-diff.ts';
import { DiffReport, renderDiffJson } from '../../src/report/diff-json.ts';
import { renderDiff } from '../../src/report/diff-terminal.ts';
import { type HeapSketch, laterHeaps } from '../heap/synthetic-heap.ts';
import { hostileText } from './hostile-text.ts';

const options = { color: false, columns: 80, limit: 10 };

function diffOf(sizes: readonly number[], held: string, files = sizes.map((size) => `${size}.json`)) {
  const draw = (h: HeapSketch, size: number): void => {
    const site = { file: '/usr/lib/ruby/gems/3.1.0/gems/shop-1.2.3/lib/shop.rb', line: 7 };
    const events = h.many(size, () => h.instance(held, { holds: [h.string(100)], site }));
    h.thread('unnamed', {
      holds: [h.instance('Registry', { holds: [h.instance('Array', { holds: events })] })],
    });
  };
  return diffDumps(laterHeaps(sizes, draw).map(grouped), files, 100);
}

describe('the terminal', () => {
  it('shows what grew, what holds it and where it was allocated', () => {
    const text = renderDiff(diffOf([100, 400], 'Event'), options);
    expect(text).toContain('+600 objects (42 kB) over 2 dumps, under 1 holder.');
    expect(text).toContain('Event (+300), String (+300)');
    expect(text).toContain(['    Thread', '    └ Registry', '      └ Array ← grows'].join('\n'));
    expect(text).toContain('shop-1.2.3/lib/shop.rb:7 (400 in the last dump)');
    expect(text).toMatch(/Event +\+300 +\+12 kB +100 +400/);
  });

  it('shows the root of a holder that nothing else holds', () => {
    const draw = (h: HeapSketch, size: number): void => {
      h.root('global_tbl', h.instance('Array', { holds: h.many(size, () => h.instance('Event')) }));
    };
    const text = renderDiff(diffDumps(laterHeaps([100, 400], draw).map(grouped), ['a', 'b'], 100), options);
    expect(text).toContain(['    root global_tbl', '    └ Array ← grows'].join('\n'));
  });

  it('says of threads that run on that the VM holds them', () => {
    const draw = (h: HeapSketch, size: number): void => {
      for (const _ of Array(size)) h.thread('unnamed', { holds: [h.string(100)] });
    };
    const text = renderDiff(diffDumps(laterHeaps([100, 400], draw).map(grouped), ['a', 'b'], 100), options);
    expect(text).toMatch(/Grows +Thread \(\+300\), String \(\+300\)\n/);
    expect(text).toMatch(/Held by +the VM's list of living threads\n/);
  });

  it('says that two dumps do not tell a leak from a cache, and of three which classes rise every time', () => {
    expect(renderDiff(diffOf([100, 400], 'Event'), options)).toMatch(/a third shows what goes\s+on growing/);
    expect(renderDiff(diffOf([100, 200, 400], 'Event'), options)).toMatch(/Event .* every time/);
  });

  it('says so when nothing grew, and when the dumps stand in the wrong order', () => {
    expect(renderDiff(diffOf([100, 110], 'Event'), options)).toContain('Nothing accumulates over 2 dumps');
    expect(renderDiff(diffOf([400, 100], 'Event'), options)).toMatch(/in the order\s+they were taken/);
  });

  it('says of what gained, but not every time, that it did not rise', () => {
    const text = renderDiff(diffOf([100, 700, 400], 'Event'), options);
    expect(text).toMatch(/^Nothing accumulates over 3 dumps: no holder rises every time and gained 100\s/);
    expect(text).toMatch(/went down in between, as in a cache; or the dumps are not in the\s+order/);
  });

  it('says that a file named twice is one dump', () => {
    const text = renderDiff(diffOf([100, 100], 'Event', ['a.json', 'a.json']), options);
    expect(text).toContain('A file is named twice');
  });

  it('shows at most as many holders and rows as asked for, and counts the rest', () => {
    const text = renderDiff(diffOf([100, 400], 'Event'), { ...options, limit: 1 });
    expect(text).toContain('and 1 more row');
  });

  it('shows whatever a dump holds as single lines without control characters', () => {
    const draw = fc.tuple(hostileText(), hostileText());
    for (const [name, file] of fc.sample(draw, 15)) {
      const text = renderDiff(diffOf([1, 200], name, [file, file]), options);
      expect({ name, file, text: stripVTControlCharacters(text) }).toEqual({ name, file, text });
      expect({ name, file, hasControls: /[^\P{C}\n]/u.test(text) }).toMatchObject({ hasControls: false });
    }
  });
});

describe('the JSON', () => {
  it('has the classes and findings of the report, with totals in place of rates', () => {
    const report = DiffReport.parse(JSON.parse(renderDiffJson(diffOf([100, 400], 'Event'))));
    expect(report.findings).toMatchObject([
      {
        classes: ['Event', 'String'],
        holder: 'Array',
        path: [{ class: 'Thread' }, { class: 'Registry' }, { class: 'Array' }],
        objectsGained: 600,
        bytesGained: 42_000,
        sites: [{ file: 'shop-1.2.3/lib/shop.rb', line: 7, objects: 400 }],
      },
    ]);
    expect(report.classes.map(({ name, counts }) => [name, counts])).toEqual([
      ['String', [100, 400]],
      ['Event', [100, 400]],
    ]);
  });
});
