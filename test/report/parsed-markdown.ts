import { marked, type Token, type Tokens } from 'marked';

/** Tables of a Markdown text, those in closed sections included, as the text of their cells. */
export function tablesOf(markdown: string): { head: string[]; rows: string[][] }[] {
  return marked
    .lexer(markdown)
    .filter((token): token is Tokens.Table => token.type === 'table')
    .map(({ header, rows }) => ({
      head: header.map(({ text }) => text),
      rows: rows.map((row) => row.map(({ text }) => text)),
    }));
}

export function blocksOf(markdown: string): Token[] {
  return marked.lexer(markdown).filter(({ type }) => type !== 'space');
}

/** The tags of a page in order, without their attributes. */
export function tagsOf(html: string): string[] {
  return Array.from(html.matchAll(/<(\/?[a-z][a-z0-9]*)[^>]*>/gi), ([, tag]) => tag ?? '');
}

export function render(markdown: string): string {
  return marked.parse(markdown, { async: false });
}

/** What a reader sees outside of code, where GitHub looks for mentions, references and links. */
export function textOutsideCode(html: string): string {
  return decode(html.replace(/<code[^>]*>.*?<\/code>/gs, ' ').replace(/<[^>]*>/g, ''));
}

export function decode(html: string): string {
  const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', nbsp: '\u00a0' };
  return html.replace(/&(?:#(\d+)|(\w+));/g, (entity, code?: string, name?: string) =>
    code === undefined ? (named[name ?? ''] ?? entity) : String.fromCodePoint(Number(code)),
  );
}
