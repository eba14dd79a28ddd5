import { copyFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { HeapGraph } from '../heap/graph.ts';
import { bytesLimitPer1000, type Limits } from '../leak/class-growth.ts';
import { findHolders, type Holder } from '../leak/holders.ts';
import { type NamedHolder, type PathStep, processName } from '../leak/measurement.ts';
import type { Agent, Runtime, ThreadName } from '../runtimes/runtime.ts';
import type { ProcessLife } from './processes.ts';
import { nameSite } from './site-names.ts';

export interface DumpSeriesOptions {
  readonly runtime: Runtime;
  readonly limits: Limits;
  /** Private folder for the dumps, which hold the app's memory and are deleted once read. */
  readonly directory: string;
  /** Where dumps are kept for the user, if asked for. */
  readonly keep: string | undefined;
  readonly label: string;
  /** The worktree: sites below it are the repository's own. */
  readonly checkoutDirectory: string;
}

interface Dump {
  readonly file: string;
  /** On the x-axis of growth. */
  ownRequests: number;
  graph?: HeapGraph;
}

/** Dumps of one process, with rounds between them. */
export class DumpSeries {
  readonly #life: ProcessLife;
  readonly #options: DumpSeriesOptions;
  #dumps: Dump[] = [];
  #taken = 0;
  #threads: readonly ThreadName[] = [];

  constructor(life: ProcessLife, options: DumpSeriesOptions) {
    this.#life = life;
    this.#options = options;
  }

  async take(): Promise<void> {
    const { label, directory } = this.#options;
    const name = `${label}-${processName(this.#life).replace(' ', '-')}-${++this.#taken}.json`;
    const file = join(directory, name);
    await this.#life.agent.dump(file);
    this.#threads = await this.#life.agent.threads();
    this.#dumps.push({ file, ownRequests: this.#life.ownRequests });
  }

  /** Keeps the last dump alone, as of the requests answered by now: what is played next is compared with it. */
  async startOver(): Promise<void> {
    const dropped = this.#dumps.splice(0, this.#dumps.length - 1);
    await Promise.all(dropped.map(({ file }) => rm(file, { force: true })));
    for (const dump of this.#dumps) dump.ownRequests = this.#life.ownRequests;
  }

  /** Reads what was not read yet, and deletes the files. */
  async read(): Promise<void> {
    const { runtime, keep } = this.#options;
    for (const dump of this.#dumps) {
      if (dump.graph) continue;
      dump.graph = await runtime.readDump(dump.file, this.#threads);
      if (keep !== undefined) await copyFile(dump.file, join(keep, basename(dump.file)));
      await rm(dump.file);
    }
  }

  /** The last dump, once it has been read. */
  get last(): HeapGraph | undefined {
    return this.#dumps.at(-1)?.graph;
  }

  /** What accumulates from dump to dump, named by the process, which must live still. */
  async holders(): Promise<Omit<NamedHolder, 'growsByOrdinary'>[]> {
    const { limits } = this.#options;
    await this.read();
    const points = this.#dumps.flatMap(({ graph, ownRequests }) => (graph ? [{ graph, ownRequests }] : []));
    const holders = findHolders(points, {
      objectsPer1000: limits.threshold / 2,
      bytesPer1000: bytesLimitPer1000(limits) / 2,
    });
    const graph = this.last;
    return graph ? Promise.all(holders.map((holder) => this.#name(holder, graph))) : [];
  }

  async #name(holder: Holder, graph: HeapGraph): Promise<Omit<NamedHolder, 'growsByOrdinary'>> {
    const { checkoutDirectory } = this.#options;
    return {
      ...holder,
      steps: await nameSteps(holder, graph, this.#life.agent, this.#threads),
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
    const edge = edges[i];
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
