import { expect, it } from 'vitest';
import { isUnsettled, suspectsIn } from '../../src/leak/suspects.ts';
import { worker } from './sketched-measurement.ts';

const limits = { threshold: 10, thresholds: { Session: 100 } };

it('names what grows from half of its limit on, the most suspicious first', () => {
  const process = worker({ leaks: { Event: 200, Span: 6, Session: 60, Job: 4, Item: 20 } });
  expect(suspectsIn(process, limits).map(({ name }) => name)).toEqual(['Event', 'Item', 'Span', 'Session']);
});

it('says how many times the limit each grows', () => {
  const [suspect] = suspectsIn(worker({ leaks: { Event: 200 } }), limits);
  expect(suspect).toMatchObject({ name: 'Event', internal: false, per1000: 200, timesLimit: 20 });
});

it('names what grows by bytes alone', () => {
  const [suspect, ...others] = suspectsIn(worker({ swells: { String: 102_400 } }), limits);
  expect(others).toEqual([]);
  expect(suspect).toMatchObject({ name: 'String', per1000: 0, bytesPer1000: 102_400, timesLimit: 10 });
});

it('measures the VM’s own objects by a limit five times as high', () => {
  const [suspect] = suspectsIn(worker({ internals: { imemo_env: 200 } }), limits);
  expect(suspect).toMatchObject({ name: 'imemo_env', internal: true, timesLimit: 4 });
  expect(suspectsIn(worker({ internals: { imemo_env: 20 } }), limits)).toEqual([]);
});

it('names nothing that levels off, goes up and down, or stands still', () => {
  const process = worker({
    counts: { Cache: [0, 300, 450, 500, 500, 500, 500], Job: [0, 90, 0, 90, 0, 90, 0] },
  });
  expect(suspectsIn(process, limits)).toEqual([]);
});

it('calls a process unsettled that rose past a limit without a shape', () => {
  const uneven = [0, 300, 0, 0, 0, 0, 300];
  expect(isUnsettled(worker({ counts: { Job: uneven } }), limits)).toBe(true);
  expect(isUnsettled(worker({ counts: { Job: uneven.map((count) => count / 30) } }), limits)).toBe(false);
});

it('does not call a process unsettled that grows, levels off or stands still', () => {
  const process = worker({ leaks: { Event: 200 }, counts: { Cache: [0, 300, 450, 500, 500, 500, 500] } });
  expect(isUnsettled(process, limits)).toBe(false);
});
