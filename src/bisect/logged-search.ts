import type { Culprit } from '../report/schema.ts';
import { type FoundCulprit, oracleFor, type Regression } from './culprit-search.ts';
import { ProbeLog } from './probe-log.ts';
import { Probes } from './probes.ts';
import type { SoughtLeak } from './sought-leak.ts';

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

export interface LoggedSearch {
  readonly sought: SoughtLeak;
  /** What candidates are called together: `commits`. */
  readonly things: string;
  readonly candidates: readonly string[];
  /** Most probes, where every one can be answered. */
  readonly bound: number;
  readonly logFile: string;
  /** On the clock of `performance.now`. */
  readonly deadlineMs: number;
  readonly name: (probes: Probes) => Promise<NamedCulprit>;
}

/** Says how long it may take, searches, and logs how it began, each probe and what it came to. */
export async function searchLogged(regression: Regression, search: LoggedSearch): Promise<FoundCulprit> {
  const { revisions, progress } = regression;
  const { sought, things, bound, logFile, deadlineMs, name } = search;
  const { findingId } = sought;
  const candidates = [...search.candidates];
  progress(`bisect: ${candidates.length} ${things}, at most ${bound} probes where each can be answered`);
  const log = await ProbeLog.open(logFile);
  const [base, head] = [revisions.base.sha, revisions.head.sha];
  await log.write({ kind: 'start', finding: findingId, base, head, candidates, bound });
  const probes = new Probes({ oracle: oracleFor(sought, regression), log, bound, deadlineMs, progress });
  const { culprit, notices } = await name(probes);
  await log.write({ kind: 'end', culprit, notices: [...notices] });
  return { findingId, culprit, notices, bisection: { candidates, bound, probes: probes.reported } };
}
