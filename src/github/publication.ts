import { renderComment } from '../report/comment.ts';
import type { Report } from '../report/schema.ts';
import { renderSummary } from '../report/summary.ts';
import type { OpenPullRequest } from './open-pull-request.ts';
import type { MeasuredRun } from './workflow-run.ts';

/** GitHub's limit on the body of a comment. */
const mostCharacters = 65_536;

export interface Publication {
  readonly run: MeasuredRun;
  readonly pullRequest: OpenPullRequest;
  readonly name: string | undefined;
}

/** The comment and the job summary of a report that the pull request's own run made, and that says so. */
export function renderPublication(report: Report, publication: Publication, marker: string) {
  const { run, pullRequest } = publication;
  const shown = identified(report, publication);
  const options = { repository: run, reproduce: commandFor(shown, pullRequest) };
  const source = `\nReported by [the run on the pull request](${run.url}), where code of the pull request ran and could have changed any of this.\n`;
  const comment = { ...options, marker, maxCharacters: mostCharacters - source.length };
  return {
    comment: renderComment(shown, comment) + source,
    summary: renderSummary(shown, options) + source,
  };
}

/**
 * Which app, commit and branches a report is about is never its own word. Nor is a command that readers are invited to
 * run: those of a trigger and a culprit are left out, and the one that repeats the run is made anew.
 */
function identified(report: Report, { run, pullRequest, name }: Publication): Report {
  const { name: _claimed, base, head, findings, ...rest } = report;
  return {
    ...rest,
    ...(name === undefined ? {} : { name }),
    base: { ...base, ref: pullRequest.baseRef },
    head: { ...head, ref: pullRequest.headRef, sha: run.headSha },
    findings: findings.map(({ trigger, culprit, ...finding }) => ({
      ...finding,
      ...(trigger && { trigger: { ...trigger, repro: undefined } }),
      ...(culprit && { culprit: { ...culprit, command: undefined } }),
    })),
  };
}

/** A fork's commits are fetched by the pull request's number, since they are on no branch of this repository. */
function commandFor({ base, head, seed }: Report, { number }: OpenPullRequest): string {
  return `git fetch origin ${base.sha} refs/pull/${number}/head\nheapgate check --base ${base.sha} --head ${head.sha} --seed ${seed}`;
}
