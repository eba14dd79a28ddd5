import * as core from '@actions/core';
import { forTerminal, visible } from '../report/escape.ts';
import { formatGrowth } from '../report/numbers.ts';
import type { Finding, Report } from '../report/schema.ts';
import { tell } from '../report/story.ts';

/** GitHub shows ten annotations of a kind for each step; one stays free for the step's own error or warning. */
const mostPerKind = 9;

export interface Annotation {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** The lines of the repository that allocate what leaks, the worst leak first: errors where a leak fails the run. */
export function annotationsFor(report: Report): Record<'error' | 'warning', Annotation[]> {
  const { failing, existing } = tell(report.findings);
  const fails = report.verdict === 'regression';
  return {
    error: (fails ? failing : []).flatMap(sitesInRepository),
    warning: (fails ? existing : [...failing, ...existing]).flatMap(sitesInRepository),
  };
}

/** Shows as many annotations as GitHub does, and says in the log what was cut. */
export function annotate(report: Report): void {
  const annotations = annotationsFor(report);
  const show = { error: core.error, warning: core.warning };
  for (const kind of ['error', 'warning'] as const) {
    for (const { file, line, message } of annotations[kind].slice(0, mostPerKind)) {
      show[kind](message, { title: 'heapgate', file, startLine: line });
    }
    const cut = annotations[kind].slice(mostPerKind);
    if (cut.length > 0) core.info(`Not annotated, since GitHub shows ten of a kind: ${listed(cut)}`);
  }
}

function sitesInRepository(finding: Finding): Annotation[] {
  const message = describe(finding);
  return finding.sites
    .filter((site) => site.inRepository)
    .map(({ file, line }) => ({ file: forTerminal(file, 1000), line, message }));
}

function describe({ status, classes, holder, objectsPer1000 }: Finding): string {
  const what = forTerminal(classes[0] ?? 'objects');
  return `Allocates ${what} that stay, held by ${forTerminal(holder)}: ${formatGrowth(objectsPer1000)} objects per 1,000 requests (${status} leak).`;
}

const listed = (annotations: readonly Annotation[]): string =>
  annotations.map(({ file, line }) => `${visible(file)}:${line}`).join(', ');
