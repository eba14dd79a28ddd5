import type { Kind, Plan, Scenario } from './scenario.ts';

/**
 * All scenarios as one, for their traffic is to meet in the same processes. Each logs in for itself. Those that head
 * `adds` come on top of the others, by whose plans they are replayed; where there are no others, they are like any.
 */
export function joined(scenarios: readonly Scenario[], adds: readonly Scenario[] = []): Scenario {
  if (scenarios.length === 0 && adds.length > 0) return joined(adds);
  const [only] = scenarios;
  if (only && scenarios.length + adds.length === 1) return only;
  const all = [...scenarios, ...adds.map(onTop)];
  const parts = all.map((scenario, index) => prefixed(scenario, prefixOf(all, index)));
  return {
    name: all.map((scenario) => scenario.name).join('+'),
    kinds: parts.flatMap(({ kinds }) => kinds),
    start: parts.flatMap(({ start = [] }) => start),
    plan: joinedPlan(parts.slice(0, scenarios.length).map(({ plan }) => plan)),
    variables: new Map(parts.flatMap(({ variables = new Map() }) => [...variables])),
  };
}

function onTop(scenario: Scenario): Scenario {
  const kinds = scenario.kinds.map((kind) => ({
    ...kind,
    added: true,
    times: kind.hostile ? 1 : kind.times,
  }));
  return { ...scenario, kinds };
}

/** A .yml and a .har may have one name. */
function prefixOf(scenarios: readonly Scenario[], index: number): string {
  const name = scenarios[index]?.name ?? '';
  const isTaken = scenarios.slice(0, index).some((other) => other.name === name);
  return isTaken ? `${name}#${index + 1}` : name;
}

function prefixed(scenario: Scenario, prefix: string): Scenario {
  const rename = (kind: Kind): Kind => ({
    ...kind,
    id: `${prefix}/${kind.id}`,
    ...(kind.session ? { session: { ...kind.session, name: prefix } } : {}),
  });
  return {
    ...scenario,
    kinds: scenario.kinds.map(rename),
    start: (scenario.start ?? []).map(rename),
    plan: { ...scenario.plan, end: scenario.plan.end.map((id) => `${prefix}/${id}`) },
  };
}

/** Of each number the largest: what takes fewer is served as well by more. */
function joinedPlan(plans: readonly Plan[]): Plan {
  const most = (numberOf: (plan: Plan) => number | 'auto' | undefined): number | undefined => {
    const numbers = plans.map(numberOf).filter((number) => typeof number === 'number');
    return numbers.length > 0 ? Math.max(...numbers) : undefined;
  };
  return {
    end: plans.flatMap(({ end }) => end),
    // Derived already, from each by itself.
    hostile: false,
    lanes: most(({ lanes }) => lanes) ?? 'auto',
    warmup: most(({ warmup }) => warmup),
    steps: most(({ steps }) => steps),
    threads: most(({ threads }) => threads),
    workers: most(({ workers }) => workers),
    load: most(({ load }) => load),
  };
}
