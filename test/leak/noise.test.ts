import { expect, it } from 'vitest';
import { noiseOf } from '../../src/leak/noise.ts';
import { measured, worker } from './sketched-measurement.ts';

it('is the steepest slope of what does not grow', () => {
  const noise = noiseOf(
    measured(worker({ leaks: { Event: 200 }, counts: { Job: [100, 101, 101, 102, 103, 103, 104] } })),
  );
  expect(noise.objectsPer1000Requests).toBeGreaterThan(2);
  expect(noise.objectsPer1000Requests).toBeLessThan(3);
});

it('is told by class, the noisiest first, of those that moved without growing', () => {
  const { classes } = noiseOf(
    measured(
      worker({
        leaks: { Event: 200 },
        counts: {
          Job: [100, 150, 60, 140, 55, 145, 100],
          Task: [9, 9, 10, 9, 9, 10, 9],
          Idle: Array(7).fill(3),
        },
      }),
    ),
  );
  expect(classes.map(({ name }) => name)).toEqual(['Job', 'Task']);
  expect(classes[0]?.objects).toBeGreaterThan(30);
  expect(classes[0]?.smallestDetectable).toBeGreaterThan(60);
});

it('of a class is that of the process and the side where it was highest', () => {
  const calm = worker({ counts: { Job: [100, 104, 100, 104, 100, 104, 100] } });
  const loud = worker({ index: 1, counts: { Job: [100, 160, 100, 160, 100, 160, 100] } });
  const alone = noiseOf(measured(loud));
  expect(noiseOf(measured(calm), measured(calm, loud)).classes).toEqual(alone.classes);
  expect(noiseOf(measured(calm)).classes[0]?.objects).toBeLessThan(alone.classes[0]?.objects ?? 0);
});

it('lets a run see less, the noisier its classes are', () => {
  const jumpy = [100, 150, 60, 140, 55, 145, 100];
  const smallest = (counts: Record<string, number[]>) =>
    noiseOf(measured(worker({ counts }))).smallestDetectable;
  expect(smallest({ Job: jumpy, Task: jumpy })).toBeGreaterThan(10 * smallest({}));
});

it('lets a run see as much as its shortest process', () => {
  const both = measured(worker(), worker({ index: 1, requests: 50 }));
  expect(noiseOf(both).smallestDetectable).toBeCloseTo(5 / 0.3);
});

it('leaves out masters and processes that were not judged', () => {
  const others = [worker({ role: 'master' }), worker({ index: 1, censuses: 3, requests: 10 })];
  expect(noiseOf(measured(worker(), ...others))).toEqual(noiseOf(measured(worker())));
});
