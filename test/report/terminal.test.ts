import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MeasureReport, Report } from '../../src/report/schema.ts';
import { renderMeasurement, renderTerminal } from '../../src/report/terminal.ts';
import { hostileText } from './hostile-text.ts';
import {
  clean,
  existing,
  gone,
  hostile,
  incident,
  inconclusive,
  restarting,
  twoLeaks,
} from './sample-report.ts';

const PLAIN = { color: false, columns: 80 };

function measurement(report: Report): MeasureReport {
  const { base, head, verdict, reasons, ...shared } = report;
  return { ...shared, revision: head };
}

describe('check', () => {
  test.each([
    ['Regression: +66,900 objects (12 MB) per 1,000 requests, all under one holder.', incident()],
    ['Pass: nothing grows past the threshold.', clean()],
    ['Pass: 1 leak of base is gone, and nothing grows past the threshold.', gone()],
    ['Pass: 1 leak of base is still there, and nothing grows more than on base.', existing()],
    ['Regression: worker 1 died 2 times on head, and no process on base.', restarting()],
    ['Regression: +68,904 objects (12.2 MB) per 1,000 requests, in 2 leaks.', twoLeaks()],
    ['Inconclusive: this run can neither pass nor fail.', inconclusive()],
  ])('begins with the verdict: %s', (sentence, report) => {
    expect(renderTerminal(report, PLAIN).split('\n')[0]).toBe(sentence);
  });

  test('tells what grows, what holds it, where it is allocated and what triggers it', () => {
    const text = renderTerminal(incident(), { color: false, columns: 120 });
    expect(text).toContain(
      'Grows         ActiveSupport::Notifications::Event (+2 / request) and 24 more classes',
    );
    expect(text).toContain(
      'Held by       @children of ActiveSupport::Notifications::Event, in worker 0 and worker 1',
    );
    expect(text).toContain(
      '    Thread "puma srv tp 001"\n    └ [:active_support_subscriber_queue_registry]: ',
    );
    expect(text).toContain('Allocated at  activesupport-6.1.7.10/lib/active_support/subscriber.rb:149 (80%)');
    expect(text).toContain('Trigger       only after requests of kind GET /p/[x');
  });

  test('says of processes that die where to look', () => {
    const [, , fact] = renderTerminal(restarting(), PLAIN).split('\n');
    expect(fact).toBe('  To see why  run heapgate check --keep DIR and read the end of DIR/head.log');
  });

  test('tells of leaks one by one, the biggest first', () => {
    const text = renderTerminal(twoLeaks(), PLAIN);
    expect(text.match(/^\d\. .*/gm)).toEqual([
      '1. +66,900 objects (12 MB) per 1,000 requests',
      '2. +2,004 objects (160 kB) per 1,000 requests',
    ]);
  });

  test('shows what levels off with its series', () => {
    expect(renderTerminal(incident(), PLAIN)).toMatch(/RoutePatternCache .* ▁▆█████ levels off/);
  });

  test('gives the reasons of an inconclusive run at once', () => {
    const [, , reason] = renderTerminal(inconclusive(), PLAIN).split('\n');
    expect(reason).toContain('- worker 1 answered 3 of 1,500 requests');
  });

  test('wraps at 80 columns, paths apart', () => {
    const lines = renderTerminal(incident(), PLAIN).split('\n');
    const wide = lines.filter((line) => [...line].length > 80);
    expect(wide.filter((line) => !line.trimStart().startsWith('└'))).toEqual([]);
  });

  test('colours change nothing but the colours', () => {
    const colored = renderTerminal(incident(), { ...PLAIN, color: true });
    expect(colored).toContain('\x1b[31mRegression:');
    expect(stripVTControlCharacters(colored)).toBe(renderTerminal(incident(), PLAIN));
  });
});

describe('measure', () => {
  test('has no verdict and no base', () => {
    const text = renderMeasurement(measurement(incident()), PLAIN);
    expect(text.split('\n')[0]).toBe('Measured over 3,000 requests in 2 processes: 11 classes growing.');
    expect(text).not.toMatch(/Regression|\bBase\b/);
  });

  test('says that nothing grows', () => {
    expect(renderMeasurement(measurement(clean()), PLAIN)).toContain('2 processes: nothing grows.');
  });
});

test('no text of the app reaches the terminal as a control, or a log as a workflow command', () => {
  fc.assert(
    fc.property(hostileText(), fc.integer({ min: 40, max: 120 }), (attack, columns) => {
      const report = hostile(attack);
      const text =
        renderTerminal(report, { color: false, columns }) +
        renderMeasurement(measurement(report), { color: false, columns });
      expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}|##\[/u);
      expect(text.split('\n').filter((line) => line.trimStart().startsWith('::'))).toEqual([]);
    }),
    { numRuns: 40 },
  );
});
