/** One of several runs on machines of their own, which share the scenarios of one check out among them. */
export interface Shard {
  /** From 1. */
  readonly number: number;
  readonly of: number;
}

/** Reads `2/5`. Throws a `RangeError` that says how one is written. */
export function readShard(text: string): Shard {
  if (!/^[1-9]\d{0,3}\/[1-9]\d{0,3}$/.test(text))
    throw new RangeError('is written as 2/5 is: the second of five');
  const [number = 0, of = 0] = text.split('/').map(Number);
  if (number > of) throw new RangeError('is past the last: count from 1/5 to 5/5');
  return { number, of };
}

/** Those of `all` that are the shard's: each of them is of one shard. */
export function shareOf<Item>({ number, of }: Shard, all: readonly Item[]): Item[] {
  return all.filter((_, index) => index % of === number - 1);
}

/** The order of the traffic where no seed is given: shards that know nothing of each other have the same. */
export const seedOf = (sha: string): number => 1 + (Number.parseInt(sha.slice(0, 8), 16) % 999_999);
