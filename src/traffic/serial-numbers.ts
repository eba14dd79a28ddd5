import { seededRandom } from './random.ts';

/**
 * What `{n}` stands for: a number of 18 digits that no other request of a run has, on no lane and in no boot. The same
 * steps get the same numbers on base and on head.
 */
export class SerialNumbers {
  readonly #prefix: string;
  readonly #taken = new Map<number, number>();

  /** `boot`: which boot of its revision this is, from 1. */
  constructor(seed: number, boot: number) {
    const random = seededRandom('serial numbers', seed);
    this.#prefix = `${Math.floor(100_000 + random() * 900_000)}${digits(boot, 2)}`;
  }

  next(lane: number): string {
    const number = (this.#taken.get(lane) ?? 0) + 1;
    this.#taken.set(lane, number);
    return this.#prefix + digits(lane, 3) + digits(number, 7);
  }
}

const digits = (number: number, count: number): string => String(number).padStart(count, '0');
