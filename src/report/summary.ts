import { firstThatFits } from './budget.ts';
import { markdownReport } from './markdown-report.ts';
import type { Repository } from './markdown-voice.ts';
import type { Report } from './schema.ts';

export interface SummaryOptions {
  readonly repository?: Repository | undefined;
  /** Command that repeats the run on the reader's machine. */
  readonly reproduce: string;
  readonly maxBytes?: number | undefined;
}

/** GitHub's limit on the summary of one step. */
const MAX_BYTES = 1024 * 1024;
const LIMITS = [
  ...[1000, 200, 50, 10, 0].map((rows) => ({ findings: 100, rows, run: true })),
  ...[20, 5, 1, 0].map((findings) => ({ findings, rows: 0, run: true })),
  { findings: 0, rows: 0, run: false },
];

/** The job summary: the comment with more rows and every kind of request, in at most `maxBytes` of UTF-8. */
export function renderSummary(report: Report, options: SummaryOptions): string {
  const { repository, reproduce, maxBytes = MAX_BYTES } = options;
  const markdown = { repository, reproduce, openRows: 30, allKinds: true };
  return firstThatFits(
    LIMITS,
    (limits) => `${markdownReport(report, markdown, limits)}\n`,
    (text) => Buffer.byteLength(text) <= maxBytes,
  );
}
