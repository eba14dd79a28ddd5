import { expect, it } from 'vitest';
import { detectablePhrase, noisePhrase } from '../../src/report/noise-facts.ts';
import { renderPage } from '../../src/report/page.ts';
import type { Report } from '../../src/report/schema.ts';
import { renderSummary } from '../../src/report/summary.ts';
import { renderTerminal } from '../../src/report/terminal.ts';
import { clean } from './sample-report.ts';

const noisy = (name: string, smallestDetectable: number) => ({
  name,
  objectsPer1000Requests: 2.5,
  objects: smallestDetectable / 2,
  smallestDetectable,
});
const selfTest = (): Report => ({
  ...clean(),
  selfTest: true,
  threshold: 10,
  noise: {
    objectsPer1000Requests: 2.5,
    smallestDetectable: 1,
    classes: [noisy('String', 44), noisy('A::Queue<T>', 12), noisy('Hash', 3)],
  },
});
const quote = (name: string): string => `<${name}>`;

it('one object is told as one', () => {
  expect(detectablePhrase(selfTest())).toBe('growth of 1 object per 1,000 requests would have been seen');
});

it('a run that could see nothing says so', () => {
  const noise = { objectsPer1000Requests: 0, smallestDetectable: 0, classes: [] };
  expect(detectablePhrase({ noise })).toBe('no growth could have been seen');
});

it('classes too noisy for the threshold are named, and no others', () => {
  expect(noisePhrase(selfTest(), quote)).toBe(
    '2.5 objects per 1,000 requests; growth of 1 object per 1,000 requests would have been seen; of noisier classes only from 44 of <String>, 12 of <A::Queue<T>>',
  );
});

const renderings: readonly [string, (report: Report) => string][] = [
  ['the terminal', (report) => renderTerminal(report, { color: false, columns: 100 })],
  ['the job summary', (report) => renderSummary(report, { reproduce: 'heapgate check' })],
  ['the page', (report) => renderPage(report)],
];

it.each(renderings)('a self-test shows the noise of each class on %s', (_where, render) => {
  const text = render(selfTest());
  expect(text).toContain('measured against itself');
  expect(text).toMatch(/A::Queue(?:<T>|&#?\w+;T&#?\w+;).*?2\.5.*?6.*?12/s);
});

it.each(renderings)('a check does not, but says on %s what it could have seen', (_where, render) => {
  const { selfTest: _, ...report } = selfTest();
  const text = render(report);
  expect(text).not.toContain('Drift');
  expect(text.replaceAll(/\s+/g, ' ')).toContain(
    'growth of 1 object per 1,000 requests would have been seen',
  );
});
