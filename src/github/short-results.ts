import { asMarkdownBlock, asMarkdownCode, forMarkdown } from '../report/escape.ts';

/** Which run a result without a report is about, as far as that is known. */
export interface RunLabel {
  readonly name?: string | undefined;
  readonly headSha?: string | undefined;
}

/** Why there is no verdict. `message` and the app's last lines of log are untrusted. */
export function renderFailure(label: RunLabel, message: string, logTail: readonly string[] = []): string {
  const paragraphs = [heading(label), `**Could not measure:** ${forMarkdown(message, 1000)}`];
  if (logTail.length > 0)
    paragraphs.push('The last lines of the app’s log:', asMarkdownBlock(logTail).join('\n'));
  return `${paragraphs.join('\n\n')}\n`;
}

/** A pass without a measurement: none of the changed files matches `globs`. */
export function renderIrrelevant(label: RunLabel, globs: readonly string[]): string {
  const wanted = globs.map((glob) => asMarkdownCode(glob)).join(', ');
  return `${heading(label)}\n\n**Pass: nothing relevant changed.** No changed file matches ${wanted}.\n`;
}

function heading({ name, headSha }: RunLabel): string {
  const parts = [name, headSha?.slice(0, 12)].filter((part) => part !== undefined);
  return ['### heapgate', ...parts.map((part) => asMarkdownCode(part))].join(' · ');
}
