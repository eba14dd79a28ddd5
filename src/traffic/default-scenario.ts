import type { Answer } from './answer-reader.ts';
import { isWellFormedTarget } from './byte-string.ts';
import { isDebugPage } from './debug-page.ts';
import type { HostileSet } from './hostile/hostile-set.ts';
import { withHostileVariants } from './hostile/variants.ts';
import { defaultEnd, newKind } from './kind.ts';
import { type Probe, probe } from './probe.ts';
import { requestTarget } from './request-bytes.ts';
import type { Kind, RecordedRequest, Scenario } from './scenario.ts';
import { turnedAway } from './turned-away.ts';

/** Traffic for an app that comes without scenario files. */
export interface DefaultScenario {
  readonly scenario: Scenario;
  /** Malformed requests that were left out since they only show what the app's framework does with errors. */
  readonly debugPages: number;
  /** What of base's pages head has removed; left out, too. */
  readonly lost: readonly string[];
}

/** What the default scenario is derived from: found by asking more would take too long. */
const mostCandidates = 40;
const mostPages = 8;
/** A page that takes longer would make a run of minutes out of one of seconds. */
const slowestMs = 1_000;

export const defaultHeaders: Readonly<Record<string, string>> = {
  'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) heapgate',
  Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'Accept-Language': 'en',
  // An app that redirects to https would answer nothing else.
  'X-Forwarded-Proto': 'https',
};

/**
 * Of the home page and `paths`, those that the app on `port` answers normally and soon; a page that there is not; and
 * malformed variants of these. What is answered by a debug page is left out.
 */
export async function discoverScenario(
  paths: readonly string[],
  hostile: HostileSet,
  port: number,
): Promise<DefaultScenario> {
  const targets = paths.filter((path) => path !== '/' && isWellFormedTarget(path)).slice(0, mostCandidates);
  const candidates = [home(), ...targets.map((target) => newKind(target.slice(1), get(target)))];
  const probes = (await probe(candidates, port)).filter(isNormal);
  // Pages of the app's own before redirects, such as those to its login page.
  const pages = [
    ...probes.filter(({ answer }) => !isRedirect(answer)),
    ...probes.filter(({ answer }) => isRedirect(answer)),
  ];
  // An app that answers nothing normally is asked for its home page, so that the run says what is wrong with it.
  const kinds = pages.length > 0 ? pages.slice(0, mostPages).map(({ kind }) => kind) : [home()];
  const [notThere] = await probe([missing()], port);
  if (notThere && isNotFound(notThere)) kinds.push(notThere.kind);
  return withoutDebugPages(withHostileVariants(scenarioOf(kinds), hostile), port);
}

/**
 * Without the kinds that the app on `port`, the other revision, has no page for: a branch may remove one, and would
 * then be measured by what its framework's debug page leaks.
 */
export async function withoutLostPages(found: DefaultScenario, port: number): Promise<DefaultScenario> {
  const answers = await probe(found.scenario.kinds, port);
  const lost = answers.filter(({ answer }) => answer?.status === 404 && isDebugPage(answer));
  const isLost = new Set(lost.map(({ kind }) => kind));
  const left = found.scenario.kinds.filter((kind) => !isLost.has(kind));
  const kinds = left.length > 0 ? left : [home()];
  const plan = { ...found.scenario.plan, end: endOf(kinds) };
  return { ...found, scenario: { ...found.scenario, kinds, plan }, lost: lost.map(({ kind }) => kind.label) };
}

async function withoutDebugPages(scenario: Scenario, port: number): Promise<DefaultScenario> {
  const variants = await probe(
    scenario.kinds.filter(({ hostile }) => hostile),
    port,
  );
  const useless = new Set(
    variants.filter(({ answer }) => answer && isDebugPage(answer)).map(({ kind }) => kind),
  );
  const kinds = scenario.kinds.filter((kind) => !useless.has(kind));
  return {
    scenario: { ...scenario, kinds, plan: { ...scenario.plan, hostile: false } },
    debugPages: useless.size,
    lost: [],
  };
}

function scenarioOf(kinds: readonly Kind[]): Scenario {
  return { name: 'default', kinds, plan: { lanes: 'auto', end: endOf(kinds), hostile: true } };
}

/** `missing` is no end: what a thread keeps of its last request should be that of a page. */
const endOf = (kinds: readonly Kind[]): string[] => defaultEnd(kinds.filter(({ id }) => id !== missing().id));

const home = (): Kind => newKind('home', get('/'), { times: 3 });
const missing = (): Kind => newKind('missing', get('/heapgate/no-such-page'));

function get(target: string): RecordedRequest {
  return { method: 'GET', target, headers: Object.entries(defaultHeaders), body: undefined };
}

const isNormal = ({ kind, answer, ms }: Probe): boolean =>
  answer !== undefined &&
  answer.status < 400 &&
  ms <= slowestMs &&
  !turnedAway(answer, requestTarget(kind.request));

const isRedirect = (answer: Answer | undefined): boolean => answer !== undefined && answer.status >= 300;

const isNotFound = ({ answer }: Probe): boolean =>
  answer !== undefined && answer.status < 500 && !isDebugPage(answer);
