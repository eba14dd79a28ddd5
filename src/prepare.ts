import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './app/command.ts';
import { appEnvironment, setupEnvironment } from './app/environment.ts';
import { type Recipe, recipeFor } from './recipe.ts';
import { type Checkout, checkout } from './revision/checkout.ts';
import type { Revision, RevisionLabel } from './revision/revision.ts';
import type { Settings } from './settings.ts';
import type { Stopwatch } from './stopwatch.ts';

/** A revision in a worktree of its own. Dispose removes it. */
export interface CheckedOutRevision extends AsyncDisposable {
  readonly label: RevisionLabel;
  readonly sha: string;
  readonly checkoutDirectory: string;
  readonly appDirectory: string;
  readonly recipe: Recipe;
  readonly notices: readonly string[];
  /** Runs `setup`, which may take minutes; once, however often it is asked for. */
  setUp(): Promise<PreparedRevision>;
  /** Runs it once more, after files in the worktree were changed; `signal` may end that before all the rest. */
  setUpAgain(signal?: AbortSignal): Promise<PreparedRevision>;
}

/** A revision that is set up, ready to boot as often as needed while its worktree is there. */
export interface PreparedRevision
  extends Omit<CheckedOutRevision, 'setUp' | 'setUpAgain' | typeof Symbol.asyncDispose> {
  readonly packageCache: string;
}

export interface PrepareOptions {
  readonly repository: string;
  readonly label: RevisionLabel;
  readonly revision: Revision;
  readonly settings: Settings;
  readonly scratch: string;
  readonly keep: string | undefined;
  readonly stopwatch: Stopwatch;
  readonly progress: (line: string) => void;
  readonly signal: AbortSignal | undefined;
}

const setupTimeoutMs = 30 * 60_000;

/** Checks a revision out, and tells from the app's files how to set it up. */
export async function checkOut(options: PrepareOptions): Promise<CheckedOutRevision> {
  const { repository, label, revision, settings, scratch, stopwatch } = options;
  await using undo = new AsyncDisposableStack();
  const { config, appFolder } = settings;
  const tree = undo.use<Checkout>(
    await stopwatch.time('setup', () =>
      checkout(repository, revision, {
        root: scratch,
        name: label,
        copy: config.copy,
        workingDirectory: appFolder,
      }),
    ),
  );
  const own = settings.own[label === 'head' ? 'head' : 'base'];
  const known = {
    label,
    sha: revision.sha,
    checkoutDirectory: tree.directory,
    appDirectory: tree.appDirectory,
    recipe: await recipeFor(config, own, tree.appDirectory),
    notices: tree.notices,
  };
  let ready: Promise<PreparedRevision> | undefined;
  const owned = undo.move();
  return {
    ...known,
    setUp: () => {
      ready ??= stopwatch.time('setup', () => setUp(known, options));
      return ready;
    },
    setUpAgain: (signal = options.signal) =>
      stopwatch.time('setup', () => setUp(known, { ...options, signal, progress: () => {} })),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Runs a revision's `setup`; base and head install their packages into one cache. */
async function setUp(
  tree: Omit<PreparedRevision, 'packageCache'>,
  options: PrepareOptions,
): Promise<PreparedRevision> {
  const { label, recipe } = tree;
  const { revision, settings, scratch, keep, signal } = options;
  const packageCache = packageCacheDirectory();
  await mkdir(packageCache, { recursive: true });
  const extra = {
    ...recipe.runtime.packageCache(packageCache),
    ...recipe.env,
    HEAPGATE_REVISION: revisionVariable(label),
  };
  await recipe.runtime.assertInstalled(appEnvironment(process.env, extra));
  options.progress(
    `${label}: setting up ${revision.sha.slice(0, 10)} (${revision.ref}), ${recipe.description}`,
  );
  await runCommand({
    command: recipe.setup,
    directory: tree.appDirectory,
    privateDirectory: tree.checkoutDirectory,
    env: setupEnvironment(process.env, extra, settings.config['setup-env']),
    label: `${label}: setup`,
    logFile: join(keep ?? scratch, `${label}-setup.log`),
    timeoutMs: setupTimeoutMs,
    signal,
  });
  return { ...tree, packageCache };
}

/** `HEAPGATE_REVISION`, by which each revision may have a database of its own: `base` or `head`. */
export const revisionVariable = (label: RevisionLabel): 'base' | 'head' =>
  label === 'head' ? 'head' : 'base';

/** Kept between runs, so that only what changed is installed. */
function packageCacheDirectory(): string {
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'heapgate');
}
