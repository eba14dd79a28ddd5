import { ordinaryKinds } from './kind.ts';
import { seededRandom, shuffled } from './random.ts';
import type { Kind, Scenario } from './scenario.ts';

/** After so many ordinary steps a lane sends the hostile ones that are due: many of them end its connection, and to replace one takes milliseconds. */
const stepsBetween = 8;

export interface RoundOptions {
  readonly seed: number;
  readonly lane: number;
  /** Ordinary steps, besides the hostile ones and the end. */
  readonly requestsPerLane: number;
}

/**
 * What one lane sends in every round: `requestsPerLane` ordinary steps, each hostile kind `times` among them,
 * then the plan's end. Depends on nothing but its arguments. Where a step stands does not depend on the
 * hostile kinds beside it, so that leaving some out leaves the others where they were.
 */
export function roundSteps(scenario: Scenario, round: RoundOptions): Kind[] {
  const { seed, lane, requestsPerLane } = round;
  const steps = ordinarySteps(scenario, round).map((kind, index) => ({ kind, position: index + 1 }));
  for (const kind of scenario.kinds.filter(({ hostile }) => hostile)) {
    const random = seededRandom(seed, lane, kind.id);
    for (let time = 0; time < kind.times; time += 1)
      steps.push({ kind, position: stepsBetween * Math.floor((random() * requestsPerLane) / stepsBetween) });
  }
  steps.sort((a, b) => a.position - b.position);
  return [...steps.map(({ kind }) => kind), ...endSteps(scenario)];
}

/** `requestsPerLane` ordinary steps, each kind as often as its `times` say, in an order of the lane's own. */
export function ordinarySteps({ kinds }: Scenario, { seed, lane, requestsPerLane }: RoundOptions): Kind[] {
  const cycle = ordinaryKinds(kinds).flatMap((kind) => Array<Kind>(kind.times).fill(kind));
  return shuffled(repeated(cycle, requestsPerLane), seededRandom(seed, lane));
}

/** What every round ends with. */
export function endSteps({ kinds, plan }: Scenario): Kind[] {
  return plan.end.flatMap((id) => kinds.find((kind) => kind.id === id) ?? []);
}

function repeated<Item>(cycle: readonly Item[], length: number): Item[] {
  const copies = cycle.length === 0 ? 0 : Math.ceil(length / cycle.length);
  return Array.from({ length: copies }, () => cycle)
    .flat()
    .slice(0, length);
}
