import { basename } from 'node:path';
import { CannotMeasure } from './cannot-measure.ts';
import type { HeapGraph } from './heap/graph.ts';
import { type GroupedHeap, grouped } from './leak/aligned-groups.ts';
import { type DumpDiff, diffDumps } from './leak/dump-diff.ts';
import { signOfStrangers } from './leak/same-program.ts';
import { shownName } from './redaction/shown-text.ts';
import { DumpReading } from './runtimes/ruby/dump-reader.ts';
import { isOfRuby } from './runtimes/ruby/language-names.ts';

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
  await using readings = new AsyncDisposableStack();
  const begin = (file: string | undefined) =>
    file === undefined ? undefined : readings.use(new DumpReading(file));
  const heaps: GroupedHeap[] = [];
  let reading = begin(files[0]);
  for (let i = 0; reading; i++) {
    const file = files[i] ?? '';
    progress(`reading ${file}`);
    // Other threads read the next dump while this one joins and groups the one in hand.
    const next = begin(files[i + 1]);
    const read = await reading.graph();
    const graph = { ...read, names: read.names.map(shownName) };
    if (heaps[0]) assertSameProgram(heaps[0].graph, graph, [files[0] ?? '', file]);
    heaps.push(grouped(graph));
    reading = next;
  }
  progress(`comparing ${files.length} heaps`);
  return diffDumps(heaps, files, threshold);
}

function assertSameProgram(first: HeapGraph, other: HeapGraph, files: readonly string[]): void {
  const sign = signOfStrangers(first, other, isOfRuby);
  if (sign === undefined) return;
  throw new CannotMeasure(
    `${files.map((file) => basename(file)).join(' and ')} are dumps of different programs: ${sign}; name dumps of one app`,
  );
}
