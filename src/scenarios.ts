import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CannotMeasure } from './cannot-measure.ts';
import { showBytes } from './traffic/byte-string.ts';
import { debugPagesNotice } from './traffic/debug-page.ts';
import type { DefaultScenario } from './traffic/default-scenario.ts';
import { readHostileSet, withHostileVariants } from './traffic/hostile.ts';
import { ordinaryKinds } from './traffic/kind.ts';
import { requestTarget } from './traffic/request-bytes.ts';
import type { Scenario } from './traffic/scenario.ts';
import { readScenario } from './traffic/scenario-file.ts';

/** The traffic of a run, and what to say of where it came from. */
export interface Traffic {
  readonly scenario: Scenario;
  readonly names: readonly string[];
  readonly notices: readonly string[];
}

/**
 * Reads the scenarios of base and those that head adds, and joins them into one, so that all traffic meets in the same
 * processes. `files` are paths from the app's folder; everything in `scenarios/` when there are none. Where base and
 * head have no scenarios, `discover` finds out what to ask the app for.
 */
export async function readTraffic(
  baseDirectory: string,
  headDirectory: string,
  files: readonly string[],
  discover: () => Promise<DefaultScenario>,
): Promise<Traffic> {
  const notices: string[] = [];
  const isListed = files.length > 0;
  // A listed file that only head has is new with this branch; one that neither has is an error when it is read.
  const isNew = (file: string) =>
    !existsSync(join(baseDirectory, file)) && existsSync(join(headDirectory, file));
  const onBase = isListed ? files.filter((file) => !isNew(file)) : await listScenarios(baseDirectory);
  const added = (isListed ? files : await listScenarios(headDirectory)).filter(
    (file) => !onBase.includes(file),
  );
  if (added.length > 0)
    notices.push(`this branch adds traffic, replayed against both revisions: ${added.join(', ')}`);
  const scenarios = [
    ...(await Promise.all(onBase.map((file) => readNamed(baseDirectory, file)))),
    ...(await Promise.all(added.map((file) => readNamed(headDirectory, file)))),
  ];
  if (scenarios.length === 0) return discovered(await discover());
  const hostile = await readHostileSet();
  const scenario = joined(scenarios.map((each) => withHostileVariants(each, hostile)));
  return { scenario, names: scenarios.map(({ name }) => name), notices };
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
async function readNamed(directory: string, file: string): Promise<Scenario> {
  try {
    return await readScenario(join(directory, file));
  } catch (error) {
    if (!(error instanceof CannotMeasure)) throw error;
    throw new CannotMeasure(error.message.replaceAll(`${directory}/`, ''), { cause: error });
  }
}

function joined(scenarios: readonly Scenario[]): Scenario {
  const [only] = scenarios;
  if (only && scenarios.length === 1) return only;
  const prefixed = scenarios.map((scenario, i) => {
    // A .yml and a .har may have one name.
    const isTaken = scenarios.slice(0, i).some(({ name }) => name === scenario.name);
    const prefix = isTaken ? `${scenario.name}#${i + 1}` : scenario.name;
    return {
      kinds: scenario.kinds.map((kind) => ({ ...kind, id: `${prefix}/${kind.id}` })),
      end: scenario.plan.end.map((id) => `${prefix}/${id}`),
      lanes: scenario.plan.lanes,
    };
  });
  const lanes = prefixed.map((each) => each.lanes).filter((count) => count !== 'auto');
  return {
    name: scenarios.map((scenario) => scenario.name).join('+'),
    kinds: prefixed.flatMap((each) => each.kinds),
    plan: {
      lanes: lanes.length > 0 ? Math.max(...lanes) : 'auto',
      end: prefixed.flatMap((each) => each.end),
      hostile: false,
    },
  };
}
