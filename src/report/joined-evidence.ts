import type { ClassGrowth, Noise, Report, Side, Timings } from './schema.ts';

/** Each class as where it grows most. */
export function joinedClasses(parts: readonly Report[]): ClassGrowth[] {
  const fastest = new Map<string, ClassGrowth>();
  const rows = parts.flatMap(({ classes }) => classes).sort(byGrowth);
  for (const row of rows) {
    const key = `${row.internal} ${row.name}`;
    if (!fastest.has(key)) fastest.set(key, row);
  }
  return [...fastest.values()];
}

const byGrowth = (a: ClassGrowth, b: ClassGrowth): number =>
  Number(b.over) - Number(a.over) || b.headPer1000 - a.headPer1000;

/** What hides growth in one shard is not made up for by another: the worst of each counts. */
export function joinedNoise(parts: readonly Report[]): Noise {
  const noises = parts.map(({ noise }) => noise);
  const detectable = noises.map(({ smallestDetectable }) => smallestDetectable);
  const byName = Map.groupBy(
    noises.flatMap(({ classes }) => classes),
    ({ name }) => name,
  );
  const noisiest = [...byName.values()].flatMap(
    (alike) => alike.toSorted((a, b) => b.smallestDetectable - a.smallestDetectable)[0] ?? [],
  );
  return {
    objectsPer1000Requests: Math.max(...noises.map((noise) => noise.objectsPer1000Requests)),
    // 0: it could see none.
    smallestDetectable: detectable.includes(0) ? 0 : Math.max(...detectable),
    classes: noisiest.sort((a, b) => b.smallestDetectable - a.smallestDetectable),
  };
}

/** What all shards sent at one of the two commits. */
export function joinedSide(sides: readonly Side[]): Side {
  const [first = { sha: '', ref: '' }] = sides;
  return {
    sha: first.sha,
    ref: first.ref,
    processes: sides.flatMap(({ processes }) => processes),
    kinds: sides.flatMap(({ kinds }) => kinds),
  };
}

/** The time of all machines together. */
export function joinedTimings(parts: readonly Report[]): Timings {
  const total = (part: keyof Timings) => sum(parts.map(({ timings }) => timings[part]));
  return {
    totalMs: total('totalMs'),
    setupMs: total('setupMs'),
    bootMs: total('bootMs'),
    replayMs: total('replayMs'),
    gcMs: total('gcMs'),
    dumpMs: total('dumpMs'),
    ownMs: total('ownMs'),
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
