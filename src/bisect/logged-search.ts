import type { Culprit } from '../report/schema.ts';
import {
  type BisectGround,
  type CulpritSearch,
  type FoundCulprit,
  leakToBisect,
  oracleFor,
  type Regression,
} from './culprit-search.ts';
import { ProbeLog, type Started } from './probe-log.ts';
import { type Asked, Probes } from './probes.ts';
import type { SoughtLeak } from './sought-leak.ts';
import { TimeLimit } from './time-limit.ts';

export interface BisectLimits {
  /** Where probes are logged; those in it are not measured again. */
  readonly logFile: string;
  readonly budgetMs: number;
}

/** Without a culprit, the notices say why. */
export interface NamedCulprit {
  readonly culprit: Culprit | undefined;
  readonly notices: readonly string[];
}

/** What may have brought a leak, and how asking about it names what did. Dispose removes what candidates left. */
export interface ReadySearch extends AsyncDisposable {
  /** What candidates are called together. */
  readonly things: Started['things'];
  readonly candidates: readonly string[];
  /** Most probes for one culprit, where every one can be answered. */
  readonly bound: number;
  /** How many of them only look for a fix. */
  readonly fixBound?: number;
  name(probes: Asked): Promise<NamedCulprit>;
}

/** Readies one sort of search. Throws `CannotMeasure` where there is nothing to search. */
export type ReadySearcher = (ground: BisectGround, sought: SoughtLeak) => Promise<ReadySearch>;

/** Says how long it may take, searches, and logs how it began, each probe and what it came to. */
export function searchLogged(ready: ReadySearcher, { logFile, budgetMs }: BisectLimits): CulpritSearch {
  return async (regression) => {
    const sought = leakToBisect(regression);
    if (!sought) return undefined;
    const deadlineMs = performance.now() + budgetMs;
    await using search = await ready(regression, sought);
    return await searchWithin({ logFile, deadlineMs }, regression, sought, search);
  };
}

async function searchWithin(
  { logFile, deadlineMs }: { readonly logFile: string; readonly deadlineMs: number },
  regression: Regression,
  sought: SoughtLeak,
  search: ReadySearch,
): Promise<FoundCulprit> {
  const { revisions, progress } = regression;
  const { things, bound, fixBound = 0 } = search;
  const { findingId } = sought;
  const candidates = [...search.candidates];
  const toFix = fixBound > 0 ? `, and up to ${fixBound} more to find a fix` : '';
  const most = `at most ${bound - fixBound} probes for one culprit${toFix}`;
  progress(`bisect: ${candidates.length} ${things}, ${most}, where each can be answered`);
  const log = await ProbeLog.open(logFile);
  const [base, head] = [revisions.base.sha, revisions.head.sha];
  await log.write({ kind: 'start', finding: findingId, base, head, things, candidates, bound });
  using time = new TimeLimit(deadlineMs, regression.signal);
  const oracle = oracleFor(sought, regression, time.signal);
  const probes = new Probes({ oracle, log, bound, deadlineMs, progress });
  const { culprit, notices } = await search.name(probes);
  await log.write({ kind: 'end', culprit, notices: [...notices] });
  return { findingId, culprit, notices, bisection: { candidates, bound, probes: probes.reported } };
}
