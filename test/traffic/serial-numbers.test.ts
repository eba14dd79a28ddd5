import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SerialNumbers } from '../../src/traffic/serial-numbers.ts';

const take = (numbers: SerialNumbers, lanes: readonly number[]): string[] =>
  lanes.map((lane) => numbers.next(lane));

it('are new on every lane and in every boot, and all of one length', () => {
  fc.assert(
    fc.property(fc.integer(), fc.array(fc.nat({ max: 40 })), (seed, lanes) => {
      const all = [1, 2, 3].flatMap((boot) => take(new SerialNumbers(seed, boot), lanes));
      expect(new Set(all).size).toBe(all.length);
      for (const number of all) expect(number).toMatch(/^[1-9]\d{17}$/);
    }),
  );
});

it('are the same for the same seed and boot, lane by lane', () => {
  const [one, other] = [new SerialNumbers(7, 1), new SerialNumbers(7, 1)];
  expect(take(one, [0, 1, 0]).sort()).toEqual(take(other, [1, 0, 0]).sort());
  expect(new SerialNumbers(8, 1).next(0)).not.toBe(new SerialNumbers(7, 1).next(0));
});
