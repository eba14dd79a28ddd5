import { culpritFacts } from './culprit-facts.ts';
import { formatByteGrowth, formatBytes, formatGrowth, formatPerRequest, formatQuantity } from './numbers.ts';
import { holderIndex, pathLines } from './path-lines.ts';
import { isLeak, restartFacts, restartPhrase } from './restart-facts.ts';
import type { ClassGrowth, Finding } from './schema.ts';
import { triggerFacts } from './trigger-facts.ts';

/** Shows a name that came from the app, escaped for the place it goes to. */
export type Quote = (name: string) => string;

/** A line of code that allocates what leaks. */
export type Site = Finding['sites'][number];

/** How one rendering shows what came from the app. */
export interface Voice {
  /** Names: classes, requests, versions. */
  readonly quote: Quote;
  /** Running text. */
  readonly plain: Quote;
  /** A line of code, as a link where the rendering has links. */
  readonly site: (site: Site) => string;
}

/** One thing to know, and a tree of lines below it, which is not escaped yet. */
export interface Fact {
  readonly label: string;
  readonly text: string;
  readonly tree?: readonly string[];
}

const MAX_NAMES = 4;
const MAX_SITES = 3;
const NAMED_EDGE = /^[@$\p{L}_]/u;

/** What grows, what holds it, where it is allocated, what triggers it, what brought it in. */
export function findingFacts(finding: Finding, classes: readonly ClassGrowth[], voice: Voice): Fact[] {
  if (!isLeak(finding)) return restartFacts(voice);
  const { alsoHeldBy, sites, trigger, culprit, withTimeAlone } = finding;
  const facts: (Fact | false | undefined)[] = [
    { label: 'Grows', text: grownClasses(finding, classes, voice.quote) },
    heldBy(finding, voice),
    alsoHeldBy.length > 0 && { label: 'Also held by', text: listed(alsoHeldBy, voice.quote) },
    sites.length > 0 && { label: 'Allocated at', text: allocatedAt(sites, voice) },
    ...(trigger ? triggerFacts(trigger, voice) : []),
    ...(culprit ? culpritFacts(culprit, voice.quote) : []),
    withTimeAlone && {
      label: 'Idle too',
      text: 'it grew as much without traffic: look for a timer, poller or queue',
    },
  ];
  return facts.filter((fact) => typeof fact === 'object');
}

/** What heads a finding that fails the run. */
export function titleOf(finding: Finding, { plain }: Voice): string {
  return isLeak(finding) ? growthPhrase(finding) : restartPhrase(finding, plain);
}

/** A finding that fails nothing, in one line. */
export function findingLine(finding: Finding, voice: Voice): Fact {
  const what = `${voice.quote(finding.classes[0] ?? 'objects')} under ${holderPhrase(finding, voice)}`;
  const label = finding.status === 'gone' ? 'Gone' : 'Already on base';
  return { label, text: `${what}, ${growthPhrase(finding)}` };
}

/** `+2,004 objects (12 MB) per 1,000 requests`, with what it was on base where that was not zero. */
export function growthPhrase(finding: Finding): string {
  const { status, objectsPer1000, basePer1000 } = finding;
  if (status === 'gone') return `${formatGrowth(basePer1000)} objects per 1,000 requests on base`;
  const growth = `${amountPhrase(objectsPer1000, leakedBytes(finding))} per 1,000 requests`;
  return basePer1000 > 0 ? `${growth}, on base ${formatGrowth(basePer1000)}` : growth;
}

/** `+2,004 objects (12 MB)`; a buffer that grows has bytes alone. */
export function amountPhrase(objects: number, bytes: number): string {
  return objects > 0 ? `${formatGrowth(objects)} objects (${formatBytes(bytes)})` : formatByteGrowth(bytes);
}

/** What accumulates: `@children of Event` where the reference to it has a name, which says more than its class. */
export function holderPhrase(finding: Finding, { quote, plain }: Pick<Voice, 'quote' | 'plain'>): string {
  const { path, holder } = finding;
  const index = holderIndex(finding);
  const [owner, held] = [path[index - 1], path[index]];
  if (!held) return plain(holder);
  if (!owner || held.edge === undefined || !NAMED_EDGE.test(held.edge)) return quote(holder);
  return `${quote(held.edge)} of ${quote(owner.name ?? owner.class)}`;
}

/** Bytes that a finding costs per 1,000 requests: with all that is retained where that is known. */
export function leakedBytes({ retainedBytesPer1000, bytesPer1000 }: Finding): number {
  return retainedBytesPer1000 || bytesPer1000;
}

function grownClasses(
  { classes, moreClasses }: Finding,
  growths: readonly ClassGrowth[],
  quote: Quote,
): string {
  const [first, ...others] = classes;
  if (first === undefined) return formatQuantity(moreClasses, 'class', 'classes');
  const growth = growths.find(({ name }) => name === first);
  const lead = growth ? `${quote(first)} (${formatPerRequest(growth.headPer1000)})` : quote(first);
  const count = others.length + moreClasses;
  if (count === 0) return lead;
  const shown = others.slice(0, MAX_NAMES).map((name) => quote(name));
  const examples =
    shown.length > 0 ? `: ${[...shown, ...(count > shown.length ? ['…'] : [])].join(', ')}` : '';
  return `${lead} and ${formatQuantity(count, 'more class', 'more classes')} that hang on it${examples}`;
}

function heldBy(finding: Finding, voice: Voice): Fact {
  const { processes, path } = finding;
  const where = processes.length > 0 ? `, in ${listed(processes, voice.plain)}` : '';
  const text = `${holderPhrase(finding, voice)}${where}`;
  return { label: 'Held by', text, tree: path.length > 1 ? pathLines(finding) : [] };
}

function allocatedAt(sites: readonly Site[], voice: Voice): string {
  const objects = sites.reduce((total, site) => total + site.objects, 0);
  const shown = sites.slice(0, MAX_SITES).map((site) => {
    const share = sites.length > 1 && objects > 0 ? ` (${Math.round((100 * site.objects) / objects)}%)` : '';
    return `${voice.site(site)}${share}`;
  });
  const rest = sites.length - shown.length;
  return joined(rest > 0 ? [...shown, formatQuantity(rest, 'more line')] : shown);
}

export function listed(names: readonly string[], quote: Quote): string {
  const shown = names.slice(0, MAX_NAMES).map((name) => quote(name));
  const rest = names.length - shown.length;
  return joined(rest > 0 ? [...shown, `${rest} more`] : shown);
}

function joined(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
