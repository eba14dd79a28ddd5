import { newKind, ordinaryKinds } from '../kind.ts';
import { seededRandom } from '../random.ts';
import type { Kind, Scenario } from '../scenario.ts';
import { bodyType, changedRequest, hasQuery, type PlainRequest, parentOf } from './change.ts';
import type { HostileEntry, HostileSet } from './hostile-set.ts';

/** Every lane sends each in every round: more would make a round longer than its ordinary requests. */
const mostVariants = 32;
/** How many of these are of the first family. */
const mostForFolders = 8;
const longestLabel = 60;

/** A recorded request that is changed. */
interface Source {
  readonly kind: Kind;
  readonly request: PlainRequest;
}

/** An entry of the set, applied to a recorded request. */
interface Choice {
  readonly entry: HostileEntry;
  readonly source: Source;
}

/**
 * Adds hostile kinds derived from the ordinary ones where the plan asks for them: 32 when it says `true`, as many as
 * it says, or with `all` each entry of the set once. Which they are depends on the scenario alone, so that all runs of it
 * send the same. A kind called `list/bracket` is what the entry `bracket` makes of `list`.
 */
export function withHostileVariants(scenario: Scenario, set: HostileSet): Scenario {
  const { hostile } = scenario.plan;
  if (hostile === false) return scenario;
  const most = mostOf(hostile);
  const known = new Set(scenario.kinds.map(identityOf));
  const variants: Kind[] = [];
  for (const choice of choices(sourcesOf(scenario.kinds), set, hostile === 'all')) {
    if (variants.length >= most) break;
    const variant = variantOf(choice);
    if (known.has(identityOf(variant))) continue;
    known.add(identityOf(variant));
    variants.push(variant);
  }
  return { ...scenario, kinds: [...scenario.kinds, ...variants] };
}

function mostOf(hostile: Scenario['plan']['hostile']): number {
  if (hostile === true) return mostVariants;
  return hostile === 'all' ? Number.POSITIVE_INFINITY : Number(hostile);
}

const sourcesOf = (kinds: readonly Kind[]): Source[] =>
  ordinaryKinds(kinds).flatMap((kind) => ('raw' in kind.request ? [] : { kind, request: kind.request }));

/** All that may be chosen, the most telling first. */
function* choices(sources: readonly Source[], set: HostileSet, isOnceEach: boolean): Generator<Choice> {
  const readers = sources.filter(({ request }) => request.method === 'GET');
  yield* [...forFolders(readers, set[0] ?? [])].slice(0, mostForFolders);
  const longest = Math.max(0, ...set.map((family) => family.length));
  for (let pass = 0; pass < (isOnceEach ? 1 : sources.length); pass += 1) {
    for (let place = 0; place < longest; place += 1) {
      for (const entry of set.flatMap((family) => family[place] ?? [])) {
        const source = preferred(entry, entry.change.body === undefined ? readers : sources)[pass];
        if (source) yield { entry, source };
      }
    }
  }
}

/** The first entry for each folder of the recorded paths, then the second one, and so on. */
function* forFolders(readers: readonly Source[], family: readonly HostileEntry[]): Generator<Choice> {
  const folders = Map.groupBy(readers, ({ request }) => parentOf(request));
  for (const entry of family) {
    for (const [source] of folders.values()) if (source) yield { entry, source };
  }
}

/** Those that an entry can be applied to: first those that have what it damages, among these by chance. */
function preferred({ name, change }: HostileEntry, sources: readonly Source[]): Source[] {
  const type = bodyType({ headers: Object.entries(change.headers), body: change.body });
  const rank = ({ request }: Source): number | undefined => {
    if (request.body !== undefined) return bodyType(request) === type ? 0 : undefined;
    // Nothing is sent that may change data, unless it was recorded so.
    if (request.method !== 'GET') return undefined;
    return change.body === undefined && change.target?.includes('{key}') && !hasQuery(request) ? 2 : 1;
  };
  return sources
    .flatMap((source) => {
      const order = rank(source);
      return order === undefined ? [] : { source, order: order + seededRandom(name, source.kind.id)() };
    })
    .sort((a, b) => a.order - b.order)
    .map(({ source }) => source);
}

function variantOf({ entry: { name, change }, source: { kind, request } }: Choice): Kind {
  const { leaves } = change;
  const changed = changedRequest(request, change);
  const variant = newKind(`${kind.id}/${name}`, changed, {
    hostile: true,
    ...(kind.session ? { session: kind.session } : {}),
    ...(leaves ? { leaves, connection: 'fresh' } : {}),
  });
  const isTold = changed.target !== request.target && variant.label.length <= longestLabel;
  return isTold ? variant : { ...variant, label: `${shortened(variant.label)} (${name})` };
}

/** Where a target does not tell what is wrong with a request, its label names the entry. */
const shortened = (label: string): string =>
  label.length > longestLabel ? `${label.slice(0, longestLabel)}…` : label;

/** The same for kinds that send the same. */
const identityOf = ({ request, leaves }: Pick<Kind, 'request' | 'leaves'>): string =>
  JSON.stringify([request, leaves]);
