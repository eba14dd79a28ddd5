import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Census } from '../heap/census.ts';
import type { HeapGraph } from '../heap/graph.ts';
import { bytesLimitPer1000, type Limits } from '../leak/class-growth.ts';
import { type DumpPoint, findHolders, type Holder } from '../leak/holders.ts';
import { type NamedHolder, type PathStep, processName } from '../leak/measurement.ts';
import { type Suspect, suspectsIn } from '../leak/suspects.ts';
import { type Agent, AgentGone, type Runtime, type ThreadName } from '../runtimes/runtime.ts';
import type { Stopwatch } from '../stopwatch.ts';
import type { ProcessLife } from './processes.ts';
import type { Rounds } from './rounds.ts';
import { nameSite } from './site-names.ts';

export interface ExplanationOptions {
  readonly runtime: Runtime;
  readonly limits: Limits;
  readonly stopwatch: Stopwatch;
  /** Private folder for the dumps, which hold the app's memory and are deleted once read. */
  readonly directory: string;
  /** Where dumps are kept for the user, if asked for. */
  readonly keep: string | undefined;
  readonly label: string;
  /** The worktree: sites below it are the repository's own. */
  readonly checkoutDirectory: string;
  readonly requestsPerProcess: number;
  readonly progress: (line: string) => void;
}

/** Fewest objects that a leak should add between two dumps, so that it rises every time. */
const objectsBetweenDumps = 4;
const mostRoundsBetweenDumps = 4;
/** Processes that are looked into at most. */
const mostProcesses = 2;
/** Growth in an idle round of this share of a busy round's is growth with time. */
const idleShare = 0.5;
/** Growth without hostile requests of this share of the growth with them: ordinary ones leak by themselves. */
const ordinaryShare = 0.5;

/**
 * Says what the growing classes of the suspicious processes hang on: three dumps with rounds between, the last round
 * with allocations traced, then the paths named by the living process.
 */
export async function explain(
  lives: readonly ProcessLife[],
  rounds: Rounds,
  options: ExplanationOptions,
): Promise<void> {
  try {
    await lookInto(lives, rounds, options);
  } catch (error) {
    // The censuses stand; what a process that died meanwhile held is not known.
    if (!(error instanceof AgentGone)) throw error;
    options.progress(`${options.label}: ${error.message}, so what holds the growing objects is not known`);
  }
}

async function lookInto(
  lives: readonly ProcessLife[],
  rounds: Rounds,
  options: ExplanationOptions,
): Promise<void> {
  const suspicious = representatives(lives, options.limits);
  if (suspicious.length === 0) return;
  await compareWithIdleRound(suspicious, rounds, options);

  const between = Math.max(
    ...suspicious.map(({ suspects }) => roundsBetweenDumps(suspects, options.requestsPerProcess)),
  );
  const growing = suspicious.map(({ life }) => life);
  let play = () => rounds.playOrdinary();
  const series = growing.map((life) => new DumpSeries(life, options));
  await dumpAll(series, options);
  const requestsBefore = lives.map((life) => life.ownRequests);
  await repeat(between, play);
  await options.stopwatch.time('gc', () => rounds.settle());
  const growsByItself = await Promise.all(suspicious.map((each) => stillGrows(each, between, options)));
  if (!growsByItself.some(Boolean)) {
    // Only hostile requests leak here, if any still do: they must be part of what is played between the dumps, and the
    // rounds without them say nothing.
    play = () => rounds.play();
    for (const [i, life] of lives.entries()) life.ownRequests = requestsBefore[i] ?? life.ownRequests;
    await Promise.all(series.map((dumps) => dumps.discard()));
    await dumpAll(series, options);
    await repeat(between, play);
  }
  await settleAndDump(series, rounds, options);
  await rounds.count();
  await Promise.all(growing.map((life) => life.agent.trace(true)));
  await repeat(between, play);
  await settleAndDump(series, rounds, options);
  // A census right after a dump or while tracing would count what those leave behind.
  await Promise.all(growing.map((life) => life.agent.trace(false)));
  await rounds.count();
  for (const [i, dumps] of series.entries()) {
    dumps.life.holders = (await dumps.holders()).map((holder) => ({
      ...holder,
      growsByOrdinary: growsByItself[i] ?? false,
    }));
  }
}

interface SuspiciousLife {
  readonly life: ProcessLife;
  readonly suspects: readonly Suspect[];
}

/** Workers are exchangeable: of those in which the same classes grow, the worst is looked into. */
function representatives(lives: readonly ProcessLife[], limits: Limits): SuspiciousLife[] {
  const worstFirst = lives
    .map((life) => ({ life, suspects: suspectsIn(life, limits) }))
    .filter(({ suspects }) => suspects.length > 0)
    .sort((a, b) => (b.suspects[0]?.timesLimit ?? 0) - (a.suspects[0]?.timesLimit ?? 0));
  const chosen: SuspiciousLife[] = [];
  const covered = new Set<string>();
  for (const each of worstFirst) {
    const news = each.suspects.filter(({ name, internal }) => !internal && !covered.has(name));
    if (chosen.length > 0 && news.length === 0) continue;
    chosen.push(each);
    for (const { name } of each.suspects) covered.add(name);
  }
  return chosen.slice(0, mostProcesses);
}

/** Whether the most suspicious class grew over rounds without hostile requests as it did with them. */
async function stillGrows(
  { life, suspects }: SuspiciousLife,
  rounds: number,
  { requestsPerProcess }: ExplanationOptions,
): Promise<boolean> {
  const [first] = suspects;
  if (!first) return false;
  const expected = (growthPer1000(first) * requestsPerProcess * rounds) / 1000;
  return grownSince(life, first, await life.agent.census()) >= ordinaryShare * expected;
}

/** By objects, or by bytes where only those grow. */
const growthPer1000 = (suspect: Suspect): number => suspect.per1000 || suspect.bytesPer1000;

function grownSince(life: ProcessLife, suspect: Suspect, now: Census): number {
  const sizeIn = (census: Census | undefined) => {
    const tally = (suspect.internal ? census?.internals : census?.classes)?.get(suspect.name);
    return (suspect.per1000 > 0 ? tally?.objects : tally?.bytes) ?? 0;
  };
  return sizeIn(now) - sizeIn(life.points.at(-1)?.census);
}

/** One round's time without traffic: what grows as much in it grows with time. */
async function compareWithIdleRound(
  suspicious: readonly SuspiciousLife[],
  rounds: Rounds,
  { stopwatch, requestsPerProcess }: ExplanationOptions,
): Promise<void> {
  await stopwatch.time('replay', () => delay(rounds.lastRoundMs));
  for (const { life, suspects } of suspicious) {
    await stopwatch.time('gc', () => life.agent.settle());
    const after = await life.agent.census();
    life.growsWhenIdle = new Set(
      suspects
        .filter((suspect) => {
          const busyRound = (growthPer1000(suspect) * requestsPerProcess) / 1000;
          return grownSince(life, suspect, after) >= Math.max(1, idleShare * busyRound);
        })
        .map(({ name }) => name),
    );
  }
}

function roundsBetweenDumps(suspects: readonly Suspect[], requestsPerProcess: number): number {
  const fastest = Math.max(...suspects.map((suspect) => suspect.per1000));
  const perRound = (fastest * requestsPerProcess) / 1000;
  return perRound > 0 ? Math.min(mostRoundsBetweenDumps, Math.ceil(objectsBetweenDumps / perRound)) : 1;
}

async function repeat(times: number, play: () => Promise<void>): Promise<void> {
  for (let time = 0; time < times; time++) await play();
}

async function settleAndDump(
  series: readonly DumpSeries[],
  rounds: Rounds,
  options: ExplanationOptions,
): Promise<void> {
  await options.stopwatch.time('gc', () => rounds.settle());
  await dumpAll(series, options);
}

async function dumpAll(series: readonly DumpSeries[], { stopwatch }: ExplanationOptions): Promise<void> {
  await stopwatch.time('dump', () => Promise.all(series.map((dumps) => dumps.dump())));
}

/** The dumps of one process. */
class DumpSeries {
  readonly life: ProcessLife;
  readonly #options: ExplanationOptions;
  readonly #files: { readonly file: string; readonly ownRequests: number }[] = [];
  #threads: readonly ThreadName[] = [];

  constructor(life: ProcessLife, options: ExplanationOptions) {
    this.life = life;
    this.#options = options;
  }

  async dump(): Promise<void> {
    const { label, directory } = this.#options;
    const name = `${label}-${processName(this.life).replace(' ', '-')}-${this.#files.length + 1}.json`;
    const file = join(directory, name);
    await this.life.agent.dump(file);
    this.#threads = await this.life.agent.threads();
    this.#files.push({ file, ownRequests: this.life.ownRequests });
  }

  /** Forgets what was dumped so far. */
  async discard(): Promise<void> {
    await Promise.all(this.#files.splice(0).map(({ file }) => rm(file)));
  }

  async holders(): Promise<Omit<NamedHolder, 'growsByOrdinary'>[]> {
    const { limits } = this.#options;
    const points = await this.#read();
    const graph = points.at(-1)?.graph;
    if (!graph) return [];
    const holders = findHolders(points, {
      objectsPer1000: limits.threshold / 2,
      bytesPer1000: bytesLimitPer1000(limits) / 2,
    });
    return Promise.all(holders.map((holder) => this.#name(holder, graph)));
  }

  async #read(): Promise<DumpPoint[]> {
    const { runtime, keep } = this.#options;
    const points: DumpPoint[] = [];
    for (const { file, ownRequests } of this.#files) {
      points.push({ graph: await runtime.readDump(file, this.#threads), ownRequests });
      if (keep !== undefined) await copyFile(file, join(keep, file.slice(file.lastIndexOf('/') + 1)));
      await rm(file);
    }
    return points;
  }

  async #name(holder: Holder, graph: HeapGraph): Promise<Omit<NamedHolder, 'growsByOrdinary'>> {
    const { checkoutDirectory } = this.#options;
    return {
      ...holder,
      steps: await nameSteps(holder, graph, this.life.agent, this.#threads),
      namedSites: holder.sites.slice(0, 5).map((site) => ({
        ...nameSite(site.file, checkoutDirectory),
        line: site.line,
        objects: site.objects,
      })),
    };
  }
}

/** Longer paths are chains; their ends say enough. */
const longestPath = 24;

/** The path from the root to the holder, its edges named by the process itself. */
async function nameSteps(
  holder: Holder,
  graph: HeapGraph,
  agent: Agent,
  threads: readonly ThreadName[],
): Promise<PathStep[]> {
  const addresses = holder.sample.map((node) => graph.addresses[node] ?? 0);
  const edges = await agent.nameEdges(addresses);
  const steps = holder.sample.map((node, i): PathStep => {
    const edge = i === 0 ? undefined : edges[i - 1];
    const name = threads.find((thread) => thread.address === addresses[i])?.name;
    return {
      class: graph.names[graph.labels[node] ?? 0] ?? '',
      ...(edge === undefined ? {} : { edge }),
      ...(name === undefined ? {} : { name }),
    };
  });
  const toHolder = steps.slice(0, -1);
  if (toHolder.length <= longestPath) return toHolder;
  return [...toHolder.slice(0, longestPath / 2), ...toHolder.slice(-longestPath / 2)];
}
