import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './app/command.ts';
import { appEnvironment, setupEnvironment } from './app/environment.ts';
import { type Recipe, recipeFor } from './recipe.ts';
import { type Checkout, checkout } from './revision/checkout.ts';
import type { Revision } from './revision/revision.ts';
import type { Settings } from './settings.ts';

/** A revision that is checked out and set up, ready to boot as often as needed. Dispose removes it. */
export interface PreparedRevision extends AsyncDisposable {
  readonly label: 'base' | 'head';
  readonly sha: string;
  readonly checkoutDirectory: string;
  readonly appDirectory: string;
  readonly recipe: Recipe;
  readonly packageCache: string;
  readonly notices: readonly string[];
}

export interface PrepareOptions {
  readonly repository: string;
  readonly label: 'base' | 'head';
  readonly revision: Revision;
  readonly settings: Settings;
  readonly scratch: string;
  readonly keep: string | undefined;
  readonly progress: (line: string) => void;
  readonly signal: AbortSignal | undefined;
}

const setupTimeoutMs = 30 * 60_000;

/** Checks a revision out and runs its `setup`, both revisions installing their packages into one cache. */
export async function prepare(options: PrepareOptions): Promise<PreparedRevision> {
  const { repository, label, revision, settings, scratch, signal } = options;
  await using undo = new AsyncDisposableStack();
  const { config, appFolder } = settings;
  const tree = undo.use<Checkout>(
    await checkout(repository, revision, {
      root: scratch,
      name: label,
      copy: config.copy,
      workingDirectory: appFolder,
    }),
  );
  const recipe = await recipeFor(config, settings.own[label], tree.appDirectory);
  const packageCache = packageCacheDirectory();
  await mkdir(packageCache, { recursive: true });
  const extra = { ...recipe.runtime.packageCache(packageCache), ...recipe.env, HEAPGATE_REVISION: label };
  await recipe.runtime.assertInstalled(appEnvironment(process.env, extra));
  options.progress(
    `${label}: setting up ${revision.sha.slice(0, 10)} (${revision.ref}), ${recipe.description}`,
  );
  await runCommand({
    command: recipe.setup,
    directory: tree.appDirectory,
    privateDirectory: tree.directory,
    env: setupEnvironment(process.env, extra, config['setup-env']),
    label: `${label}: setup`,
    logFile: join(options.keep ?? scratch, `${label}-setup.log`),
    timeoutMs: setupTimeoutMs,
    signal,
  });
  const owned = undo.move();
  return {
    label,
    sha: revision.sha,
    checkoutDirectory: tree.directory,
    appDirectory: tree.appDirectory,
    recipe,
    packageCache,
    notices: tree.notices,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Kept between runs, so that only what changed is installed. */
function packageCacheDirectory(): string {
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'heapgate');
}
