import { asMarkdownBlock, asMarkdownCode, asUrlSegment, forMarkdown } from './escape.ts';
import type { Fact, Site, Voice } from './finding-facts.ts';

/** Where the code of head can be read. */
export interface Repository {
  /** `https://github.com`, or the address of a GitHub Enterprise Server. */
  readonly serverUrl: string;
  readonly owner: string;
  readonly repo: string;
  readonly headSha: string;
}

/** A longer path is shown without a link, whose address would be three times as long. */
const MAX_LINKED_LENGTH = 300;

/** Names as code, sites inside the repository as links to head's blob. */
export function markdownVoice(repository: Repository | undefined): Voice {
  return {
    quote: (name) => asMarkdownCode(name),
    plain: (text) => forMarkdown(text),
    site: (site) => siteLink(site, repository),
  };
}

/** Facts as a list, with their trees as blocks inside it. */
export function markdownFacts(facts: readonly Fact[]): string {
  return facts
    .flatMap(({ label, text, tree = [] }) => [
      `- **${label}:** ${text}`,
      ...(tree.length > 0 ? asMarkdownBlock(tree).map((line) => `  ${line}`) : []),
    ])
    .join('\n');
}

function siteLink({ file, line, inRepository }: Site, repository: Repository | undefined): string {
  const label = asMarkdownCode(`${file}:${line}`);
  const steps = file.split('/');
  // Code can claim to be of any file, and `..` would lead a reader out of the repository.
  const isInside = inRepository && !steps.some((step) => ['', '.', '..'].includes(step));
  if (!isInside || !repository || file.length > MAX_LINKED_LENGTH) return label;
  const { serverUrl, owner, repo, headSha } = repository;
  const segments = [owner, repo, 'blob', headSha, ...steps].map(asUrlSegment);
  return `[${label}](${serverUrl}/${segments.join('/')}#L${line})`;
}
