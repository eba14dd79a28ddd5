/**
 * Text from the app, a pull request or a dump is hostile. Here, and nowhere else, it is made harmless:
 * every function takes any string and answers one line that shows it, never more than `maxLength` characters of it.
 */

/** Control, format (bidi, zero-width), unassigned, private and otherwise invisible characters; lone surrogates. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
const LINE_BREAKS_AND_TABS = /[\t\n\r]+/g;
const ODD_SPACES = /\p{Zs}/gu;
/** More marks on one letter than any language writes reach into the lines above and below. */
const STACKED_MARKS = /(\p{M}{3})\p{M}+/gu;
const DEFAULT_MAX_LENGTH = 160;
const MARKDOWN_SYNTAX = /([&<>()[\]{}*_`~|\\!$]|#(?!\d)|^[-+=]|(?<=^\d+)\.)/;
/** `@name`, `#12`, `GH-12`, `https://`, `www.`, `:name:`; the last character of a match is where they break. */
const LOOKED_FOR_LATER = /@|#(?=\d)|\b[gG][hH]-|\b[wW]{3}(?=\.)|:(?=\/\/|[a-z0-9_+-]+:)/;
const MARKDOWN = new RegExp(`${MARKDOWN_SYNTAX.source}|${LOOKED_FOR_LATER.source}`, 'g');
const ZERO_WIDTH_SPACE = '&#8203;';

/** One line of visible characters: what is invisible is spelt out (`\x1b`, `\u{202e}`), what is too long ends in `…`. */
export function visible(text: string, maxLength = DEFAULT_MAX_LENGTH): string {
  // No output shows more than `maxLength`, so no more is looked at.
  const shown = text
    .slice(0, 4 * maxLength)
    .replace(LINE_BREAKS_AND_TABS, ' ')
    .replace(INVISIBLE, spellOut)
    .replace(ODD_SPACES, ' ')
    .replace(STACKED_MARKS, '$1');
  const characters = [...shown];
  const cut = text.length > 4 * maxLength || characters.length > maxLength;
  return cut ? `${characters.slice(0, maxLength - 1).join('')}…` : shown;
}

function spellOut(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16);
  return hex.length <= 2 ? `\\x${hex.padStart(2, '0')}` : `\\u{${hex}}`;
}

/**
 * For a terminal and for the log of a workflow. A runner obeys lines that begin with `::`, and `##[` anywhere in a
 * line; both are broken up, also inside the text, since it may be wrapped.
 */
export function forTerminal(text: string, maxLength?: number): string {
  return visible(text, maxLength)
    .replace(/(^|\s)::/g, '$1:\\x3a')
    .replaceAll('##[', '#\\x23[');
}

/** For element content and quoted attributes of HTML. */
export function forHtml(text: string, maxLength?: number): string {
  return visible(text, maxLength).replace(/[&<>"']/g, entity);
}

/**
 * For running text in GitHub's Markdown, table cells included; what stands between backticks is shown as code.
 * GitHub looks for mentions, references, bare links and emoji names after it has parsed the Markdown, so that
 * escaping alone does not stop it: a zero-width space does.
 */
export function forMarkdown(text: string, maxLength?: number): string {
  const parts = visible(text, maxLength).trim().split('`');
  const isCode = (index: number) => index % 2 === 1 && index < parts.length - 1;
  return parts
    .map((part, index) => (isCode(index) ? asMarkdownCode(part, part.length) : inertMarkdown(part)))
    .join('');
}

/**
 * For code in GitHub's Markdown, table cells included. Inside code GitHub looks for nothing. A code span cannot hold
 * a pipe in a table, nor every row of backticks: such text becomes an element with everything escaped.
 */
export function asMarkdownCode(text: string, maxLength?: number): string {
  const shown = visible(text, maxLength).trim();
  if (shown === '') return '<code>&#32;</code>';
  return /[`|\\]/.test(shown) ? `<code>${inertMarkdown(shown)}</code>` : `\`${shown}\``;
}

function inertMarkdown(shown: string): string {
  return shown.replace(MARKDOWN, (found, syntax?: string) =>
    syntax === undefined ? broken(found) : entity(syntax),
  );
}

/** A fenced block; each of `lines` stays one line. The fence is longer than any run of backticks in it. */
export function asMarkdownBlock(
  lines: readonly string[],
  language = 'text',
  maxLineLength?: number,
): string[] {
  const shown = lines.map((line) => visible(line, maxLineLength).trimEnd());
  const longestRun = Math.max(
    2,
    ...shown.flatMap((line) => (line.match(/`+/g) ?? []).map((run) => run.length)),
  );
  const fence = '`'.repeat(longestRun + 1);
  return [`${fence}${language}`, ...shown, fence];
}

/** Percent-encodes one segment of a URL's path so that neither Markdown nor HTML sees anything in it. */
export function asUrlSegment(segment: string): string {
  return encodeURIComponent(segment.toWellFormed()).replace(/[!'()*~_.]/g, (character) =>
    /[_.]/.test(character) ? character : `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function broken(found: string): string {
  return found.slice(0, -1) + entity(found.slice(-1)) + ZERO_WIDTH_SPACE;
}

function entity(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}
