import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Bootable, boot } from './boot.ts';
import type { Runtime } from './runtimes/runtime.ts';
import { type DefaultScenario, discoverScenario, withoutLostPages } from './traffic/default-scenario.ts';
import { readHostileSet } from './traffic/hostile/hostile-set.ts';

export interface Discovery {
  readonly port: number;
  readonly scratch: string;
  readonly progress: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * What to replay against an app that comes without scenarios. Boots it for that once more, since it is asked what it
 * serves and tried out, and neither revision may be sent more than the other while it is measured.
 */
export async function discoverTraffic(base: Bootable, discovery: Discovery): Promise<DefaultScenario> {
  discovery.progress(`${base.label}: there are no scenarios: asking the app for pages`);
  return whileItRuns(base, discovery, async (socketDirectory) =>
    discoverScenario(
      await pathsOf(base.recipe.runtime, socketDirectory),
      await readHostileSet(),
      discovery.port,
    ),
  );
}

/** The same for both revisions: what base serves and head has not removed. */
export async function discoverCommonTraffic(
  base: Bootable,
  head: Bootable,
  discovery: Discovery,
): Promise<DefaultScenario> {
  const found = await discoverTraffic(base, discovery);
  discovery.progress(`${head.label}: asking for the same pages`);
  return whileItRuns(head, discovery, () => withoutLostPages(found, discovery.port));
}

async function whileItRuns<Result>(
  revision: Bootable,
  { port, signal, ...discovery }: Discovery,
  ask: (socketDirectory: string) => Promise<Result>,
): Promise<Result> {
  const scratch = join(discovery.scratch, `pages-${randomUUID().slice(0, 4)}`);
  await mkdir(scratch, { mode: 0o700 });
  await using app = await boot(revision, { port, scratch, keep: undefined, signal });
  const result = await ask(scratch);
  await app.assertAlive('while it was asked for pages');
  return result;
}

/** As said by the process that knows most: a master may have loaded nothing yet. */
async function pathsOf(runtime: Runtime, socketDirectory: string): Promise<string[]> {
  const agents = await runtime.agents(socketDirectory);
  const answers = await Promise.all(agents.map((agent) => agent.paths()));
  return answers.reduce((most, paths) => (paths.length > most.length ? paths : most), []);
}
