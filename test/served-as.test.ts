import { expect, it } from 'vitest';
import { parseConfig } from '../src/config.ts';
import type { PreparedRevision } from '../src/prepare.ts';
import { recipeFor } from '../src/recipe.ts';
import { servedAs } from '../src/served-as.ts';
import { parseScenario } from '../src/traffic/scenario-file.ts';
import { Sandbox } from './app/sandbox.ts';

/** The environment of an app that heapgate.yml and a plan say something of. */
async function environmentOf(configText: string, plan: string): Promise<Readonly<Record<string, string>>> {
  await using sandbox = await Sandbox.create();
  const config = parseConfig(`{ runtime: ruby, start: serve, ${configText} }`, 'heapgate.yml');
  const revision: PreparedRevision = {
    label: 'base',
    sha: '1',
    checkoutDirectory: sandbox.directory,
    appDirectory: sandbox.directory,
    recipe: await recipeFor(config, config, sandbox.directory),
    notices: [],
    packageCache: sandbox.directory,
  };
  const scenario = parseScenario(`requests: { home: { target: / } }\nplan: ${plan}`, 'shop.yml');
  return servedAs(scenario.plan, revision).recipe.env;
}

it('tells the app how many threads and processes the traffic is meant for', async () => {
  expect(await environmentOf('', '{ threads: 5, workers: 2 }')).toEqual({
    RAILS_MAX_THREADS: '5',
    WEB_CONCURRENCY: '2',
  });
});

it('says nothing where the plan does not', async () => {
  expect(await environmentOf('', '{}')).toEqual({});
});

it('goes by heapgate.yml where both say something', async () => {
  expect(await environmentOf('env: { RAILS_MAX_THREADS: 1 }', '{ threads: 5 }')).toEqual({
    RAILS_MAX_THREADS: '1',
  });
});
