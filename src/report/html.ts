import { forHtml } from './escape.ts';

/** Markup that may go into a page as it is. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

type Part = string | number | Html | readonly Html[];

/** A template whose every part is escaped unless it is `Html` already. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const markup = parts.map((part, index) => markupOf(part) + (texts[index + 1] ?? ''));
  return new Html((texts[0] ?? '') + markup.join(''));
}

function markupOf(part: Part): string {
  if (part instanceof Html) return part.markup;
  if (typeof part === 'object') return part.map(({ markup }) => markup).join('\n');
  return forHtml(String(part), 500);
}
