import { basename } from 'node:path';
import { CannotMeasure } from './cannot-measure.ts';
import type { HeapGraph } from './heap/graph.ts';
import { type DumpDiff, diffDumps } from './leak/dump-diff.ts';
import { commonClassShare, smallestCommonShare } from './leak/same-program.ts';
import { ruby } from './runtimes/ruby/runtime.ts';

export interface DiffRequest {
  /** Dumps in the order in which they were taken, at least two. */
  readonly files: readonly string[];
  /** Objects that a class or holder must gain from the first dump to the last to be told. */
  readonly threshold: number;
  readonly progress: (line: string) => void;
}

/**
 * Reads dumps and tells what grew over them. Throws `CannotMeasure` where a file is no heap dump, or where they are of
 * different programs.
 */
export async function diff({ files, threshold, progress }: DiffRequest): Promise<DumpDiff> {
  const graphs: HeapGraph[] = [];
  for (const file of files) {
    progress(`reading ${file}`);
    const graph = await ruby.readDump(file, []);
    if (graphs[0]) assertSameProgram(graphs[0], graph, [files[0] ?? '', file]);
    graphs.push(graph);
  }
  progress(`comparing ${files.length} heaps`);
  return diffDumps(graphs, files, threshold);
}

function assertSameProgram(first: HeapGraph, other: HeapGraph, files: readonly string[]): void {
  const share = commonClassShare(first, other);
  if (share >= smallestCommonShare) return;
  throw new CannotMeasure(
    `${files.map((file) => basename(file)).join(' and ')} are dumps of different programs: only ${Math.floor(100 * share)} % of their classes are in both; name dumps of one app`,
  );
}
