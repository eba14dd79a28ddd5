import { afterEach, expect, test, vi } from 'vitest';
import { annotate, annotationsFor } from '../../src/github/annotations.ts';
import type { Finding, Report } from '../../src/report/schema.ts';
import { incident, leak, restarting } from '../report/sample-report.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** What `annotate` logs. */
function logged(report: Report): string {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  annotate(report);
  return write.mock.calls.map(([text]) => text).join('');
}

const withSites = (lines: readonly number[], more: Partial<Finding> = {}): Finding => ({
  ...leak(),
  sites: lines.map((line) => ({ file: 'app/page.rb', line, objects: 1, inRepository: true })),
  ...more,
});

test('code outside of the repository is not annotated', () => {
  const report = { ...incident(), findings: [leak()] };
  expect(annotationsFor(report).error.map(({ file }) => file)).toEqual(['app/subscribers/request_timer.rb']);
});

test('processes that die are at no line', () => {
  expect(annotationsFor(restarting())).toEqual({ error: [], warning: [] });
});

test('the worst leak comes first', () => {
  const findings = [withSites([1], { objectsPer1000: 5 }), withSites([2], { objectsPer1000: 500 })];
  expect(annotationsFor({ ...incident(), findings }).error.map(({ line }) => line)).toEqual([2, 1]);
});

test('a leak that is gone is not annotated', () => {
  const report = { ...incident(), findings: [withSites([1], { status: 'gone' })] };
  expect(annotationsFor(report)).toEqual({ error: [], warning: [] });
});

test('new leaks that fail nothing are warnings', () => {
  const report: Report = { ...incident(), verdict: 'inconclusive', findings: [withSites([1])] };
  expect(annotationsFor(report)).toMatchObject({ error: [], warning: [{ line: 1 }] });
});

test('no more are made than GitHub shows, one left for the step’s own error, and the rest is listed', () => {
  const log = logged({ ...incident(), findings: [withSites([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])] });
  expect(log.match(/^::error /gm)).toHaveLength(9);
  expect(log).toMatch(
    /^Not annotated, since GitHub shows ten of a kind: app\/page\.rb:10, app\/page\.rb:11$/m,
  );
});

test('a hostile class name stays inside its annotation', () => {
  const log = logged({ ...incident(), findings: [withSites([1], { classes: ['A\n::error::forged'] })] });
  expect(log.trimEnd().split('\n')).toEqual([expect.stringMatching(/^::error title=heapgate,.*forged/)]);
});

test('a hostile path stays inside its annotation too', () => {
  const sites = [{ file: 'a\x1b[2J\u202e\n::error::forged', line: 1, objects: 1, inRepository: true }];
  const log = logged({ ...incident(), findings: [{ ...leak(), sites }] });
  expect(log.trimEnd().split('\n')).toEqual([
    expect.stringMatching(/^::error title=heapgate,file=a\\x1b\[2J[^\p{C}]*,line=1::/u),
  ]);
});
