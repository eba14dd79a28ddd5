import { describe, expect, test } from 'vitest';
import { visible } from '../../src/report/escape.ts';
import { renderPage } from '../../src/report/page.ts';
import { hostileCorpus } from '../report/hostile-corpus.ts';
import { hostileFlamegraph } from '../report/hostile-heap.ts';
import { harmlessReport, hostileReport, reportKinds } from '../report/hostile-report.ts';
import { type BuiltPage, findBrowser, visit } from './browser.ts';

const browser = await findBrowser();
const corpus = hostileCorpus();

/** A page has some 200 texts: from every tenth report on, each text is in some 20 fields. */
const every = 10;

const perHeap = 20;

const shapesOf = (pages: readonly BuiltPage[]): string[] => pages.map(({ shape }) => shape);

describe.skipIf(browser === undefined)('in a real browser (skipped where there is no Chromium)', () => {
  test('no text of a report is anything but text on its page', async () => {
    const reports = [
      ...Array.from({ length: reportKinds }, (_, kind) => harmlessReport(kind)),
      // Of the same kinds in turn, since `every` and their number have no factor in common.
      ...Array.from({ length: Math.ceil(corpus.length / every) }, (_, at) =>
        hostileReport(corpus, at * every),
      ),
    ];
    const pageOf = (index: number) => renderPage(reports[index] ?? harmlessReport(0));
    const { pages, strayRequests, hacked } = await visit(browser ?? '', reports.length, pageOf);
    const [harmless, hostile] = [pages.slice(0, reportKinds), pages.slice(reportKinds)];
    const expected = hostile.map((_, at) => harmless[(at * every) % reportKinds]?.shape);
    expect(hostile.length).toBeGreaterThan(200);
    expect(shapesOf(hostile)).toEqual(expected);
    expect(strayRequests).toEqual([]);
    expect(hacked).toBe(false);
  });

  test('no name in a heap is anything but text on its flame graph', async () => {
    const harmless = Array.from({ length: perHeap }, (_, at) => `x${at}`);
    const heaps = [harmless];
    // All full: the last one takes texts that the one before has too.
    for (let at = 0; at < corpus.length; at += perHeap) {
      const first = Math.min(at, corpus.length - perHeap);
      heaps.push(corpus.slice(first, first + perHeap));
    }
    const { pages, strayRequests, hacked } = await visit(browser ?? '', heaps.length, (index) =>
      hostileFlamegraph(heaps[index] ?? []),
    );
    expect(pages.length).toBeGreaterThan(100);
    expect(new Set(shapesOf(pages)).size).toBe(1);
    expect(pages.map(({ title }) => title)).toEqual(
      heaps.map(([text = '']) => `heapgate: ${visible(text, 500)}`),
    );
    expect(strayRequests).toEqual([]);
    expect(hacked).toBe(false);
  });
});
