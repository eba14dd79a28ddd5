import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { classTree } from '../../src/heap/class-tree.ts';
import { dominatorTree } from '../../src/heap/dominators.ts';
import { renderFlamegraph } from '../../src/report/flamegraph.ts';
import { flamegraphFrames } from '../../src/report/flamegraph-frames.ts';
import { randomHeaps } from '../heap/random-heap.ts';
import { heap } from '../heap/synthetic-heap.ts';
import { hostileHeap } from './hostile-heap.ts';
import { hostileText } from './hostile-text.ts';
import { decode, tagsOf } from './parsed-markdown.ts';

function pageOf(text: string, smallestShare = 0.0002): string {
  const { graph, tree } = hostileHeap(text);
  return renderFlamegraph(classTree(graph, tree), graph.names, { file: text, smallestShare });
}

test('a frame says its class, its objects and what they retain', () => {
  const page = decode(pageOf('Cart'));
  expect(page).toContain('<title>Cart Event\n1 object\n900 B retained, 73.8 % of the heap</title>');
});

test('loads nothing, and runs its own script and style alone', () => {
  const page = pageOf('Cart');
  expect(page).not.toMatch(/<link|<img|<iframe|\bsrc=|\bhref=|url\(|@import|\son\w+=|\sstyle=/i);
  const policy = /content="(default-src [^"]*)"/.exec(page)?.[1];
  const sha256 = (tag: string) => {
    const text = page.slice(page.indexOf(`<${tag}>`) + tag.length + 2, page.indexOf(`</${tag}>`));
    return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  };
  expect(policy).toBe(`default-src 'none'; style-src ${sha256('style')}; script-src ${sha256('script')}`);
});

test('has the same elements whatever the classes are called', () => {
  const harmless = tagsOf(pageOf('x')).map(withoutColor);
  fc.assert(
    fc.property(hostileText(), (attack) => {
      const page = pageOf(attack);
      expect(tagsOf(page).map(withoutColor)).toEqual(harmless);
      expect(page.replaceAll('\n', '')).not.toMatch(/\p{C}/u);
    }),
    { numRuns: 40 },
  );
});

const withoutColor = (tag: string): string => tag.replace(/class="c\d"/, 'class="c"');

test('says what was left out', () => {
  const page = decode(pageOf('Cart', 0.18));
  expect(page).toContain('Left out or joined: 1 class path of less than 18 % each, 200 B together.');
  expect(decode(pageOf('Cart'))).toContain('Nothing is left out.');
});

test('what is too small to be seen is joined where it can be seen together', () => {
  const graph = heap((h) => {
    h.root('vm', ...h.many(10, (i) => h.instance(`Small${i}`)), h.instance('Large', { bytes: 400 }));
  });
  const { frames, cutPaths, cutBytes } = flamegraphFrames(classTree(graph, dominatorTree(graph)), 100);
  expect(frames.map(({ depth, left, bytes, count }) => [depth, left, bytes, count])).toEqual([
    [0, 0, 800, 1],
    [1, 0, 400, 1],
    [1, 400, 400, 10],
  ]);
  expect({ cutPaths, cutBytes }).toEqual({ cutPaths: 10, cutBytes: 400 });
});

test('frames lie within their parents, beside each other, and wider than the limit', () => {
  fc.assert(
    fc.property(randomHeaps, fc.integer({ min: 1, max: 3000 }), (draw, smallestBytes) => {
      const graph = heap(draw);
      const { frames } = flamegraphFrames(classTree(graph, dominatorTree(graph)), smallestBytes);
      for (const [index, { depth, left, bytes, below }] of frames.entries()) {
        if (index > 0) expect(bytes).toBeGreaterThanOrEqual(smallestBytes);
        const inside = frames.slice(index + 1, index + 1 + below);
        expect(frames[index + 1 + below]?.depth ?? 0).toBeLessThanOrEqual(depth);
        const children = inside.filter((frame) => frame.depth === depth + 1);
        let at = left;
        for (const child of children) {
          expect(child.left).toBe(at);
          at += child.bytes;
        }
        expect(at).toBeLessThanOrEqual(left + bytes);
      }
    }),
    { numRuns: 300 },
  );
});
