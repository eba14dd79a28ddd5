import type { CulpritSearch } from '../bisect/culprit-search.ts';
import { CannotMeasure } from '../cannot-measure.ts';
import type { Report } from '../report/schema.ts';
import type { Revisions } from '../revision/revision.ts';
import type { ReportOptions } from './check-command.ts';
import { exitStatus } from './exit-status.ts';
import type { RunOptions } from './run-options.ts';

/** What the bisects that begin with a check have in common. */
export interface BisectOptions extends ReportOptions, RunOptions {
  readonly base?: string;
  readonly head?: string;
  readonly budget: number;
  readonly log?: string;
  readonly replay?: string;
}

/** How one sort of culprit is searched for. */
export interface BisectMethod {
  search(options: { readonly logFile: string; readonly budgetMs: number }): CulpritSearch;
  /** Finds out before anything is measured that there is nothing to bisect. Throws `CannotMeasure`. */
  assertPossible(repository: string, revisions: Revisions): Promise<void>;
}

/** Checks, and searches for what brought the leak. Answers the exit status: without a culprit, it is inconclusive. */
export async function runBisect(
  options: BisectOptions,
  method: BisectMethod,
  signal: AbortSignal,
): Promise<number> {
  const { defaultLogFile } = await import('../bisect/default-log-file.ts');
  const { assertUsableLog } = await import('../bisect/probe-log.ts');
  const { check } = await import('../check.ts');
  const { assertWritable, progressing } = await import('./output.ts');
  const { assertApart } = await import('./output-guard.ts');
  const { resolveRevisions } = await import('../revision/commits.ts');
  const { runRequest } = await import('./run-options.ts');
  const { json, html, markdown } = options;
  const { overrides, ...request } = runRequest(options);
  const logFile = options.log ?? defaultLogFile(request.repository);
  assertApart({ log: logFile }, json, html, markdown);
  await assertWritable(json, html, markdown);
  await assertUsableLog(logFile);
  const revisions = { base: options.base, head: options.head };
  await method.assertPossible(request.repository, await resolveRevisions(request.repository, revisions));
  const report = await progressing(options.quiet, (progress) => {
    progress(`bisect: probes are logged in ${logFile}`);
    return check({
      ...request,
      revisions,
      // Which requests cause it is another question.
      overrides: { ...overrides, 'trigger-seconds': 0 },
      findCulprit: method.search({ logFile, budgetMs: options.budget * 60_000 }),
      progress,
      signal,
    });
  });
  return await concludeBisect(report, options);
}

/** Publishes what a search came to. Answers the exit status: without a culprit, it is inconclusive. */
export async function concludeBisect(report: Report, options: ReportOptions): Promise<number> {
  const { publish } = await import('./check-command.ts');
  await publish(report, options);
  const doubt = doubtAbout(report);
  if (doubt === undefined) return exitStatus.pass;
  process.stderr.write(`heapgate: ${doubt}\n`);
  return exitStatus.inconclusive;
}

/** Why a search has named nothing; `undefined` where it has. */
export function doubtAbout({ verdict, findings, bisect }: Report): string | undefined {
  if (verdict !== 'regression') return 'the regression does not show here, so there is nothing to bisect';
  if (!bisect) return 'what fails here is no growth of a class, which cannot be bisected';
  if (findings.every(({ culprit }) => culprit === undefined))
    return 'no culprit was found: see the notices above';
  return undefined;
}

/** Explains a log, and measures nothing. */
export async function replayLog(file: string, options: ReportOptions): Promise<number> {
  for (const name of ['json', 'html', 'markdown'] as const)
    if (options[name] !== undefined)
      throw new CannotMeasure(`--replay explains a log and writes nothing: leave --${name} out`);
  const { readProbeLog } = await import('../bisect/probe-log.ts');
  const { replayed } = await import('../bisect/replay.ts');
  const { printResult } = await import('./output.ts');
  printResult(replayed(await readProbeLog(file)));
  return exitStatus.pass;
}
