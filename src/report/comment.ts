import { firstThatFits } from './budget.ts';
import { markdownReport } from './markdown-report.ts';
import type { Repository } from './markdown-voice.ts';
import type { Report } from './schema.ts';

export interface CommentOptions {
  /** HTML comment by which the comment is found again; its first line. */
  readonly marker: string;
  readonly repository?: Repository | undefined;
  /** Command that repeats the run on the reader's machine. */
  readonly reproduce: string;
  readonly maxCharacters?: number | undefined;
}

/** GitHub's limit on the body of a comment. */
const MAX_CHARACTERS = 65_536;
const LIMITS = [
  ...[40, 12, 4].map((rows) => ({ findings: 20, rows, run: true })),
  ...[20, 10, 5, 2, 1, 0].map((findings) => ({ findings, rows: 0, run: true })),
  { findings: 0, rows: 0, run: false },
];

/** The comment on a pull request, marker included, in at most `maxCharacters`: rows are cut first, then findings. */
export function renderComment(report: Report, options: CommentOptions): string {
  const { marker, repository, reproduce, maxCharacters = MAX_CHARACTERS } = options;
  const markdown = { repository, reproduce, openRows: 8, allKinds: false };
  return firstThatFits(
    LIMITS,
    (limits) => `${marker}\n${markdownReport(report, markdown, limits)}\n`,
    (text) => text.length <= maxCharacters,
  );
}
