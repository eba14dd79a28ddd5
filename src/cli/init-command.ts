import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { CannotMeasure } from '../cannot-measure.ts';
import { parseConfig } from '../config.ts';
import { measureRevision } from '../measure-revision.ts';
import { recipeFor } from '../recipe.ts';
import { renderMeasurementJson } from '../report/json.ts';
import { renderMeasurement } from '../report/terminal.ts';
import { topLevelOf } from '../revision/git.ts';
import { scenarioText } from '../starting-scenario.ts';
import { workflowText } from '../workflow.ts';
import { exitStatus } from './exit-status.ts';
import {
  assertWritable,
  type OutputOptions,
  printResult,
  progressing,
  terminalOptions,
  writeOutput,
} from './output.ts';

export interface InitOptions extends OutputOptions {
  readonly force?: boolean;
}

/**
 * `heapgate init`: writes what it detected, and proves it with one measure of the checkout as it is. Scenarios that are
 * there already are kept; where there are none, what the measure found to ask the app for becomes the first.
 */
export async function initCommand(options: InitOptions, signal: AbortSignal): Promise<number> {
  await assertWritable(options.json);
  const repository = await topLevelOf(process.cwd());
  const recipe = await recipeFor(
    parseConfig('', 'heapgate.yml'),
    parseConfig('', 'heapgate.yml'),
    repository,
  );
  const files = [
    { path: 'heapgate.yml', text: configText(recipe) },
    { path: '.github/workflows/heapgate.yml', text: workflowText },
  ];
  for (const file of files) await refuseToReplace(join(repository, file.path), file.path, options);
  for (const file of files) await write(repository, file);
  const report = await progressing(options.quiet, (progress) =>
    measureRevision({
      repository,
      ref: 'worktree',
      onDiscovered: (found) => write(repository, { path: startFile, text: scenarioText(found) }),
      progress,
      signal,
    }),
  );
  printResult(renderMeasurement(report, terminalOptions()));
  await writeOutput(options.json, () => renderMeasurementJson(report));
  printResult('The app boots and can be measured. Next: put your own requests into scenarios/, then commit.');
  return exitStatus.pass;
}

const startFile = 'scenarios/start.yml';

interface WrittenFile {
  /** From the repository's root. */
  readonly path: string;
  readonly text: string;
}

async function write(repository: string, { path, text }: WrittenFile): Promise<void> {
  await mkdir(dirname(join(repository, path)), { recursive: true });
  await writeFile(join(repository, path), text);
  printResult(`wrote ${path}`);
}

async function refuseToReplace(path: string, shown: string, { force }: InitOptions): Promise<void> {
  const exists = await stat(path).then(
    () => true,
    () => false,
  );
  if (exists && !force)
    throw new CannotMeasure(`${shown} exists already: change it by hand, or replace it with --force`);
}

function configText(recipe: Awaited<ReturnType<typeof recipeFor>>): string {
  const { setup, reset, start, readyPath, env } = recipe;
  const detected = stringify({ setup, ...(reset ? { reset } : {}), start, ready: readyPath, env });
  return `# ${recipe.description[0]?.toUpperCase()}${recipe.description.slice(1)}. All keys: heapgate's README.\n${detected}`;
}
