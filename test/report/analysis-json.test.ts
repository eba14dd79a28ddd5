import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { analyzeHeap } from '../../src/heap/analysis.ts';
import { dominatorTree } from '../../src/heap/dominators.ts';
import { analysisJsonSchema, renderAnalysisJson } from '../../src/report/analysis-json.ts';
import { randomHeaps } from '../heap/random-heap.ts';
import { heap } from '../heap/synthetic-heap.ts';
import { hostileHeap } from './hostile-heap.ts';
import { hostileText } from './hostile-text.ts';

const fits = new Ajv2020({ strict: false }).compile(analysisJsonSchema());

test('the analysis of any heap fits the published schema', () => {
  fc.assert(
    fc.property(randomHeaps, (draw) => {
      const graph = heap(draw);
      const read: unknown = JSON.parse(renderAnalysisJson(analyzeHeap(graph, dominatorTree(graph), 5)));
      expect(fits(read), JSON.stringify(fits.errors)).toBe(true);
    }),
  );
});

test('names survive the way through JSON, whatever they are', () => {
  fc.assert(
    fc.property(hostileText(), (text) => {
      const read = JSON.parse(renderAnalysisJson(hostileHeap(text).analysis));
      expect(read.classes.map(({ name }: { name: string }) => name)).toContain(`${text} Event`);
      expect(read.sites[0]).toMatchObject({ file: text, line: 3, objects: 2, bytes: 940 });
    }),
  );
});

test('has exactly the keys that scripts rely on', () => {
  const read = JSON.parse(renderAnalysisJson(hostileHeap('Cart').analysis));
  expect(Object.keys(read)).toEqual([
    'objects',
    'reachable',
    'bytes',
    'classes',
    'retainers',
    'sites',
    'strings',
    'skippedRows',
  ]);
  expect(Object.keys(read.classes[0])).toEqual(['name', 'objects', 'bytes', 'retainedBytes']);
  expect(Object.keys(read.retainers[0])).toEqual(['address', 'class', 'objects', 'retainedBytes']);
});
