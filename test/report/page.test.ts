import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderPage } from '../../src/report/page.ts';
import { hostileText } from './hostile-text.ts';
import { decode, tagsOf } from './parsed-markdown.ts';
import { clean, gone, hostile, incident, inconclusive, restarting, twoLeaks } from './sample-report.ts';

test('tells the incident', () => {
  const text = decode(renderPage(incident()).replace(/<[^>]*>/g, ''));
  expect(text).toContain('Regression: +66,900 objects (12 MB) per 1,000 requests, all under one holder.');
  expect(text).toContain('└ @children: Array ← grows');
  expect(text).toContain('only after requests of kind GET /p/[x');
});

test('tells of each of two leaks, and of processes that die', () => {
  const headings = renderPage(twoLeaks()).match(/<section class="leak"><h2>.*?<\/h2>/g);
  expect(headings).toHaveLength(2);
  const text = decode(renderPage(restarting()).replace(/<[^>]*>/g, ''));
  expect(text).toContain('Regression: worker 1 died 2 times on head, and no process on base.');
  expect(text).toContain('run heapgate check --keep DIR and read the end of DIR/head.log');
});

test('loads nothing and runs nothing', () => {
  const page = renderPage(incident());
  expect(page).not.toMatch(/<script|<link|<img|<iframe|\bsrc=|\bhref=|url\(|@import|\son\w+=/i);
  expect(page).toContain(`content="default-src 'none'; style-src 'sha256-`);
});

test('allows its own style, and no other', () => {
  const page = renderPage(clean());
  const [, style = ''] = /<style>(.*)<\/style>/s.exec(page) ?? [];
  expect(page).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);
});

test('charts every class that moved, with its numbers as the title', () => {
  const page = renderPage(incident());
  expect(page.match(/<svg /g)).toHaveLength(incident().classes.length);
  expect(page).toContain('<title>12 → 3,018 objects over 1,500 requests</title>');
});

test('a chart of a class that does not move stays inside its frame', () => {
  const [row] = incident().classes;
  if (!row) throw new Error('the sample has no classes');
  const page = renderPage({
    ...clean(),
    classes: [{ ...row, requests: [0, 0], counts: [5, 5], over: false, state: 'flat' }],
  });
  expect(page).toContain('points="3.0,37.0 3.0,37.0"');
});

test('an inconclusive page gives its reasons, a gone leak its line', () => {
  expect(renderPage(inconclusive())).toContain('<li>worker 1 answered 3 of 1,500 requests');
  expect(renderPage(gone())).toContain('<dt>Gone</dt>');
});

test('has the same elements whatever the strings of the report are', () => {
  const harmless = tagsOf(renderPage(hostile('x')));
  fc.assert(
    fc.property(hostileText(), (attack) => {
      const page = renderPage(hostile(attack));
      expect(tagsOf(page)).toEqual(harmless);
      expect(page.replaceAll('\n', '')).not.toMatch(/\p{C}/u);
    }),
    { numRuns: 40 },
  );
});
