import { CannotMeasure } from '../cannot-measure.ts';
import type { CheckRequest } from '../check.ts';
import type { Report } from '../report/schema.ts';
import { type ActionRun, readRun } from './action-run.ts';
import { readInputs } from './inputs.ts';
import { fenceLog } from './log-fence.ts';
import { publish } from './publish.ts';
import { isRelevant } from './relevance.ts';
import { reportCheck, reportFailure, reportIrrelevant } from './report-result.ts';

export interface ActionServices {
  readonly check: (request: CheckRequest) => Promise<Report>;
  /** Aborted when the job is cancelled. */
  readonly signal: AbortSignal;
}

/**
 * Runs the Action: reads what the runner hands over, checks, and reports wherever GitHub has a place for it; or, with
 * the input `publish`, comments from a report and checks nothing.
 * Never rejects: what goes wrong ends in the log and the job summary, and the job fails.
 */
export async function runAction({ check, signal }: ActionServices): Promise<void> {
  let run: ActionRun | undefined;
  try {
    const inputs = readInputs();
    if (inputs.publish !== undefined) return await publish(inputs.publish, inputs);
    run = await readRun(inputs, signal);
    if (await isRelevant(run.request, run.inputs.paths)) await reportCheck(run, await fenced(check, run));
    else await reportIrrelevant(run);
  } catch (error) {
    const cancelled = new CannotMeasure('the job was cancelled', { cause: error });
    await reportFailure(signal.aborted ? cancelled : error, run);
  }
}

async function fenced(check: ActionServices['check'], { request }: ActionRun): Promise<Report> {
  using _fence = fenceLog();
  return await check(request);
}
