import type { Kind, Plan, Scenario } from './scenario.ts';

/** All scenarios as one, for their traffic is to meet in the same processes. Each logs in for itself. */
export function joined(scenarios: readonly Scenario[]): Scenario {
  const [only] = scenarios;
  if (only && scenarios.length === 1) return only;
  const parts = scenarios.map((scenario, index) => prefixed(scenario, prefixOf(scenarios, index)));
  return {
    name: scenarios.map((scenario) => scenario.name).join('+'),
    kinds: parts.flatMap(({ kinds }) => kinds),
    start: parts.flatMap(({ start = [] }) => start),
    plan: joinedPlan(parts.map(({ plan }) => plan)),
    variables: new Map(parts.flatMap(({ variables = new Map() }) => [...variables])),
  };
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
