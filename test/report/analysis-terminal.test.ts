import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sizedObject } from '../../src/heap/analysis.ts';
import { rootPath } from '../../src/heap/root-path.ts';
import { renderAnalysis } from '../../src/report/analysis-terminal.ts';
import { renderInstances, renderRootPath } from '../../src/report/object-tables.ts';
import { shownWidth } from '../../src/report/shown-width.ts';
import { hostileHeap } from './hostile-heap.ts';
import { hostileText } from './hostile-text.ts';

const PLAIN = { color: false, columns: 80, file: 'shop.json', limit: 10 };

test('tells the totals, the garbage and the rows that were skipped', () => {
  const text = renderAnalysis(hostileHeap('Cart').analysis, PLAIN);
  expect(text).toMatch(/^shop\.json: 6 objects, 1\.3 kB\n/);
  expect(text).toMatch(/Reachable +5 objects, 1\.2 kB\n/);
  expect(text).toMatch(/Unreachable +1 object, 40 B: 1 Cart\n/);
  expect(text).toMatch(/Skipped +2 rows that could not be read \(lines 5, 7\)\n/);
});

test('has a table for classes, retainers, gems and lines', () => {
  const text = renderAnalysis(hostileHeap('Cart').analysis, PLAIN);
  expect(text).toMatch(/Cart Event +1 +900 B +71\.4 % +900 B\n/);
  expect(text).toMatch(/class Cart +0x7f12340\w+ +40 B +3 +980 B\n/);
  expect(text).toMatch(/\(app\) +2 +940 B +100\.0 %\n/);
  expect(text).toMatch(/Cart:3 +2 +940 B$/);
});

test('says how many rows a table leaves out', () => {
  const { analysis } = hostileHeap('Cart');
  expect(renderAnalysis(analysis, { ...PLAIN, limit: 1 })).toContain(
    `and ${analysis.classes.length - 1} more rows`,
  );
});

test('colours change nothing but the colours', () => {
  const { analysis } = hostileHeap('Cart');
  const colored = renderAnalysis(analysis, { ...PLAIN, color: true });
  expect(colored).not.toBe(renderAnalysis(analysis, PLAIN));
  expect(stripVTControlCharacters(colored)).toBe(renderAnalysis(analysis, PLAIN));
});

test('a path is a tree with addresses, of which the middle is left out where it is long', () => {
  const { graph, tree } = hostileHeap('Cart');
  const object = sizedObject(graph, tree, 0);
  const path = rootPath(graph, tree, 0);
  expect(renderRootPath(object, path, 1, PLAIN)).toMatch(
    /root vm\n {2}└ class Cart +0x\w+ +980 B\n {4}└ Cart +0x\w+ +940 B\n {6}└ Cart Event +0x\w+ +900 B/,
  );
  const long = renderRootPath(object, { root: 'root vm', steps: Array(1000).fill(object) }, 7, PLAIN);
  expect(long).toContain('└ … 981 more steps');
  expect(long.split('\n').length).toBeLessThan(30);
  expect(renderRootPath(object, undefined, 1, PLAIN)).toMatch(/no root leads to it/);
});

test('nothing is wider than the terminal, whatever the names', () => {
  const names = hostileText().map((text) => text.padEnd(150, 'Cart::買い物かご'));
  fc.assert(
    fc.property(names, fc.integer({ min: 70, max: 120 }), (name, columns) => {
      const { analysis } = hostileHeap(name);
      const tables = renderAnalysis(analysis, { ...PLAIN, columns })
        .split('\n\n')
        .slice(2)
        .join('\n');
      expect(tables.split('\n').filter((line) => shownWidth(line) > columns)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('no text of the dump reaches the terminal as a control, or a log as a workflow command', () => {
  fc.assert(
    fc.property(hostileText(), (attack) => {
      const { graph, tree, analysis } = hostileHeap(attack);
      const object = sizedObject(graph, tree, 0);
      const text = [
        renderAnalysis(analysis, { ...PLAIN, file: attack }),
        renderInstances(attack, 1, [object], PLAIN),
        renderRootPath(object, rootPath(graph, tree, 0), 2, PLAIN),
      ].join('\n');
      expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}|##\[/u);
      expect(text.split('\n').filter((line) => line.trimStart().startsWith('::'))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
