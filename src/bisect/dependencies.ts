import { randomUUID } from 'node:crypto';
import { basename, join } from 'node:path';
import { setupEnvironment } from '../app/environment.ts';
import { CannotMeasure } from '../cannot-measure.ts';
import { changedFiles, readFileAt } from '../revision/files.ts';
import { git } from '../revision/git.ts';
import type { CodeSide, Lockfiles } from '../revision/lockfile.ts';
import type { PackageManager } from '../revision/package-manager.ts';
import { packageManagerOf, packageManagers } from '../revision/package-managers.ts';
import type { Revisions } from '../revision/revision.ts';
import { servedAs } from '../served-as.ts';
import type { BisectGround, CulpritSearch } from './culprit-search.ts';
import { type CodeTree, DependencyCandidates } from './dependency-candidates.ts';
import { nameCulprit, searchProbes } from './dependency-search.ts';
import { mostFixProbes } from './fix-search.ts';
import { type BisectLimits, type ReadySearch, searchLogged } from './logged-search.ts';
import { remembering } from './remembered-lockfiles.ts';
import type { SoughtLeak } from './sought-leak.ts';

/** Names the upgrade that brought a regression in, and the nearest version that does not leak. */
export function dependencySearch(limits: BisectLimits): CulpritSearch {
  return searchLogged(readyDependencies, limits);
}

/** What head locks otherwise than base. Throws `CannotMeasure` where that is nothing. */
export async function readyDependencies(ground: BisectGround, sought: SoughtLeak): Promise<ReadySearch> {
  const { appDirectory } = await ground.trees.head.setUp();
  const manager = await packageManagerOf(appDirectory);
  const lockfiles = remembering(await lockfilesOf(ground, manager));
  const candidates = await candidatesOf(ground, manager, lockfiles, sought);
  const labels = candidates.suspects.map(({ label }) => label);
  return {
    things: 'changes',
    candidates: labels,
    bound: searchProbes(labels.length) + mostFixProbes,
    fixBound: mostFixProbes,
    name: (probes) => nameCulprit({ candidates, lockfiles, probes }),
    [Symbol.asyncDispose]: async () => {},
  };
}

/** Finds out before anything is measured that there is nothing to bisect. Throws `CannotMeasure`. */
export async function assertDependenciesDiffer(repository: string, { base, head }: Revisions): Promise<void> {
  if (base.worktree || head.worktree) return;
  const changed = await changedFiles(repository, base.sha, head.sha);
  const isOf = (files: readonly string[]) => changed.filter((file) => files.includes(basename(file)));
  if (packageManagers.every(({ lockfiles, manifest }) => isOf([...lockfiles, manifest]).length === 0))
    throw new SameDependencies();
  const manager = packageManagers.find(({ lockfiles }) => isOf(lockfiles).length > 0);
  const [file, ...others] = isOf(manager?.lockfiles ?? []);
  // Of several it is not known yet which one is the app's.
  if (file === undefined || others.length > 0) return;
  const texts = {
    base: await readFileAt(repository, base.sha, file),
    head: await readFileAt(repository, head.sha, file),
  };
  const env = setupEnvironment(process.env, {}, {});
  await manager?.assertReadable(texts, { directory: repository, env });
}

/** No upgrade can have brought a leak. */
export class SameDependencies extends CannotMeasure {
  override readonly name = 'SameDependencies';

  constructor() {
    super(
      'base and head lock the same dependencies, so that no upgrade brought a leak: try `heapgate bisect commits`',
    );
  }
}

async function lockfilesOf(
  { trees, settings, scratch, signal }: BisectGround,
  manager: PackageManager,
): Promise<Lockfiles> {
  const { recipe, packageCache, appDirectory } = await trees.head.setUp();
  const extra = { ...recipe.runtime.packageCache(packageCache), ...recipe.env };
  return manager.read({
    base: trees.base.appDirectory,
    head: appDirectory,
    scratch,
    env: setupEnvironment(process.env, extra, settings.config['setup-env']),
    signal,
  });
}

async function candidatesOf(
  ground: BisectGround,
  manager: PackageManager,
  lockfiles: Lockfiles,
  { findingId }: SoughtLeak,
): Promise<DependencyCandidates> {
  const { settings, scenario } = ground;
  const candidates = await DependencyCandidates.of({
    lockfiles,
    trees: { base: await codeTree(ground, manager, 'base'), head: await codeTree(ground, manager, 'head') },
    hasCode: await changesCode(ground, manager),
    circumstances: JSON.stringify([settings.config, settings.own, scenario, findingId]),
  });
  if (candidates.suspects.some(({ entries }) => entries.length > 0)) return candidates;
  throw new SameDependencies();
}

/** Whether head differs from base in anything but what is locked. */
async function changesCode(
  { repository, revisions, settings }: BisectGround,
  { lockfiles }: PackageManager,
): Promise<boolean> {
  const { base, head } = revisions;
  if (base.worktree || head.worktree) return true;
  const locked = lockfiles.map((name) => join(settings.appFolder, name));
  const changed = await changedFiles(repository, base.sha, head.sha);
  return changed.some((file) => !locked.includes(file));
}

async function codeTree(
  { trees, revisions, repository, scenario }: BisectGround,
  manager: PackageManager,
  side: CodeSide,
): Promise<CodeTree> {
  const tree = trees[side];
  const { sha, worktree } = revisions[side];
  const purpose = `${side}: cannot read ${sha}`;
  return {
    appDirectory: tree.appDirectory,
    // Uncommitted changes may be others the next time.
    code: worktree ? randomUUID() : (await git(repository, purpose, ['rev-parse', `${sha}^{tree}`])).trim(),
    setUpAgain: async (signal) => {
      const prepared = await tree.setUpAgain(signal).catch((error) => explainInstall(error, manager));
      return servedAs(scenario.plan, prepared);
    },
  };
}

/** Why a setup failed is in its output, where the package manager was to blame. */
function explainInstall(error: unknown, { problemIn }: PackageManager): never {
  const problem = error instanceof CannotMeasure ? problemIn(error.logTail) : undefined;
  throw problem === undefined ? error : new CannotMeasure(`does not install: ${problem}`, { cause: error });
}
