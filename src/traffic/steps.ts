import { ordinaryKinds } from './kind.ts';
import { seededRandom, shuffled } from './random.ts';
import type { Kind, Scenario } from './scenario.ts';

/** After so many ordinary steps a lane sends the hostile ones that are due: many of them end its connection, and to replace one takes milliseconds. */
const stepsBetween = 8;

export interface RoundOptions {
  readonly seed: number;
  /** Which of all lanes it is. */
  readonly lane: number;
  /** Which of its process's, and how many those are. */
  readonly laneOfProcess: number;
  readonly lanesPerProcess: number;
  /** Ordinary steps of all lanes of a process at least, besides the hostile ones and the end. */
  readonly requestsPerProcess: number;
}

/**
 * What one lane sends in every round: its ordinary steps, each hostile kind `times` among them, then the plan's end.
 * Depends on nothing but its arguments. Where a step stands does not depend on the
 * hostile kinds beside it, so that leaving some out leaves the others where they were.
 */
export function roundSteps(scenario: Scenario, round: RoundOptions): Kind[] {
  const { seed, lane } = round;
  const ordinary = ordinarySteps(scenario, round);
  const steps = ordinary.map((kind, index) => ({ kind, position: index + 1 }));
  for (const kind of scenario.kinds.filter(({ hostile }) => hostile)) {
    const random = seededRandom(seed, lane, kind.id);
    for (let time = 0; time < kind.times; time += 1)
      steps.push({ kind, position: stepsBetween * Math.floor((random() * ordinary.length) / stepsBetween) });
  }
  steps.sort((a, b) => a.position - b.position);
  return [...steps.map(({ kind }) => kind), ...endSteps(scenario)];
}

/**
 * Ordinary steps of one lane, in an order of its own. All lanes of a process together send each kind, as often as its
 * `times` say, and what head adds besides, once through.
 */
export function ordinarySteps({ kinds }: Scenario, round: RoundOptions): Kind[] {
  const { seed, lane, requestsPerProcess } = round;
  const ordinary = ordinaryKinds(kinds);
  const cycle = cycleOf(
    ordinary.filter(({ added }) => !added),
    requestsPerProcess,
  );
  const added = cycleOf(
    ordinary.filter((kind) => kind.added),
    requestsPerProcess,
  );
  const steps = [
    ...partOf(cycle, Math.max(requestsPerProcess, cycle.length), round),
    ...partOf(added, added.length, round),
  ];
  return shuffled(steps, seededRandom(seed, lane));
}

/** What every round ends with. */
export function endSteps({ kinds, plan }: Scenario): Kind[] {
  return plan.end.flatMap((id) => kinds.find((kind) => kind.id === id) ?? []);
}

/** Each kind as often as its `times` say; where that makes more than `most`, in proportion, but at least once. */
function cycleOf(kinds: readonly Kind[], most: number): Kind[] {
  const all = kinds.reduce((sum, { times }) => sum + times, 0);
  const share = Math.min(1, most / Math.max(1, all));
  return kinds.flatMap((kind) => Array<Kind>(Math.max(1, Math.round(kind.times * share))).fill(kind));
}

/** What one lane sends of a process's `length` steps, which go through `cycle` again and again. */
function partOf(
  cycle: readonly Kind[],
  length: number,
  { laneOfProcess, lanesPerProcess }: RoundOptions,
): Kind[] {
  if (cycle.length === 0) return [];
  const perLane = Math.ceil(length / lanesPerProcess);
  return Array.from({ length: perLane }, (_, i) => laneOfProcess * perLane + i).flatMap(
    (step) => cycle[step % cycle.length] ?? [],
  );
}
