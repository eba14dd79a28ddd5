import { ignoredPlan, type OverPlan } from './ignored-plan.ts';
import type { Traffic } from './scenarios.ts';
import { readHostileSet } from './traffic/hostile/hostile-set.ts';
import { withHostileVariants } from './traffic/hostile/variants.ts';
import { readScenario } from './traffic/scenario-file.ts';

/** The traffic of one file alone, which need not be in the repository. Throws `CannotMeasure` that names it. */
export async function givenTraffic(file: string, config: OverPlan): Promise<Traffic> {
  const scenario = await readScenario(file, { ...process.env, ...config.env });
  return {
    scenario: withHostileVariants(scenario, await readHostileSet()),
    names: [scenario.name],
    notices: [...(scenario.notices ?? []), ...ignoredPlan(scenario.plan, config)],
  };
}
