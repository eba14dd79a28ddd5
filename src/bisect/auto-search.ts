import { areCommitsBetween, assertCommitsBetween, commitSearch } from './commits.ts';
import { type FoundCulprit, leakToBisect, type Regression } from './culprit-search.ts';
import { defaultLogFile } from './default-log-file.ts';
import { assertDependenciesDiffer, dependencySearch, SameDependencies } from './dependencies.ts';
import type { BisectLimits } from './logged-search.ts';

/**
 * After a check, as `bisect` in heapgate.yml asks for it: searches the upgrades where base and head lock other versions,
 * and the commits where no upgrade is to blame. A search that fails changes nothing about the verdict, and says why.
 */
export async function autoSearch(regression: Regression): Promise<FoundCulprit | undefined> {
  const { settings, signal, progress, leftMs = Number.POSITIVE_INFINITY } = regression;
  const sought = leakToBisect(regression);
  if (settings.config.bisect === 'off' || isSelfTest(regression) || !sought) return undefined;
  const seconds = Math.min(settings.config['bisect-seconds'], Math.floor(leftMs / 1000));
  progress(`bisect: looking for what brought the leak, for ${seconds} s at most`);
  try {
    return await searchFor(regression, seconds * 1000);
  } catch (error) {
    signal?.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    const notices = [`what brought the leak was not found: ${why}`];
    return { findingId: sought.findingId, culprit: undefined, bisection: undefined, notices };
  }
}

const isSelfTest = ({ revisions: { base, head } }: Regression): boolean =>
  base.sha === head.sha && !head.worktree;

async function searchFor(regression: Regression, budgetMs: number): Promise<FoundCulprit | undefined> {
  const { repository, revisions } = regression;
  const deadlineMs = performance.now() + budgetMs;
  const logFile = defaultLogFile(repository);
  const upgrade = await amongUpgrades(regression, { logFile, budgetMs });
  if (upgrade && !(isOwnCode(upgrade) && (await areCommitsBetween(repository, revisions)))) return upgrade;
  await assertCommitsBetween(repository, revisions);
  const commit = await commitSearch({ logFile, budgetMs: deadlineMs - performance.now() })(regression);
  return upgrade && commit ? joined(upgrade, commit) : commit;
}

/** `undefined` where base and head lock the same. */
async function amongUpgrades(
  regression: Regression,
  limits: BisectLimits,
): Promise<FoundCulprit | undefined> {
  try {
    await assertDependenciesDiffer(regression.repository, regression.revisions);
    return await dependencySearch(limits)(regression);
  } catch (error) {
    if (error instanceof SameDependencies) return undefined;
    throw error;
  }
}

/** No upgrade was to blame, so that one of the commits is. */
const isOwnCode = ({ culprit }: FoundCulprit): boolean => culprit?.kind === 'commit';

function joined(upgrade: FoundCulprit, commit: FoundCulprit): FoundCulprit {
  const bisections = [upgrade, commit].flatMap(({ bisection }) => bisection ?? []);
  return {
    ...commit,
    culprit: commit.culprit ?? upgrade.culprit,
    bisection: {
      candidates: bisections.flatMap(({ candidates }) => candidates),
      bound: bisections.reduce((sum, { bound }) => sum + bound, 0),
      probes: bisections.flatMap(({ probes }) => probes),
    },
    notices: [...upgrade.notices, ...commit.notices],
  };
}
