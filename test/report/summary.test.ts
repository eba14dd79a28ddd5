import { expect, test } from 'vitest';
import { renderSummary } from '../../src/report/summary.ts';
import { tablesOf } from './parsed-markdown.ts';
import { clean, growing, incident } from './sample-report.ts';

const OPTIONS = { reproduce: 'npx heapgate check' };

test('tables every kind of request, those answered differently first', () => {
  const kinds = tablesOf(renderSummary(incident(), OPTIONS)).find(({ head }) => head[0] === 'Request');
  expect(kinds?.rows).toHaveLength(6);
  expect(kinds?.rows[0]).toEqual(['`GET /p/[x`', '`200`', '`500`']);
});

test('shows more rows than the comment without opening anything', () => {
  const [growth] = tablesOf(renderSummary(incident(), OPTIONS));
  expect(growth?.rows).toHaveLength(11);
});

test('a name and the command that repeats the run are in it', () => {
  const markdown = renderSummary({ ...clean(), name: 'admin' }, OPTIONS);
  expect(markdown).toContain('### heapgate · `admin`');
  expect(markdown).toContain('```sh\nnpx heapgate check\n```');
});

test('stays below a mebibyte of UTF-8', () => {
  const classes = Array.from({ length: 20_000 }, (_, index) =>
    growing(`Größe${'ü'.repeat(100)}${index}`, 20_000 - index, 40),
  );
  const markdown = renderSummary({ ...incident(), classes }, OPTIONS);
  expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(1024 * 1024);
  expect(markdown).toContain('19,000 more classes that moved, listed in the JSON report.');
});

test('is cut by bytes, not by characters', () => {
  const classes = Array.from({ length: 100 }, (_, index) =>
    growing(`${'ü'.repeat(70)}${index}`, 100 - index, 40),
  );
  const whole = renderSummary({ ...incident(), classes }, OPTIONS);
  const cut = renderSummary({ ...incident(), classes }, { ...OPTIONS, maxBytes: whole.length });
  expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(whole.length);
});
