import * as core from '@actions/core';
import { CannotMeasure } from '../cannot-measure.ts';
import { JobSecrets } from '../redaction/job-secrets.ts';
import { Told } from '../redaction/told.ts';
import { renderComment } from '../report/comment.ts';
import { forTerminal } from '../report/escape.ts';
import type { Report } from '../report/schema.ts';
import { verdictSentence } from '../report/story.ts';
import { renderSummary } from '../report/summary.ts';
import type { ActionRun } from './action-run.ts';
import { annotate } from './annotations.ts';
import { tryComment } from './comment-step.ts';
import { fenceLog } from './log-fence.ts';
import { setOutputs, writeReport, writeSummary } from './outputs.ts';
import { type RunLabel, renderFailure, renderIrrelevant } from './short-results.ts';

/** A verdict: outputs, summary, annotations, comment, and the job fails where the verdict is one of `fail-on`. */
export async function reportCheck(run: ActionRun, report: Report): Promise<void> {
  const options = { repository: { ...run.github, headSha: report.head.sha }, reproduce: commandFor(report) };
  setOutputs({
    verdict: report.verdict,
    findings: report.findings,
    report: await writeReport(report),
    dumps: run.request.redactedDumps,
  });
  await writeSummary(renderSummary(report, options));
  annotate(report);
  await tryComment(run, (marker) => renderComment(report, { ...options, marker }));
  conclude(report, run.inputs['fail-on']);
}

/** Both commits are fetched by their SHA: a pull request's merge commit is on no branch. */
function commandFor({ base, head, seed }: Report): string {
  return `git fetch origin ${base.sha} ${head.sha}\nheapgate check --base ${base.sha} --head ${head.sha} --seed ${seed}`;
}

/** The job fails by the verdict alone. */
function conclude(report: Report, failOn: string): void {
  const { word, rest, reasons } = verdictSentence(report, forTerminal);
  const sentence = `${word}: ${[rest, ...reasons.map((reason) => forTerminal(reason, 1000))].join(' ')}`;
  if (failOn.split(',').includes(report.verdict)) core.setFailed(sentence);
  else if (report.verdict === 'pass') core.info(sentence);
  else core.warning(sentence);
}

/** A required check must answer even if there is nothing to measure. */
export async function reportIrrelevant(run: ActionRun): Promise<void> {
  const text = renderIrrelevant(labelOf(run), run.inputs.paths);
  setOutputs({ verdict: 'pass', findings: [] });
  await writeSummary(text);
  await tryComment(run, (marker) => `${marker}\n${text}`, { onlyUpdate: true });
  core.info('Pass: nothing relevant changed.');
}

/** No verdict: the job fails with one line, and what an earlier commit was told is replaced. */
export async function reportFailure(error: unknown, run: ActionRun | undefined): Promise<void> {
  const { message, logTail } = explain(error);
  const label = run ? labelOf(run) : {};
  if (logTail.length > 0) showLog(logTail);
  await writeSummary(renderFailure(label, message, logTail));
  if (run)
    await tryComment(run, (marker) => `${marker}\n${renderFailure(label, message)}`, { onlyUpdate: true });
  core.setFailed(forTerminal(message, 1000));
}

const labelOf = ({ inputs, github }: ActionRun): RunLabel => ({ name: inputs.name, headSha: github.headSha });

function explain(error: unknown): { message: string; logTail: readonly string[] } {
  const told = new Told(new JobSecrets(process.env));
  if (error instanceof CannotMeasure)
    return { message: told.sentence(error.message), logTail: error.logTail.map(told.line) };
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  for (const line of stack.split('\n')) core.debug(forTerminal(told.sentence(line), 1000));
  const message = error instanceof Error ? error.message : String(error);
  return {
    message: `heapgate itself failed, please report it: ${told.sentence(message)}`,
    logTail: [],
  };
}

function showLog(lines: readonly string[]): void {
  core.startGroup('The last lines of the app’s log');
  {
    using _fence = fenceLog();
    for (const line of lines) core.info(forTerminal(line, 1000));
  }
  core.endGroup();
}
