import { randomUUID } from 'node:crypto';
import { basename, join } from 'node:path';
import { setupEnvironment } from '../app/environment.ts';
import { CannotMeasure } from '../cannot-measure.ts';
import { BundlerLockfiles, readBundlerFiles } from '../revision/bundler-lockfiles.ts';
import { changedFiles } from '../revision/files.ts';
import { git } from '../revision/git.ts';
import type { CodeSide, Lockfiles } from '../revision/lockfile.ts';
import type { Revisions } from '../revision/revision.ts';
import { servedAs } from '../served-as.ts';
import { type CulpritSearch, type FoundCulprit, leakToBisect, type Regression } from './culprit-search.ts';
import { type CodeTree, DependencyCandidates } from './dependency-candidates.ts';
import { nameCulprit } from './dependency-search.ts';
import { type BisectLimits, searchLogged } from './logged-search.ts';
import { probesForOne } from './smallest-set.ts';
import type { SoughtLeak } from './sought-leak.ts';

/** After the search: head without the culprit, and with the nearest version that may be a fix. */
const probesToConfirm = 2;

/** Names the upgrade that brought a regression in, and the nearest version that does not leak. */
export function dependencySearch({ logFile, budgetMs }: BisectLimits): CulpritSearch {
  return async (regression): Promise<FoundCulprit | undefined> => {
    const sought = leakToBisect(regression);
    if (!sought) return undefined;
    const deadlineMs = performance.now() + budgetMs;
    const lockfiles = await lockfilesOf(regression);
    const candidates = await candidatesOf(regression, lockfiles, sought);
    const labels = candidates.suspects.map(({ label }) => label);
    return searchLogged(regression, {
      sought,
      things: 'changes',
      candidates: labels,
      bound: probesForOne(labels.length) + probesToConfirm,
      logFile,
      deadlineMs,
      name: (probes) => nameCulprit({ candidates, lockfiles, probes }),
    });
  };
}

/** Finds out before anything is measured that there is nothing to bisect. Throws `CannotMeasure`. */
export async function assertGemsDiffer(repository: string, { base, head }: Revisions): Promise<void> {
  if (base.worktree || head.worktree) return;
  const changed = await changedFiles(repository, base.sha, head.sha);
  if (!changed.some((file) => gemFiles.has(basename(file)))) throw new CannotMeasure(sameGems);
}

const gemFiles: ReadonlySet<string> = new Set(['Gemfile', 'Gemfile.lock']);
const sameGems =
  'base and head lock the same gems, so that no upgrade brought a leak: try `heapgate bisect commits`';

/** Of Bundler; other package managers are to answer the same questions. */
async function lockfilesOf({ trees, settings, signal }: Regression): Promise<Lockfiles> {
  const { recipe, packageCache, appDirectory } = await trees.head.setUp();
  const extra = { ...recipe.runtime.packageCache(packageCache), ...recipe.env };
  return new BundlerLockfiles({
    base: await readBundlerFiles(trees.base.appDirectory, 'base'),
    head: await readBundlerFiles(appDirectory, 'head'),
    directory: appDirectory,
    env: setupEnvironment(process.env, extra, settings.config['setup-env']),
    signal,
  });
}

async function candidatesOf(
  regression: Regression,
  lockfiles: Lockfiles,
  { findingId }: SoughtLeak,
): Promise<DependencyCandidates> {
  const { settings, scenario } = regression;
  const candidates = await DependencyCandidates.of({
    lockfiles,
    trees: { base: await codeTree(regression, 'base'), head: await codeTree(regression, 'head') },
    hasCode: await changesCode(regression),
    circumstances: JSON.stringify([settings.config, settings.own, scenario, findingId]),
  });
  if (candidates.suspects.some(({ entries }) => entries.length > 0)) return candidates;
  throw new CannotMeasure(sameGems);
}

/** Whether head differs from base in anything but what is locked. */
async function changesCode({ repository, revisions, settings }: Regression): Promise<boolean> {
  const { base, head } = revisions;
  if (base.worktree || head.worktree) return true;
  const lockfile = join(settings.appFolder, 'Gemfile.lock');
  const changed = await changedFiles(repository, base.sha, head.sha);
  return changed.some((file) => file !== lockfile);
}

async function codeTree(
  { trees, revisions, repository, scenario }: Regression,
  side: CodeSide,
): Promise<CodeTree> {
  const tree = trees[side];
  const { sha, worktree } = revisions[side];
  const purpose = `${side}: cannot read ${sha}`;
  return {
    appDirectory: tree.appDirectory,
    // Uncommitted changes may be others the next time.
    code: worktree ? randomUUID() : (await git(repository, purpose, ['rev-parse', `${sha}^{tree}`])).trim(),
    setUpAgain: async () => servedAs(scenario.plan, await tree.setUpAgain()),
  };
}
