import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CannotMeasure } from './cannot-measure.ts';
import type { Config } from './config.ts';
import { ignoredPlan, type OverPlan } from './ignored-plan.ts';
import { type Shard, shareOf } from './shard.ts';
import { showBytes } from './traffic/byte-string.ts';
import { debugPagesNotice } from './traffic/debug-page.ts';
import type { DefaultScenario } from './traffic/default-scenario.ts';
import { readHostileSet } from './traffic/hostile/hostile-set.ts';
import { withHostileVariants } from './traffic/hostile/variants.ts';
import { joined } from './traffic/joined-scenarios.ts';
import { ordinaryKinds } from './traffic/kind.ts';
import { requestTarget } from './traffic/request-bytes.ts';
import type { Scenario } from './traffic/scenario.ts';
import { readScenario } from './traffic/scenario-file.ts';
import type { Variables } from './traffic/scenario-variables.ts';

/** The traffic of a run, and what to say of where it came from. */
export interface Traffic {
  readonly scenario: Scenario;
  readonly names: readonly string[];
  readonly notices: readonly string[];
}

/**
 * Reads the scenarios of base and those that head adds, and joins them into one, so that all traffic meets in the same
 * processes. `scenarios` are paths from the app's folder; everything in `scenarios/` when there are none. What they say
 * of `env` is as the app sees it, and as heapgate sees it otherwise where base has the scenario. Where base and head
 * have no scenarios, `discover` finds out what to ask the app for. With a `shard`, only its share of them is read.
 */
export async function readTraffic(
  [baseDirectory, headDirectory]: readonly [base: string, head: string],
  config: Pick<Config, 'scenarios'> & OverPlan,
  discover: () => Promise<DefaultScenario>,
  shard?: Shard,
): Promise<Traffic> {
  const notices: string[] = [];
  const { scenarios: files } = config;
  const isListed = files.length > 0;
  // A listed file that only head has is new with this branch; one that neither has is an error when it is read.
  const isNew = (file: string) =>
    !existsSync(join(baseDirectory, file)) && existsSync(join(headDirectory, file));
  const onBase = isListed ? files.filter((file) => !isNew(file)) : await listScenarios(baseDirectory);
  const added = (isListed ? files : await listScenarios(headDirectory)).filter(
    (file) => !onBase.includes(file),
  );
  if (added.length > 0) {
    const place = onBase.length > 0 ? ' on top of base’s' : '';
    notices.push(`this branch adds traffic, replayed against both revisions${place}: ${added.join(', ')}`);
  }
  const share = sharedOut([...onBase, ...added], shard);
  const read = (files: readonly string[], directory: string, variables: Variables) =>
    Promise.all(
      files.filter((file) => share.includes(file)).map((file) => readNamed(directory, file, variables)),
    );
  const known = await read(onBase, baseDirectory, { ...process.env, ...config.env });
  // What a branch adds may send what it is told anywhere: of heapgate's own environment it is told nothing.
  const adds = await read(added, headDirectory, config.env);
  const scenarios = [...known, ...adds];
  if (scenarios.length === 0) return discovered(await discover());
  const hostile = await readHostileSet();
  const whole = (each: Scenario) => withHostileVariants(each, hostile);
  const scenario = joined(known.map(whole), adds.map(whole));
  for (const each of scenarios) notices.push(...(each.notices ?? []));
  notices.push(...ignoredPlan(scenario.plan, config));
  return { scenario, names: scenarios.map(({ name }) => name), notices };
}

function sharedOut(files: readonly string[], shard: Shard | undefined): readonly string[] {
  if (!shard) return files;
  if (files.length >= shard.of) return shareOf(shard, files);
  const count = files.length === 1 ? 'is 1 scenario file' : `are ${files.length} scenario files`;
  throw new CannotMeasure(`there ${count} for ${shard.of} shards: each needs one of its own, so take fewer`);
}

function discovered({ scenario, debugPages, lost }: DefaultScenario): Traffic {
  const pages = ordinaryKinds(scenario.kinds).map((kind) => showBytes(requestTarget(kind.request)));
  const notices = [
    `there are no scenarios: heapgate only asked for ${pages.join(', ')} and malformed variants of them; record real traffic into scenarios/`,
  ];
  if (debugPages > 0) notices.push(debugPagesNotice(debugPages));
  if (lost.length > 0)
    notices.push(`head no longer has pages that base has, so they are left out: ${lost.join(', ')}`);
  return { scenario, names: [scenario.name], notices };
}

async function listScenarios(directory: string): Promise<string[]> {
  const names = await readdir(join(directory, 'scenarios')).catch(() => []);
  return names
    .filter((name) => /\.(ya?ml|har)$/i.test(name))
    .sort()
    .map((name) => `scenarios/${name}`);
}

/** Messages name the file as the user knows it, not by where its copy lies. */
async function readNamed(directory: string, file: string, variables: Variables): Promise<Scenario> {
  const known = (message: string) => message.replaceAll(`${directory}/`, '');
  try {
    const scenario = await readScenario(join(directory, file), variables);
    return { ...scenario, notices: (scenario.notices ?? []).map(known) };
  } catch (error) {
    if (!(error instanceof CannotMeasure)) throw error;
    throw new CannotMeasure(known(error.message), { cause: error });
  }
}
