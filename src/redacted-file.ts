import { writeNewFile } from './new-file.ts';
import type { Redaction } from './redaction/redactor.ts';
import { draftOf } from './traffic/import/draft.ts';
import type { Selection } from './traffic/import/selection.ts';
import { redactedScenario } from './traffic/redacted-scenario.ts';

/** What was replaced in a scenario before it was written. */
export interface Replaced {
  readonly redactions: readonly Redaction[];
  readonly headersLeftOut: number;
}

/** Writes chosen requests as a scenario, redacted. Throws `CannotMeasure` in one line, and leaves no file then. */
export async function writeRedacted(
  selection: Selection,
  words: Parameters<typeof draftOf>[0],
  { out, force }: { readonly out: string; readonly force: boolean },
): Promise<Replaced> {
  const { text, redactions, headersLeftOut } = redactedScenario(draftOf(words, selection));
  await writeNewFile(out, text, { force });
  return { redactions, headersLeftOut };
}
