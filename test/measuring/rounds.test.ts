import { describe, expect, it } from 'vitest';
import type { RunningApp } from '../../src/app/running-app.ts';
import { ProcessLife, type ProcessWatch } from '../../src/measuring/processes.ts';
import { Rounds } from '../../src/measuring/rounds.ts';
import type { Agent } from '../../src/runtimes/runtime.ts';
import { Stopwatch } from '../../src/stopwatch.ts';
import { get } from '../traffic/kinds.ts';

const census = { classes: new Map(), internals: new Map() };

/** One life that was counted at so many requests. */
function life(index: number, ...requests: readonly number[]): ProcessLife {
  const made = new ProcessLife({ info: { pid: index } } as Agent, 'worker', index, 0);
  for (const ownRequests of requests) made.points.push({ ownRequests, census, residentBytes: 0 });
  return made;
}

/** Rounds of an app that nothing is asked of: `lives` are all, `alive` those that have not ended. */
function roundsOf(lives: readonly ProcessLife[], alive: readonly ProcessLife[]): Rounds {
  return new Rounds({
    app: {} as RunningApp,
    watch: { lives, alive, serving: alive } as Partial<ProcessWatch> as ProcessWatch,
    scenario: { name: 'shop', kinds: [get('/')], plan: { lanes: 1, end: [], hostile: false } },
    seed: 1,
    boot: 1,
    requestsPerProcess: 10,
    lanes: 1,
    stopwatch: new Stopwatch(),
  });
}

const requestsOf = (lives: readonly ProcessLife[]) =>
  lives.map(({ points }) => points.map(({ ownRequests }) => ownRequests));

describe('the warm-up', () => {
  it('leaves its last census, from which on requests are counted', () => {
    const warm = life(0, 10, 20, 30);
    using rounds = roundsOf([warm], [warm]);
    rounds.startCounting();
    expect(requestsOf([warm])).toEqual([[0]]);
  });

  it('leaves nothing of a process that ended in it', () => {
    const [ended, replaced] = [life(0, 10, 20, 30, 40), life(0, 10)];
    using rounds = roundsOf([ended, replaced], [replaced]);
    rounds.startCounting();
    expect(requestsOf([ended, replaced])).toEqual([[], [0]]);
  });
});

describe('what is played to explain growth', () => {
  it('is no evidence: neither a process that ends in it, nor one that it brings', () => {
    const [early, late, stays, another] = [life(0), life(1), life(2), life(3)];
    const lives = [early, late, stays];
    const alive = [late, stays];
    using rounds = roundsOf(lives, alive);
    const counted = rounds.stopCounting();
    lives.push(another);
    alive.splice(0, 1);
    expect(counted).toEqual([early, late, stays]);
    expect(counted.map(({ hasEnded }) => hasEnded)).toEqual([true, false, false]);
  });
});
