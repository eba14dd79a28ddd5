import { expect, it } from 'vitest';
import { scenarioText } from '../src/starting-scenario.ts';
import { defaultHeaders } from '../src/traffic/default-scenario.ts';
import { readHostileSet } from '../src/traffic/hostile/hostile-set.ts';
import { withHostileVariants } from '../src/traffic/hostile/variants.ts';
import { newKind } from '../src/traffic/kind.ts';
import { requestBytes } from '../src/traffic/request-bytes.ts';
import type { Kind, Scenario } from '../src/traffic/scenario.ts';
import { parseScenario } from '../src/traffic/scenario-file.ts';

const get = (id: string, target: string, given: Partial<Kind> = {}): Kind =>
  newKind(id, { method: 'GET', target, headers: Object.entries(defaultHeaders), body: undefined }, given);

const pages: Scenario = {
  name: 'default',
  kinds: [get('home', '/', { times: 3 }), get('posts', '/posts')],
  plan: { lanes: 'auto', end: ['home', 'posts'], hostile: true },
};

const written = (scenario: Scenario, debugPages: number): string =>
  scenarioText({ scenario, debugPages, lost: [] });

it('asks for what the default scenario asks for, byte for byte', async () => {
  const set = await readHostileSet();
  const scenario = withHostileVariants(pages, set);
  const requestsOf = (each: Scenario) =>
    each.kinds.map(({ id, request, ...kind }) => ({
      id,
      bytes: requestBytes(request, 80).toString('latin1'),
      hostile: kind.hostile,
      times: kind.times,
      leaves: kind.leaves,
    }));
  const derived = withHostileVariants(parseScenario(written(scenario, 0), 'start.yml'), set);
  const listed = parseScenario(written(scenario, 3), 'start.yml');
  expect(requestsOf(derived)).toEqual(requestsOf(scenario));
  expect(requestsOf(listed)).toEqual(requestsOf(scenario));
  expect(listed.plan.end).toEqual(scenario.plan.end);
});

it('lists the malformed requests, and says why, where some are left out', async () => {
  const scenario = withHostileVariants(pages, await readHostileSet());
  expect(written(scenario, 0)).toContain('hostile: true');
  expect(written(scenario, 0)).not.toContain('[x');
  const text = written({ ...scenario, kinds: scenario.kinds.slice(0, 3) }, 18);
  expect(text).toMatch(/^# 18 malformed requests are left out: .*debug page/m);
  expect(parseScenario(text, 'start.yml').plan.hostile).toBe(false);
});
