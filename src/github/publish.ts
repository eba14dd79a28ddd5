import * as core from '@actions/core';
import { CannotMeasure } from '../cannot-measure.ts';
import { Config } from '../config.ts';
import { forTerminal } from '../report/escape.ts';
import { createClient, type GitHubClient } from './client.ts';
import { commentMarker, postComment } from './comment.ts';
import { readForeignReport } from './foreign-report.ts';
import { type ActionInputs, givenInputs } from './inputs.ts';
import { findPullRequest } from './open-pull-request.ts';
import { writeSummary } from './outputs.ts';
import { type Publication, renderPublication } from './publication.ts';
import { explainRefusal } from './refusal.ts';
import { renderFailure } from './short-results.ts';
import { loadMeasuredRun } from './workflow-run.ts';

/**
 * Comments on the pull request whose run made the report in the file `publish`. Checks out nothing and runs nothing:
 * what is in the file is text of a stranger. Never rejects: the job fails where nothing can be published.
 */
export async function publish(file: string, inputs: ActionInputs): Promise<void> {
  const { name, 'github-token': token } = inputs;
  if (token) core.setSecret(token);
  try {
    refuseOthers();
    const run = await loadMeasuredRun(process.env);
    const client = createClient({ token, apiUrl: run.apiUrl });
    const pullRequest = await findPullRequest(client, run);
    if (pullRequest) await comment(file, client, { run, pullRequest, name });
    else core.notice(`Nothing to comment on: ${run.headSha} is the head of no open pull request any more.`);
  } catch (error) {
    core.setFailed(forTerminal(reasonFor(error), 1000));
  }
}

function reasonFor(error: unknown): string {
  if (error instanceof CannotMeasure) return error.message;
  return explainRefusal(error, { isFork: false, isDependabot: false }).text;
}

async function comment(file: string, client: GitHubClient, publication: Publication): Promise<void> {
  const { run, pullRequest, name } = publication;
  const marker = commentMarker(name);
  const place = { client, owner: run.owner, repo: run.repo, pullRequest: pullRequest.number, marker };
  const report = await readForeignReport(file);
  if (report === undefined) {
    core.notice(`The run on the pull request left no report at ${forTerminal(file)}.`);
    const label = { name, headSha: run.headSha };
    const text = `${renderFailure(label, 'the run left no report.')}\n[Its log](${run.url}) says why.\n`;
    // What an earlier commit was told is replaced, and silence stays silence.
    await setAddress(postComment(place, `${marker}\n${text}`, { onlyUpdate: true }));
    return;
  }
  const rendered = renderPublication(report, publication, marker);
  await writeSummary(rendered.summary);
  await setAddress(postComment(place, rendered.comment));
}

async function setAddress(posting: Promise<string | undefined>): Promise<void> {
  const url = await posting;
  if (url) core.setOutput('comment-url', url);
}

/** An input that is for a measurement would be obeyed by nobody. */
function refuseOthers(): void {
  const [other] = givenInputs(['config', 'base', 'head', 'shard', 'paths', ...Object.keys(Config.shape)]);
  if (other !== undefined)
    throw new CannotMeasure(
      `input "${other}" is for measuring, and with "publish" nothing is measured: leave it out`,
    );
}
