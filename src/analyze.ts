import { CannotMeasure } from './cannot-measure.ts';
import { analyzeHeap, type HeapAnalysis } from './heap/analysis.ts';
import { withClassLabels } from './heap/class-labels.ts';
import { type DominatorTree, dominatorTree } from './heap/dominators.ts';
import type { HeapGraph } from './heap/graph.ts';
import type { RepeatedStrings } from './heap/repeated-strings.ts';
import { nearest } from './nearest.ts';
import { shownName } from './redaction/shown-text.ts';
import { DumpReading } from './runtimes/ruby/dump-reader.ts';

export interface AnalyzeRequest {
  readonly file: string;
  /** How many single objects and strings its tables list. */
  readonly limit: number;
  readonly progress: (line: string) => void;
}

/** One dump, read, with what keeps what alive in it. */
export class AnalyzedHeap {
  readonly graph: HeapGraph;
  readonly tree: DominatorTree;
  readonly #limit: number;
  readonly #strings: RepeatedStrings | undefined;
  #analysis: HeapAnalysis | undefined;

  /** `strings`, where they are known. */
  constructor(graph: HeapGraph, tree: DominatorTree, limit: number, strings?: RepeatedStrings) {
    this.#limit = limit;
    this.#strings = strings;
    this.graph = { ...graph, names: graph.names.map(shownName) };
    this.tree = tree;
  }

  /** By node. */
  get retainedBytes(): Float64Array {
    return this.tree.retainedBytes.subarray(0, this.graph.nodeCount);
  }

  /** All tables, computed when they are first asked for. */
  get analysis(): HeapAnalysis {
    this.#analysis ??= analyzeHeap(this.graph, this.tree, this.#limit, this.#strings);
    return this.#analysis;
  }

  /**
   * Tells the objects of a class, of `Class` or `Module`, or the class or module of that name where it has no
   * instances. Throws `CannotMeasure` with the nearest name where nothing is called so.
   */
  called(name: string): (node: number) => boolean {
    const views = [this.graph, withClassLabels(this.graph)];
    for (const wanted of [name, `class ${name}`, `module ${name}`]) {
      for (const { names, labels } of views) {
        const label = names.indexOf(wanted);
        if (label >= 0) return (node) => labels[node] === label;
      }
    }
    const near = nearest(name, this.graph.names);
    const hint = near === undefined ? ': take a name from the tables' : `; did you mean "${near}"?`;
    throw new CannotMeasure(`nothing in this dump is called "${name}"${hint}`);
  }

  /** How many objects are meant. */
  count(isMeant: (node: number) => boolean): number {
    let count = 0;
    for (let node = 0; node < this.graph.nodeCount; node++) if (isMeant(node)) count++;
    return count;
  }

  /** The object at an address such as `0x7f1234000028`. Throws `CannotMeasure` where there is none. */
  nodeAt(address: string): number {
    const node = this.graph.addresses.indexOf(Number(address));
    if (node < 0)
      throw new CannotMeasure(`this dump has no object at ${address}: take an address from its tables`);
    return node;
  }
}

/** Reads one dump and finds out what holds what. Throws `CannotMeasure` where the file is no heap dump. */
export async function analyze({ file, limit, progress }: AnalyzeRequest): Promise<AnalyzedHeap> {
  progress(`reading ${file}`);
  await using reading = new DumpReading(file, { stringHashes: true });
  const graph = await reading.graph();
  progress(`finding out what holds what among ${graph.nodeCount.toLocaleString('en-US')} objects`);
  const strings = reading.repeatedStrings(graph, limit);
  const tree = dominatorTree(graph);
  return new AnalyzedHeap(graph, tree, limit, await strings);
}
